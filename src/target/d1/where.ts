import { EngineError } from "../../database/connection.ts";
import { rowsHold } from "../../apply/rows-hold.ts";
import { introspect } from "../../introspect/introspect.ts";
import { fingerprintLike } from "../../model/fingerprint.ts";
import { leavesNoTrace } from "../../plan/plan.ts";
import { ProblemError } from "../../problem/problem.ts";
import { connectD1 } from "./connection.ts";
import type { D1Send } from "./send.ts";

/** Where the database is; null if it is at neither end. */
export async function fingerprintNow({ api, plan, beside }: Pick<D1Send, "api" | "plan" | "beside">) {
  // Changes of rows alone leave no trace in the schema.
  if (leavesNoTrace(plan)) return null;
  try {
    const { schema, hold } = await connectD1(api).snapshot(async (snapshot) => {
      return { schema: await introspect(snapshot, beside), hold: await rowsHold(snapshot, plan) };
    });
    if (!schema.ok) return null;
    const found = fingerprintLike(plan.target, schema.value);
    // If only rows change, both ends have this fingerprint; until the rows exist, it is at neither.
    return found === plan.target && plan.base === plan.target && !hold ? null : found;
  } catch (error) {
    if (error instanceof ProblemError || error instanceof EngineError) return null;
    throw error;
  }
}
