import { rowsDigest } from "../../model/declared-rows.ts";
import type { Explained } from "../../plan/explanation.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Context } from "../context.ts";
import type { State } from "./states.ts";
import { type Aim, withDatabase } from "../targets.ts";

/** The rows of a database, compared with the declared ones. */
export interface LiveRows {
  readonly same: boolean;
  readonly digest: string;
  /** The digest of the rows as they are declared. */
  readonly declared: string;
  /** What leads from the declarations to the database. */
  readonly changes: readonly Explained[];
}

/** Null if no rows are declared: then no database is asked. */
export async function liveRows(
  context: Context,
  aim: Aim,
  { schema }: Pick<State, "schema">,
  values = true,
): Promise<LiveRows | null> {
  const declared = rowsDigest(schema.rows ?? []);
  if (declared === null) return null;
  const { rowsDrift, rowsState } = await import("../../prove/declared-rows/rows-state.ts");
  const state = await withDatabase(context, aim, (connection) =>
    connection.snapshot((snapshot) => rowsState(snapshot, schema)),
  );
  if (state === null) return null;
  const { digest, differences } = state;
  return { same: differences.length === 0, digest, declared, changes: rowsDrift(schema, state, values) };
}

/** Whether the declared rows that a plan writes exist. A database is asked only for a plan that writes some. */
export async function hasRowsOf(context: Context, aim: Aim, plan: Plan): Promise<boolean> {
  if (plan.rows === undefined) return true;
  const { rowsHold } = await import("../../apply/rows-hold.ts");
  return withDatabase(context, aim, (connection) => connection.snapshot((snapshot) => rowsHold(snapshot, plan)));
}
