import { fingerprint } from "../../model/fingerprint.ts";
import type { Schema } from "../../model/schema.ts";
import type { PlanHead } from "../../plan/graph/head.ts";
import { fingerprintsOf } from "../../plan/graph/where.ts";
import type { Decision } from "../../plan/plan.ts";
import { type Context, unlessRefused } from "../context.ts";
import { schemaFor } from "../schema/goal.ts";
import type { State } from "../schema/states.ts";
import type { Schemas } from "./schemas.ts";

/** Whether the declarations leave a part to the database, so that each database has a goal of its own. */
export function isPartial({ declared }: State): boolean {
  return (declared?.partial ?? null) !== null;
}

/**
 * The fingerprints of what the declarations mean for one database. A partial schema is laid over what the database has.
 * A plan may decide to drop what is kept, and then the result of that is a goal as well.
 */
export async function goalsFor(
  context: Context,
  goal: State,
  live: Schema,
  heads: readonly PlanHead[],
): Promise<readonly string[]> {
  if (!isPartial(goal)) return fingerprintsOf(goal.schema);
  const decided = new Map(heads.map(({ decisions }) => [JSON.stringify(decisions), decisions]));
  decided.set("[]", []);
  const goals = new Set<string>();
  for (const decisions of decided.values()) {
    const laid = await laidOver(context, goal, live, decisions);
    for (const each of laid === null ? [] : fingerprintsOf(laid)) goals.add(each);
  }
  return [...goals];
}

/** The schemas, among those known without a database, that the declarations would not change. */
export async function goalsAmong(context: Context, goal: State, schemas: Schemas): Promise<readonly string[]> {
  if (!isPartial(goal)) return fingerprintsOf(goal.schema);
  const goals = new Set<string>();
  for (const schema of new Set(schemas.values())) {
    const laid = await laidOver(context, goal, schema, []);
    if (laid !== null && fingerprint(laid) === fingerprint(schema))
      for (const each of fingerprintsOf(schema)) goals.add(each);
  }
  return [...goals];
}

function laidOver(context: Context, goal: State, live: Schema, decisions: readonly Decision[]): Promise<Schema | null> {
  // What is kept is reported once, when it is planned or applied.
  return unlessRefused(() => schemaFor({ ...context, tell: () => {} }, goal, live, decisions));
}
