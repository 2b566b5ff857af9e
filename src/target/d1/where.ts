import { EngineError } from "../../database/connection.ts";
import { introspect } from "../../introspect/introspect.ts";
import { fingerprintLike } from "../../model/fingerprint.ts";
import { ProblemError } from "../../problem/problem.ts";
import { connectD1 } from "./connection.ts";
import type { D1Send } from "./send.ts";

/** Where the database is; null where it does not say. */
export async function fingerprintNow({ api, plan, ignore }: Pick<D1Send, "api" | "plan" | "ignore">) {
  try {
    const schema = await connectD1(api).snapshot((snapshot) => introspect(snapshot, { ignore }));
    return schema.ok ? fingerprintLike(plan.target, schema.value) : null;
  } catch (error) {
    if (error instanceof ProblemError || error instanceof EngineError) return null;
    throw error;
  }
}
