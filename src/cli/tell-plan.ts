import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { Plan } from "../plan/plan.ts";
import { displayWidth, padEnd } from "../report/width.ts";
import { summaryLine } from "../report/plan/plan-summary.ts";
import { nothingText, planText } from "../report/plan/plan-text.ts";
import { type Exit, exits } from "./exit-codes.ts";
import { exitFor } from "./exit-for.ts";
import { document, problemsJson } from "./json-out.ts";
import type { Look } from "./output.ts";
import type { Comparison } from "../work/planning.ts";
import type { Shell } from "./shell.ts";
import { refuse } from "../work/context.ts";
import { placed } from "./placed.ts";
import { shownFrom } from "../work/shown-from.ts";
import { writeFile } from "../work/write-file.ts";
import { printData } from "./write-out.ts";

/** What is told of a comparison. `many`: one of the states of a fleet, where what to do next is said once for all. */
export interface Told extends Omit<Comparison, "live"> {
  readonly many?: true;
}

/** Says what a comparison found, in the form that was asked for, and writes the plan file where one is wanted. */
export async function tellPlan(shell: Shell, found: Told, out: string | null): Promise<Exit> {
  const comparison = atDeclarations(found);
  const { planned } = comparison;
  const file = planned.kind === "plan" && out !== null ? await writePlanFile(shell, planned.plan, out) : null;
  const exit = planned.kind === "refused" ? exitFor(planned.problems) : exits.done;
  if (shell.json) {
    shell.out.print(document(shell, exit, planDocument(shell, comparison, file)));
  } else {
    await tellComparison(shell, comparison, file, out);
  }
  return exit;
}

/** Problems of a plan point at the declarations that asked for it, where there is one. */
function atDeclarations(comparison: Told): Told {
  const { planned, goal } = comparison;
  if (planned.kind !== "refused" || goal.declared === null) return comparison;
  const { spans } = goal.declared;
  const problems = planned.problems.map((problem) => placed(problem, spans));
  return { ...comparison, planned: { ...planned, problems } };
}

export async function tellComparison(
  shell: Shell,
  comparison: Told,
  file: Written | null,
  out: string | null,
): Promise<void> {
  const { target, place, planned } = comparison;
  const format = shell.options.text("format") ?? "human";
  // A plan file on stdout is the data; what is told about it goes where messages go.
  const print = out === "-" ? shell.out.say : shell.out.print;
  const data = (text: string): void => (out === "-" ? shell.out.say(text) : printData(shell, text));
  if (format === "sql" && planned.kind === "plan") {
    const { writePlan } = await import("../plan/write.ts");
    data(writePlan(planned.plan));
  } else if (format === "markdown" || format === "github") {
    data(await markdown(comparison));
  } else if (planned.kind !== "refused" || planned.explanation.changes.length > 0) {
    print(humanText(shell, comparison, file, out === "-" ? shell.out.messages : shell.out.data));
  }
  if (planned.kind === "refused") shell.out.problems(planned.problems, shell.sources);
  await stepSummary(shell, comparison);
  shell.out.detail(`target ${target}: ${place}`);
}

function humanText(
  shell: Shell,
  { target, goal, planned, decisions, many }: Told,
  file: Written | null,
  look: Look,
): string {
  const options = { width: look.width, style: look.style, all: shell.options.flag("verbose") };
  if (planned.kind === "nothing") return nothingText(target, planned.explanation, options);
  if (shell.options.flag("quiet")) return summaryLine(planned.explanation.counts);
  const title = `${target} compared with ${goal.label}`;
  const told = {
    explanation: planned.explanation,
    decisions,
    title,
    next: many ? [] : next(shell, target, file, planned.kind, look),
  };
  return planText(told, options);
}

