import { writeDecision } from "../../plan/directive.ts";
import type { Decision } from "../../plan/plan.ts";
import type { Problem } from "../../problem/problem.ts";

/** The decisions that a plan was refused for because nothing needs them. */
export function unneeded(problems: readonly Problem[], decisions: readonly Decision[]): readonly Decision[] {
  const unused = new Set(problems.map((problem) => problem.unneeded));
  return decisions.filter((decision) => unused.has(writeDecision(decision)));
}
