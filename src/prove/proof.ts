import type { Beside } from "../model/beside.ts";
import { fold } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import { schemaDifferences } from "../model/schema-differences.ts";
import { engines } from "../plan/engines.ts";
import type { Item, Plan } from "../plan/plan.ts";
import { type Checked, failed, fine } from "../problem/problem.ts";
import { mentions } from "../sql/mentions.ts";
import { subjectNames } from "../words/subject.ts";
import { affected, sameOutside, within } from "./affected.ts";
import type { Claimed } from "./claimed.ts";
import type { RowsToProve } from "./declared-rows/on-copy.ts";
import { unproven } from "./unproven.ts";

/** What has to be shown for a plan, as plain data: of both schemas only what the plan can affect. */
export interface Proof {
  readonly plan: Plan;
  readonly base: Schema;
  readonly target: Schema;
  /** Whether the plan takes over views or triggers that do not compile. */
  readonly claims: boolean;
  readonly beside: Beside;
  readonly rows: RowsToProve | null;
}

/** Everything else must be the same before and after; if it is not, there is nothing left to prove. */
export function proofOf(
  plan: Plan,
  { live, broken }: Claimed,
  wholeTarget: Schema,
  beside: Beside,
  rows: RowsToProve | null = null,
): Checked<Proof> {
  const seeds = new Set([...namedIn(plan), ...(rows?.copied ?? []).map(({ table }) => fold(table))]);
  const inside = affected(seeds, [live, wholeTarget], { keysOn: engines[plan.engine].foreignKeys === "on" });
  if (!sameOutside(live, wholeTarget, inside))
    return failed(
      unproven("the result", "the plan does not cover every difference", schemaDifferences(live, wholeTarget)),
    );
  const [base, target] = [within(live, inside), within(wholeTarget, inside)];
  return fine({ plan, base, target, claims: broken.size > 0, beside, rows });
}

/** How many definitions SQLite reads for it at most: for each ALTER it reads all of them. */
export function definitionsRead({ plan, base, target }: Proof): number {
  const count = ({ tables, virtualTables, indexes, views, triggers }: Schema) =>
    [tables, virtualTables, indexes, views, triggers].reduce((sum, { length }) => sum + length, 0);
  return plan.items.length * Math.max(count(base), count(target));
}

/** Every name that a plan mentions. */
function namedIn(plan: Plan): ReadonlySet<string> {
  const names = new Set(plan.before.map((before) => fold(before.name)));
  for (const item of plan.items)
    for (const name of isListOfRows(item) ? subjectNames(item.subject).map(fold) : mentions(item.sql)) names.add(name);
  return names;
}

/** Whether nothing is named beside one table: declared values are literals, and pieces of SQL that read no table. */
function isListOfRows(item: Item): boolean {
  return item.kind === "step" ? item.step === "insert-rows" : item.check === "rows";
}
