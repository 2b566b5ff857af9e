import { kindOfFingerprint } from "../../model/fingerprint-kind.ts";
import { grouped } from "../../model/grouped.ts";
import { compareText } from "../../model/names.ts";
import type { PlanHead } from "./head.ts";

/**
 * Plans as edges between fingerprints, with the declarations as the goal. A folder of plans has no other meaning: no
 * order of its own, no numbers, and no record of what was applied.
 */
export interface Graph {
  /** By name, each seal once. */
  readonly plans: readonly PlanHead[];
  /** Files with the same bytes as another one. */
  readonly copies: readonly { readonly plan: PlanHead; readonly of: PlanHead }[];
  /** The fingerprints of the declarations, one of each kind. */
  readonly goals: ReadonlySet<string>;
  /** How many plans it takes from a fingerprint to the goal; fingerprints that do not lead there are absent. */
  readonly left: ReadonlyMap<string, number>;
  /** The plan to take from a fingerprint: on a shortest path, and the first by name if there are several. */
  readonly next: ReadonlyMap<string, PlanHead>;
}

export function graphOf(heads: readonly PlanHead[], goals: readonly string[]): Graph {
  const bySeal = new Map<string, PlanHead>();
  const copies: { plan: PlanHead; of: PlanHead }[] = [];
  for (const plan of [...heads].sort((a, b) => compareText(a.file, b.file))) {
    const same = bySeal.get(plan.seal);
    if (same === undefined) bySeal.set(plan.seal, plan);
    else copies.push({ plan, of: same });
  }
  const plans = [...bySeal.values()];
  const left = distances(plans, goals);
  const next = new Map<string, PlanHead>();
  for (const plan of plans) {
    const here = left.get(plan.base);
    if (here !== undefined && left.get(plan.target) === here - 1 && !next.has(plan.base)) next.set(plan.base, plan);
  }
  return { plans, copies, goals: new Set(goals), left, next };
}

/** Backwards from the goals, one plan further at a time. */
function distances(plans: readonly PlanHead[], goals: readonly string[]): ReadonlyMap<string, number> {
  const into = grouped(plans, ({ target }) => target);
  const left = new Map(goals.map((goal) => [goal, 0]));
  let edge: readonly string[] = goals;
  for (let far = 1; edge.length > 0; far += 1) {
    const reached = edge.flatMap((at) => (into.get(at) ?? []).map(({ base }) => base));
    edge = [...new Set(reached)].filter((base) => !left.has(base));
    for (const base of edge) left.set(base, far);
  }
  return left;
}

/** The path of one database to the declarations. */
export interface Path {
  readonly plans: readonly PlanHead[];
  /** Plans that also lead to the goal from somewhere on the path, but are not taken. */
  readonly instead: readonly PlanHead[];
}

/**
 * The plans that lead from a database to the declarations, in order; null if none do. `at` are its fingerprints, one of
 * each kind. An empty list means that it is already there.
 */
export function pathFrom(graph: Graph, at: readonly string[]): Path | null {
  const start = startOf(graph, at);
  if (start === undefined) return null;
  const plans: PlanHead[] = [];
  for (let next = graph.next.get(start); next !== undefined; next = graph.next.get(next.target)) plans.push(next);
  const passed = new Map([start, ...plans.map(({ target }) => target)].map((each, n) => [each, n]));
  const taken = new Set(plans);
  const instead = graph.plans.filter((plan) => {
    const from = passed.get(plan.base);
    if (from === undefined || taken.has(plan) || !graph.left.has(plan.target)) return false;
    const to = passed.get(plan.target);
    return to === undefined ? !comesBack(graph, plan) : to > from;
  });
  return { plans, instead };
}

/**
 * The start with the fewest plans. A database that differs only in the order of columns takes a plan made to change the
 * order.
 */
function startOf({ left }: Graph, at: readonly string[]): string | undefined {
  const known = at.filter((each) => left.has(each)).sort((a, b) => (left.get(a) ?? 0) - (left.get(b) ?? 0));
  const ordered = known.find((each) => kindOfFingerprint(each) === "fp1o");
  return left.get(known[0] ?? "") === 0 ? (ordered ?? known[0]) : known[0];
}

/** Whether the path after a plan leads through its own base: then it is part of a circle and not needed. */
export function comesBack(graph: Graph, { base, target }: PlanHead): boolean {
  for (let at = target; ; ) {
    if (at === base) return true;
    const next = graph.next.get(at);
    if (next === undefined) return false;
    at = next.target;
  }
}
