import type { PlanReport } from "../../report/plan/plan-report.ts";
import { approvedWords } from "../../report/approved.ts";
import { oneLine } from "../../report/width.ts";
import { approvalsOf } from "../../work/approval/approvals-of.ts";
import { unwrap, refuse } from "../../work/context.ts";
import { show } from "../../work/plans/show.ts";
import { shownFrom } from "../../work/shown-from.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import type { Shell } from "../shell.ts";
import { usage } from "../usage.ts";
import { writeOut } from "../write-out.ts";

export async function run(shell: Shell): Promise<Exit> {
  const { args, cwd, env, options, tell, signal } = shell;
  const folder = options.text("wrangler");
  if (folder !== undefined) return migrate(shell, folder);
  const format = formatOf(shell);
  const [config, schema] = [options.text("config"), options.text("schema")];
  const whole = format === "html" || format === "markdown";
  const [plan = ""] = args;
  const request = { cwd, env, config, schema, tell, signal };
  const report = unwrap(await show({ plan, whole, ...request }));
  if (format === "json") {
    const { planJson } = await import("../../report/plan/plan-json.ts");
    const approvals = await approvalsOf(request, report.seal);
    shell.out.print(document(shell, exits.done, { ...planJson(report), approvals }));
    return exits.done;
  }
  const text = await rendered(shell, report, format);
  // Output for the terminal is laid out for its width and has colours.
  if (format !== "human" || options.text("out") !== undefined) {
    writeOut(shell, text);
    return exits.done;
  }
  shell.out.print(text);
  for (const { target, at, approved } of await approvalsOf(request, report.seal))
    shell.out.print(oneLine(`Applied to ${target} at ${at.replace(/\.\d+Z$/, "Z")}, ${approvedWords(approved)}.`));
  return exits.done;
}

async function migrate(shell: Shell, folder: string): Promise<Exit> {
  const { args, cwd, env, options, tell, signal } = shell;
  const { writeMigration } = await import("../../work/plans/migration.ts");
  const [config, schema] = [options.text("config"), options.text("schema")];
  const [plan = ""] = args;
  const made = unwrap(await writeMigration({ plan, folder, cwd, env, config, schema, tell, signal }));
  const file = shownFrom(cwd, made.file);
  if (shell.json) shell.out.print(document(shell, exits.done, { migration: { file, lacks: made.lacks } }));
  else {
    shell.out.print(shell.out.data.style.good(`Wrote ${file}.`));
    for (const each of made.lacks) shell.out.say(`  ${each}`);
  }
  return exits.done;
}

async function rendered(shell: Shell, report: PlanReport, format: string): Promise<string> {
  switch (format) {
    case "sql":
      return (await import("../../report/plan/plan-sql.ts")).planSql(report);
    case "markdown": {
      const { planMarkdown } = await import("../../report/plan/plan-markdown.ts");
      const { plan, seal, name: title, explanation, before, after } = report;
      const shown = { explanation, decisions: plan.decisions, title, plan, seal };
      return planMarkdown(before === null || after === null ? shown : { ...shown, states: { before, after } });
    }
    case "html":
      return page(report);
    default:
      return human(shell, report);
  }
}

async function page(report: PlanReport): Promise<string> {
  const { planPage } = await import("../../report/plan/plan-html.ts");
  const { before, after, plan } = report;
  if (before === null || after === null) return planPage(report, null);
  const { planPicture } = await import("../../report/diagram/plan-picture.ts");
  return planPage(report, await planPicture(before, after, plan.decisions));
}

async function human(shell: Shell, report: PlanReport): Promise<string> {
  const { planText } = await import("../../report/plan/plan-text.ts");
  const { short } = await import("../../report/number.ts");
  const { width, style } = shell.out.data;
  const title = `${report.name}  ${short(report.plan.base)} → ${short(report.plan.target)}, seal ${short(report.seal)}`;
  const next = [`Next: ${style.command(`trueup apply ${report.name}`)}, or --sql, --markdown, --html to see more.`];
  const shown = { explanation: report.explanation, decisions: report.plan.decisions, title, next };
  return planText(shown, { width, style, all: shell.options.flag("verbose") });
}

function formatOf(shell: Shell): string {
  const flags = ["sql", "markdown", "html"].filter((name) => shell.options.flag(name));
  const said = shell.options.text("format");
  const all = [...new Set([...flags, ...(said === undefined ? [] : [said]), ...(shell.json ? ["json"] : [])])];
  if (all.length > 1) refuse(usage("bad-value", "--format", `choose one format: ${all.join(" or ")}`, ["choose one"]));
  return all[0] ?? "human";
}
