import type { Comparison } from "./planning.ts";

/** A comparison for a pull request. */
export async function comparisonMarkdown(comparison: Omit<Comparison, "live">): Promise<string> {
  const { planMarkdown } = await import("../../report/plan/plan-markdown.ts");
  const { target, goal, planned, queries, decisions } = comparison;
  const { explanation } = planned;
  const approved = planned.kind === "plan" ? planned.plan.decisions : decisions;
  return planMarkdown({ explanation, decisions: approved, queries, title: `${target} compared with ${goal.label}` });
}
