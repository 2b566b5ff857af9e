import { Trouble } from "../../problem/problem.ts";
import { planOutline } from "../../report/plan/plan-outline.ts";
import type { PlanReport } from "../../report/plan/plan-report.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import { type PlanEnds, planEnds } from "../../work/plan-ends.ts";
import { type PlanFile, planFile } from "../../work/plan-file.ts";
import { projectOf } from "../project.ts";
import { lastRehearsal } from "../../work/rehearsed.ts";
import type { Shell } from "../shell.ts";
import { refuse } from "../../work/context.ts";
import { usage } from "../usage.ts";
import { writeOut } from "../write-out.ts";

export async function run(shell: Shell): Promise<Exit> {
  const file = await planFile(shell, shell.args[0] ?? "");
  if (formatOf(shell) === "json") {
    const { planJson } = await import("../../report/plan/plan-json.ts");
    shell.out.print(document(shell, exits.done, { ...planJson(await reportOf(shell, file)) }));
    return exits.done;
  }
  const text = await rendered(shell, file);
  // What is read in the terminal is laid out for it and has its colours.
  if (formatOf(shell) === "human" && shell.options.text("out") === undefined) shell.out.print(text);
  else writeOut(shell, text);
  return exits.done;
}

async function reportOf(shell: Shell, file: PlanFile, ends: PlanEnds | null = null): Promise<PlanReport> {
  const { plan, seal, name } = file;
  const states = { before: ends?.base ?? null, after: ends?.target ?? null };
  const rehearsal = await rehearsalOf(shell, seal);
  return { plan, seal, name, explanation: planOutline(plan), ...states, rehearsal };
}

async function rendered(shell: Shell, file: PlanFile): Promise<string> {
  const { plan, seal, name } = file;
  const ends = await quietEnds(shell, name);
  const report = await reportOf(shell, file, ends);
  switch (formatOf(shell)) {
    case "sql":
      return (await import("../../report/plan/plan-sql.ts")).planSql(report);
    case "markdown": {
      const { planMarkdown } = await import("../../report/plan/plan-markdown.ts");
      const told = { explanation: report.explanation, decisions: plan.decisions, title: name, plan, seal };
      return planMarkdown(ends === null ? told : { ...told, states: { before: ends.base, after: ends.target } });
    }
    case "html":
      return page(report, ends);
    default:
      return human(shell, report);
  }
}

/** Both ends as whole schemas, where the declarations are at hand and still those of the plan. */
async function quietEnds(shell: Shell, name: string): Promise<PlanEnds | null> {
  const format = formatOf(shell);
  if (format !== "html" && format !== "markdown") return null;
  try {
    return await planEnds(shell, await projectOf(shell), name);
  } catch (error) {
    if (error instanceof Trouble) return null;
    throw error;
  }
}

/** Timings stand on the page alone. */
async function rehearsalOf(shell: Shell, seal: string): Promise<PlanReport["rehearsal"]> {
  if (formatOf(shell) !== "html") return null;
  return lastRehearsal(await projectOf(shell), seal)?.rehearsed ?? null;
}

async function page(report: PlanReport, ends: PlanEnds | null): Promise<string> {
  const { planPage } = await import("../../report/plan/plan-html.ts");
  if (ends === null) return planPage(report, null);
  const { planPicture } = await import("../../report/diagram/plan-picture.ts");
  return planPage(report, await planPicture(ends.base, ends.target, report.plan.decisions));
}

async function human(shell: Shell, report: PlanReport): Promise<string> {
  const { planText } = await import("../../report/plan/plan-text.ts");
  const { short } = await import("../../report/number.ts");
  const { width, style } = shell.out.data;
  const title = `${report.name}  ${short(report.plan.base)} → ${short(report.plan.target)}, seal ${short(report.seal)}`;
  const next = [`Next: ${style.command(`trueup apply ${report.name}`)}, or --sql, --markdown, --html to see more.`];
  const told = { explanation: report.explanation, decisions: report.plan.decisions, title, next };
  return planText(told, { width, style, all: shell.options.flag("verbose") });
}

function formatOf(shell: Shell): string {
  const flags = ["sql", "markdown", "html"].filter((name) => shell.options.flag(name));
  const said = shell.options.text("format");
  const all = [...new Set([...flags, ...(said === undefined ? [] : [said]), ...(shell.json ? ["json"] : [])])];
  if (all.length > 1) refuse(usage("bad-value", "--format", `one form at a time: ${all.join(" or ")}`, ["choose one"]));
  return all[0] ?? "human";
}