function next(
  shell: Shell,
  target: string,
  file: Written | null,
  kind: "plan" | "refused",
  look: Look,
): readonly string[] {
  // In the dev loop the question comes next.
  if (kind === "refused" || shell.command === "apply") return [];
  const { command } = look.style;
  const named = shell.args[0] === undefined ? "" : ` ${target}`;
  if (file === null) {
    const [review, now] = [`trueup plan${named} --out plans/NAME.plan.sql`, `trueup apply${named}`];
    return [
      `Next: ${command(review)}   writes it for review`,
      `      ${command(padEnd(now, displayWidth(review)))}   asks, and does it here and now`,
    ];
  }
  return [
    `Wrote ${file.path} (seal ${file.seal.replace(/^sha256:/, "").slice(0, 8)}).`,
    `Next: review and commit it, then  ${command(`trueup apply ${file.path}${named}`)}`,
  ];
}

export interface Written {
  readonly path: string;
  readonly seal: string;
}

/** A plan file is only ever written over a plan file. */
export async function writePlanFile(shell: Shell, plan: Plan, out: string): Promise<Written> {
  withReasons(plan);
  const { writePlan } = await import("../plan/write.ts");
  const text = writePlan(plan);
  const seal = /^--@ seal (\S+)/m.exec(text)?.[1] ?? "";
  if (out === "-") {
    printData(shell, text);
    return { path: "-", seal };
  }
  const path = resolve(shell.cwd, out);
  if (existsSync(path) && !readFileSync(path, "utf8").startsWith("--@ plan ")) {
    refuse({
      code: "file-exists",
      level: "error",
      subject: out,
      message: `${out} is there already, and is no plan`,
      help: ["name another file, plans/WHAT-IT-DOES.plan.sql"],
    });
  }
  writeFile(path, text);
  return { path: shownFrom(shell.cwd, path), seal };
}

/** In the dev loop a flag is enough; what goes into a file is read by others. */
function withReasons(plan: Plan): void {
  const bare = plan.decisions.flatMap((each) => (each.kind === "approve" && each.because === null ? [each] : []));
  if (bare.length === 0) return;
  refuse(
    ...bare.map(({ rule, object }) => {
      const answers = [{ means: "say why", flags: ["--because", "…"] }];
      return {
        code: "reason-needed" as const,
        level: "error" as const,
        subject: object,
        message: `the approval of ${rule} ${object} gives no reason, and it goes into a file that others review`,
        help: ['say why:  --because "…"'],
        decision: { code: "reason-needed", subject: object, evidence: [], answers },
      };
    }),
  );
}

async function markdown({ target, goal, planned, decisions }: Told): Promise<string> {
  const { planMarkdown } = await import("../report/plan/plan-markdown.ts");
  return planMarkdown({
    explanation: planned.explanation,
    decisions,
    title: `${target} compared with ${goal.label}`,
  });
}

/** What reviewers see on the page of the run, without opening a log. */
async function stepSummary(shell: Shell, comparison: Told): Promise<void> {
  const file = shell.env.GITHUB_STEP_SUMMARY;
  if (shell.env.GITHUB_ACTIONS !== "true" || !file) return;
  appendFileSync(file, `${await markdown(comparison)}\n`);
}

export function planDocument(shell: Shell, comparison: Told, file: Written | null) {
  const { target, goal, planned, decisions } = comparison;
  const { explanation } = planned;
  const problems = planned.kind === "refused" ? planned.problems : [];
  return {
    target,
    goal: goal.label,
    outcome: planned.kind,
    base: planned.kind === "plan" ? planned.plan.base : null,
    reaches: planned.kind === "plan" ? planned.plan.target : planned.kind === "nothing" ? planned.fingerprint : null,
    file: file === null ? null : relative(shell.cwd, resolve(shell.cwd, file.path)),
    seal: file?.seal ?? null,
    counts: explanation.counts,
    changes: explanation.changes,
    hazards: explanation.hazards,
    kept: explanation.kept,
    cosmetic: explanation.cosmetic,
    cost: explanation.cost ?? null,
    taken: decisions,
    steps: planned.kind === "plan" ? planned.plan.items : [],
    problems: problemsJson(shell, problems),
    decisions: problems.flatMap((problem) => problem.decision ?? []),
  };
}
