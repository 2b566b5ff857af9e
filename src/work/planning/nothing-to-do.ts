import { columnOrder } from "../../model/canonical.ts";
import { fingerprint } from "../../model/fingerprint.ts";
import { named } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import { emptyExplanation } from "../../plan/explanation.ts";
import type { Planned } from "../../prove/make-plan.ts";
import type { Ends } from "./plan-between.ts";

/**
 * The usual outcome, found without the planner: both schemas are the same, and nothing else was asked. Null if that is
 * not so obvious; then the planner decides.
 */
export function nothingToDo({ live, target, hints, decisions }: Omit<Ends, "snapshot" | "engine">): Planned | null {
  const asked = decisions.length + hints.tables.length + hints.columns.length + (target.rows?.length ?? 0);
  if (asked > 0 || fingerprint(live) !== fingerprint(target) || !sameOrder(live, target)) return null;
  const kept = [...live.opaque, ...live.ignored].map(({ name, why }) => ({ name, why }));
  return { kind: "nothing", fingerprint: fingerprint(live), explanation: { ...emptyExplanation, kept } };
}

/** An order of columns that differs is worth a word. */
function sameOrder(live: Schema, target: Schema): boolean {
  return target.tables.every((table) => {
    const there = named(live.tables, table.name);
    return there !== undefined && columnOrder(there) === columnOrder(table);
  });
}
