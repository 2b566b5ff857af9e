import { EngineError } from "../database/connection.ts";
import { type LaidOver, layOver } from "../diff/partial/lay-over.ts";
import { renames } from "../diff/renames.ts";
import { introspectScratch } from "../introspect/introspect.ts";
import type { PartialSchema } from "../model/partial.ts";
import type { Schema } from "../model/schema.ts";
import type { Hints } from "../model/hints.ts";
import type { Decision } from "../plan/plan.ts";
import { renameSteps } from "../planner/steps/rename-steps.ts";
import { copySchema } from "./copy.ts";

/**
 * A partial schema laid over a live one. The engine makes the renames first, so that what is kept of the database
 * (above all its triggers) uses the new names.
 */
export function laidOver(
  declared: Schema,
  partial: PartialSchema,
  live: Schema,
  hints: Hints,
  decisions: readonly Decision[],
): LaidOver {
  const named = renames(live, declared, hints, decisions);
  const steps = renameSteps(named, live);
  if (steps.length === 0) return layOver(declared, partial, live);
  const { scratch } = copySchema(live);
  try {
    for (const step of steps) scratch.exec(step.sql);
    return layOver(declared, partial, introspectScratch(scratch));
  } catch (error) {
    // If the engine refuses, the plan reports it, because it makes the same renames.
    if (error instanceof EngineError) return layOver(declared, partial, live);
    throw error;
  } finally {
    scratch.close();
  }
}
