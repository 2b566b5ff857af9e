import type { Problem } from "../problem/problem.ts";
import { type Cost, seconds } from "./cost.ts";

/** Refuses a plan in advance if it would hold the write lock longer than the user lets writers wait. */
export function overBudget(
  label: string,
  cost: Cost,
  budget: number | null,
  help: readonly string[] = [],
): Problem | null {
  if (budget === null || cost.milliseconds <= budget) return null;
  return {
    code: "lock-budget",
    level: "error",
    subject: label,
    message: `writers would wait about ${seconds(cost.milliseconds)}, and --lock-budget is ${seconds(budget)}`,
    evidence: cost.because,
    help: [
      "nothing was changed",
      ...help,
      "apply it when writers may wait that long, with a larger --lock-budget or without one",
      "rehearse it, so that the estimate is what its steps took on a copy: trueup rehearse PLAN",
    ],
  };
}

/** If nothing can be estimated in advance. */
export function budgetUnknown(label: string, why: string): Problem {
  return {
    code: "lock-budget",
    level: "error",
    subject: label,
    message: "how long writers would wait cannot be estimated for this target",
    evidence: [why],
    help: ["nothing was changed", "leave out --lock-budget; the end of apply says how long they waited"],
  };
}

/** After a change that took longer than was estimated. */
export function overrun(label: string, waited: number, budget: number): Problem {
  return {
    code: "lock-budget",
    level: "warning",
    subject: label,
    message: `writers waited ${seconds(waited)}, longer than the ${seconds(budget)} of --lock-budget`,
    help: ["the change is done; the estimate was too low"],
  };
}
