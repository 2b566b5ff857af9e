import type { Declared } from "../../compile/declared.ts";
import { named, sameName } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import type { Decision } from "../../plan/plan.ts";
import type { Problem } from "../../problem/problem.ts";
import { type Context, refuse } from "../context.ts";
import type { State } from "./states.ts";

/** The schema that a goal means for one database: a partial schema is laid over the database's own. */
export async function schemaFor(
  context: Context,
  goal: State,
  live: Schema,
  decisions: readonly Decision[] = [],
): Promise<Schema> {
  const partial = goal.declared?.partial ?? null;
  if (partial === null) return goal.schema;
  const { laidOver } = await import("../../prove/lay-over.ts");
  const { schema, kept } = laidOver(goal.schema, partial, live, goal.hints, decisions);
  refuseUnknown(partial, schema, live, goal);
  context.tell({ kind: "kept", by: partial.by, objects: kept });
  return schema;
}

/** What could not be read may be the table that would be dropped, or the view that seems to be missing. */
function refuseUnknown(partial: NonNullable<Declared["partial"]>, schema: Schema, live: Schema, goal: State): void {
  const missing = partial.missing.filter(({ view }) => named(live.views, view) === undefined);
  if (missing.length > 0) refuse(...missing.map(({ problem }) => problem));
  if (partial.unread.length === 0) return;
  const renamed = goal.hints.tables.map(({ from }) => from);
  const dropped = live.tables.filter(
    ({ name }) => named(schema.tables, name) === undefined && !renamed.some((from) => sameName(from, name)),
  );
  if (dropped.length === 0) return;
  const evidence = [`the plan would drop ${dropped.map(({ name }) => name).join(", ")}`];
  refuse(...partial.unread.map((problem): Problem => ({ ...problem, level: "error", evidence })));
}
