import { planOutline } from "../../report/plan-outline.ts";
import type { PlanReport } from "../../report/plan-report.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { type PlanFile, planFile } from "../plan-file.ts";
import type { Shell } from "../shell.ts";
import { usage } from "../usage.ts";
import { refuse } from "../shell.ts";
import { writeOut } from "../write-out.ts";

export async function run(shell: Shell): Promise<Exit> {
  const file = await planFile(shell, shell.args[0] ?? "");
  writeOut(shell, await rendered(shell, file));
  return exits.done;
}

async function rendered(shell: Shell, file: PlanFile): Promise<string> {
  const report: PlanReport = {
    plan: file.plan,
    seal: file.seal,
    name: file.name,
    explanation: planOutline(file.plan),
    before: null,
    after: null,
    rehearsal: null,
  };
  switch (formatOf(shell)) {
    case "json":
      return (await import("../../report/plan-json.ts")).planJson(report);
    case "sql":
      return (await import("../../report/plan-sql.ts")).planSql(report);
    case "markdown": {
      const { planMarkdown } = await import("../../report/plan-markdown.ts");
      const { plan, explanation } = report;
      return planMarkdown({ explanation, decisions: plan.decisions, title: file.name, plan, seal: file.seal });
    }
    case "html":
      return (await import("../../report/plan-html.ts")).planPage(report, null);
    default:
      return human(shell, report);
  }
}

async function human(shell: Shell, report: PlanReport): Promise<string> {
  const { planText } = await import("../../report/plan-text.ts");
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
