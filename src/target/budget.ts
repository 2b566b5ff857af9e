import { plansOf, type PlanToRun } from "../apply/chain.ts";
import type { Cost } from "../apply/cost.ts";
import { estimate, type KnownCosts } from "../apply/estimate.ts";
import { overBudget } from "../apply/lock-budget.ts";
import { tablesIn } from "../apply/look-ahead.ts";
import { touchedBy } from "../apply/touched.ts";
import { schemaQuery, schemaRows } from "../apply/try-plan.ts";
import type { Snapshot } from "../database/connection.ts";
import { fold } from "../model/names.ts";
import type { Plan } from "../plan/plan.ts";
import type { Problem } from "../problem/problem.ts";
import { attemptRead } from "../sql/cursor.ts";
import { readIndex } from "../sql/read-objects.ts";
import type { Budget, Target } from "./target.ts";

/** What distinguishes the kinds of target in how long a change holds the lock. */
export interface Holding {
  /** Whether what can be checked before the lock is not checked under it. */
  readonly looksAhead: boolean;
  /** Whether each plan has a transaction of its own: then writers wait for the longest, and not for all of them. */
  readonly apart: boolean;
  /** How slow it is; measured if left out. */
  readonly pace?: KnownCosts["pace"];
}

/** Why a change may not begin: writers would wait longer than they may, or it is not known how long. */
export async function beyondBudget(
  { look, label }: Pick<Target, "look" | "label">,
  request: Budget,
  holding: Holding,
): Promise<readonly Problem[]> {
  const plans = plansOf(request);
  const light = holding.looksAhead && plans.every(({ plan }) => touchedBy(plan) !== null);
  const cost = await look((connection) =>
    connection.snapshot((snapshot) => costOfAll(snapshot, request, plans, light, holding)),
  );
  if (!cost.ok) return cost.problems;
  const help = light ? [] : separately(plans.map(({ plan }) => plan));
  const problem = overBudget(label, cost.value, request.lockBudget, help);
  return problem === null ? [] : [problem];
}

async function costOfAll(
  snapshot: Snapshot,
  { estimates }: Budget,
  plans: readonly PlanToRun[],
  light: boolean,
  { apart, pace }: Holding,
): Promise<Cost> {
  const [rows = []] = await snapshot.read([schemaQuery]);
  const there = tablesIn(schemaRows(rows));
  const costs: Cost[] = [];
  for (const { plan } of plans) {
    const tables = tablesOf(plan);
    const asked = light ? new Set([...(touchedBy(plan) ?? []), ...[...tables.values()].map(fold)]) : null;
    const counted = asked === null ? there : there.filter((name) => asked.has(fold(name)));
    const known: KnownCosts = { rehearsed: estimates, looks: light ? 1 : 2, ...(pace === undefined ? {} : { pace }) };
    costs.push(await estimate(snapshot, plan, { tables }, counted, known));
  }
  const [longest] = [...costs].sort((a, b) => b.milliseconds - a.milliseconds);
  if (apart && longest !== undefined) return longest;
  return {
    milliseconds: costs.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    because: costs.flatMap(({ because }) => because).slice(0, 3),
  };
}

/** The table of an index, which its subject does not name. */
function tablesOf({ items }: Plan): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const [n, item] of items.entries()) {
    if (item.kind !== "step" || item.step !== "create-index") continue;
    const read = attemptRead(() => readIndex(item.sql));
    if (read.ok) found.set(n, read.value.table);
  }
  return found;
}

/** What to suggest if only part of the plan has to read or write rows. */
function separately(plans: readonly Plan[]): readonly string[] {
  const quick = plans.some(({ items }) =>
    items.some((item) => item.kind === "step" && touchedBy({ items: [item] })?.size === 0),
  );
  return quick
    ? ["plan the changes that read or write rows separately: the rest delays writers only for an instant"]
    : [];
}
