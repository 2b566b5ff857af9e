import type { Graph } from "./graph.ts";
import type { PlanHead } from "./head.ts";

/** Whether a plan changes declared rows only: both of its ends have the same schema fingerprint. */
export function isOfRowsAlone({ base, target, rowsEnds }: PlanHead): boolean {
  return base === target && rowsEnds !== null;
}

/**
 * The fewest plans that lead from some rows to others while the schema stays at one of these fingerprints, in order;
 * null if none do. Digests of rows cover the rows alone, so each plan starts where another one leads.
 */
export function rowsPath(
  { plans }: Pick<Graph, "plans">,
  at: readonly string[],
  from: string,
  to: string,
): readonly PlanHead[] | null {
  const here = plans.filter((plan) => isOfRowsAlone(plan) && at.includes(plan.base));
  const reached = new Map<string, readonly PlanHead[]>([[from, []]]);
  for (const [digest, path] of reached) {
    if (digest === to) return path;
    // The map grows while it is walked, so the nearest come first.
    for (const plan of here) {
      const next = plan.rowsEnds?.target ?? digest;
      if (plan.rowsEnds?.base === digest && !reached.has(next)) reached.set(next, [...path, plan]);
    }
  }
  return null;
}
