import type { Beside } from "../model/beside.ts";
import { EngineError } from "../database/connection.ts";
import { introspectScratch } from "../introspect/introspect.ts";
import { fingerprintLike } from "../model/fingerprint.ts";
import type { Schema } from "../model/schema.ts";
import type { Plan } from "../plan/plan.ts";
import { copySchema } from "./copy.ts";
import { stepsToTry } from "./steps.ts";

/** The schema that a plan leads to from a known base; null if it does not lead to the target that it names. */
export function targetOf(plan: Plan, base: Schema, beside: Beside): Schema | null {
  const { scratch } = copySchema(base);
  try {
    for (const { sql } of stepsToTry(plan)) scratch.exec(sql);
    const after = introspectScratch(scratch, beside);
    return fingerprintLike(plan.target, after) === plan.target ? after : null;
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  } finally {
    scratch.close();
  }
}
