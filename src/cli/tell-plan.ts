import { sealDigits } from "../plan/seal.ts";
import { appendFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { Planned } from "../prove/make-plan.ts";
import { displayWidth, padEnd } from "../report/width.ts";
import { queriesJson } from "../report/query-json.ts";
import { summaryLine } from "../report/plan/plan-summary.ts";
import { nothingText, planText } from "../report/plan/plan-text.ts";
import { type Exit, exits } from "./exit-codes.ts";
import { exitFor } from "./exit-for.ts";
import { decisionsJson, document, problemsJson } from "./json-out.ts";
import type { Look } from "./output.ts";
import type { ShownComparison } from "./shown-comparison.ts";
import { comparisonMarkdown } from "../work/planning/comparison-markdown.ts";
import type { Shell } from "./shell.ts";
import { type PlanText, sealedForReview, type WrittenPlan } from "../work/plans/write-plan.ts";
import { printData } from "./write-out.ts";
import { reasonWords } from "../words/reason.ts";

/** Where a plan was written; null for stdout, where the --json document contains it as `text`. */
interface Filed extends PlanText {
  readonly path: string | null;
}

/** Prints what a comparison found, in the requested format. `out` is where the plan goes, `-` for stdout. */
export async function tellPlan(
  shell: Shell,
  comparison: ShownComparison,
  written: WrittenPlan | null,
  out: string | null,
): Promise<Exit> {
  const { planned } = comparison;
  const file = out === "-" ? await printPlan(shell, planned) : written;
  const exit = planned.kind === "refused" ? exitFor(planned.problems) : exits.done;
  if (shell.json) {
    shell.out.print(document(shell, exit, planDocument(shell, comparison, file)));
  } else {
    await tellComparison(shell, comparison, file, out);
  }
  return exit;
}

export async function printPlan(shell: Shell, planned: Planned): Promise<Filed | null> {
  if (planned.kind !== "plan") return null;
  const sealed = await sealedForReview(planned.plan);
  if (!shell.json) printData(shell, sealed.text);
  return { ...sealed, path: null };
}

export async function tellComparison(
  shell: Shell,
  comparison: ShownComparison,
  file: Filed | null,
  out: string | null,
): Promise<void> {
  const { target, place, planned } = comparison;
  const format = shell.options.text("format") ?? "human";
  // A plan file on stdout is the data; everything said about it goes to stderr.
  const print = out === "-" ? shell.out.say : shell.out.print;
  const data = (text: string): void => (out === "-" ? shell.out.say(text) : printData(shell, text));
  const page = format === "html" ? await (await import("./tell-queries.ts")).planHtml(comparison) : null;
  if (page !== null) data(page);
  else if (format === "sarif") data((await import("./tell-queries.ts")).planSarif(shell, comparison));
  else if (format === "sql" && planned.kind === "plan") {
    const { writePlan } = await import("../plan/write.ts");
    data(writePlan(planned.plan));
  } else if (format === "markdown" || format === "github") {
    data(await comparisonMarkdown(comparison));
  } else if (planned.kind !== "refused" || planned.explanation.changes.length > 0) {
    print(humanText(shell, comparison, file, out === "-" ? shell.out.messages : shell.out.data));
  }
  if (planned.kind === "refused" && format !== "sarif") shell.out.problems(planned.problems, shell.sources);
  if (comparison.queries !== null && shell.env.GITHUB_ACTIONS === "true") {
    const { queryAnnotations } = await import("./tell-queries.ts");
    for (const line of queryAnnotations(shell, comparison)) shell.out.say(line);
  }
  await stepSummary(shell, comparison);
  shell.out.detail(`target ${target}: ${place}`);
}

function humanText(
  shell: Shell,
  { target, goal, planned, queries, decisions, creates, many, approval }: ShownComparison,
  file: Filed | null,
  look: Look,
): string {
  const options = { width: look.width, style: look.style, all: shell.options.flag("verbose") };
  if (planned.kind === "nothing") return nothingText(target, goal.label, planned.explanation, options);
  if (shell.options.flag("quiet")) return summaryLine(planned.explanation.counts);
  const title = `${target} compared with ${goal.label}`;
  const shown = {
    explanation: planned.explanation,
    decisions: planned.kind === "plan" ? planned.plan.decisions : decisions,
    title,
    notice: creates === null ? null : `${creates} does not exist yet and will be created`,
    queries,
    next: many ? [] : [...next(shell, target, file, planned.kind, look), ...byPerson(shell, target, planned, approval)],
  };
  return planText(shown, options);
}

function next(
  shell: Shell,
  target: string,
  file: Filed | null,
  kind: "plan" | "refused",
  look: Look,
): readonly string[] {
  // In the development loop, the question comes next.
  if (kind === "refused" || shell.command === "apply") return [];
  const { command } = look.style;
  const named = shell.args[0] === undefined ? "" : ` ${target}`;
  if (file === null) {
    const [review, now] = [`trueup plan${named} --out plans/NAME.plan.sql`, `trueup apply${named}`];
    const [reviews, applies] = ["writes it for review", "asks, then applies it now"];
    const wide = displayWidth(review);
    if (6 + wide + 3 + displayWidth(applies) <= look.width)
      return [`Next: ${command(review)}   ${reviews}`, `      ${command(padEnd(now, wide))}   ${applies}`];
    return [`Next: ${command(review)}`, `        ${reviews}`, `      ${command(now)}`, `        ${applies}`];
  }
  const seal = `(seal ${sealDigits(file.seal).slice(0, 8)})`;
  if (file.path === null) return [`The plan is on stdout ${seal}.`];
  return [
    `Wrote ${file.path} ${seal}.`,
    `Next: review and commit it, then  ${command(`trueup apply ${file.path}${named}`)}`,
  ];
}

/** If losses must be approved from outside: said once, before anyone tries. */
function byPerson(
  shell: Shell,
  target: string,
  planned: Planned,
  approval: ShownComparison["approval"],
): readonly string[] {
  if (planned.kind !== "plan" || planned.explanation.hazards.length === 0 || approval === "flags") return [];
  const ways = {
    person: `a person at a terminal, or a CI environment with reviewers`,
    signed: `a signature on the commit that adds the plan`,
  };
  const { command } = shell.out.data.style;
  return [
    `What it destroys is approved for ${target} by ${ways[approval]}:`,
    `      ${command("trueup explain approval-outside")}`,
  ];
}

/** What reviewers see on the page of the workflow run, without opening a log. */
async function stepSummary(shell: Shell, comparison: ShownComparison): Promise<void> {
  const file = shell.env.GITHUB_STEP_SUMMARY;
  if (shell.env.GITHUB_ACTIONS !== "true" || !file) return;
  appendFileSync(file, `${await comparisonMarkdown(comparison)}\n`);
}

export function planDocument(shell: Shell, comparison: ShownComparison, file: Filed | null) {
  const { target, goal, planned, decisions } = comparison;
  const { explanation } = planned;
  const problems = planned.kind === "refused" ? planned.problems : [];
  const path = file?.path ?? null;
  return {
    target,
    goal: goal.label,
    creates: comparison.creates,
    outcome: planned.kind,
    base: planned.kind === "plan" ? planned.plan.base : null,
    reaches: planned.kind === "plan" ? planned.plan.target : planned.kind === "nothing" ? planned.fingerprint : null,
    file: path === null ? null : relative(shell.cwd, resolve(shell.cwd, path)),
    ...(file !== null && path === null && { text: file.text }),
    seal: file?.seal ?? null,
    counts: explanation.counts,
    changes: explanation.changes,
    hazards: explanation.hazards,
    kept: explanation.kept.map(({ name, why }) => ({ name, why: reasonWords(why) })),
    cosmetic: explanation.cosmetic,
    order: explanation.order,
    cost: explanation.cost ?? null,
    queries: queriesJson(comparison.queries),
    taken: decisions,
    steps: planned.kind === "plan" ? planned.plan.items : [],
    problems: problemsJson(shell, problems),
    decisions: decisionsJson(shell, problems),
  };
}
