import type { Test } from "tap";
import type { Counts } from "../../src/plan/explanation.ts";
import type { SealedPlan } from "../../src/plan/read.ts";
import { planPage } from "../../src/report/plan/plan-html.ts";
import { planJson } from "../../src/report/plan/plan-json.ts";
import { planMarkdown } from "../../src/report/plan/plan-markdown.ts";
import { planOutline } from "../../src/report/plan/plan-outline.ts";
import { planSql } from "../../src/report/plan/plan-sql.ts";
import { shortSummary, summaryLine } from "../../src/report/plan/plan-summary.ts";
import { planText } from "../../src/report/plan/plan-text.ts";
import { sentence } from "../../src/report/prose.ts";
import { plainStyle } from "../../src/report/style.ts";

/** What was counted when a plan was made is what every rendering of its file says. */
export function saysTheSame(t: Test, counts: Counts, { plan, seal }: SealedPlan): void {
  const explanation = planOutline(plan);
  const report = { plan, seal, name: "plan.sql", explanation, before: null, after: null, rehearsal: null };
  const told = { explanation, decisions: plan.decisions, title: "plan.sql", next: [] };
  const line = summaryLine(counts);
  t.ok(planText(told, { width: 100, style: plainStyle, all: true }).includes(line), `the text says: ${line}`);
  t.ok(planMarkdown({ ...told, plan, seal }).includes(line), "so does Markdown");
  t.ok(planSql(report).includes(line), "so does the SQL");
  t.ok(planPage(report, null).includes(sentence(shortSummary(counts))), "so does the page");
  t.strictSame(planJson(report).counts, counts, "so does JSON");
}
