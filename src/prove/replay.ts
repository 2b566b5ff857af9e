import type { Beside } from "../model/beside.ts";
import { EngineError, type Scratch } from "../database/connection.ts";
import { introspectScratch } from "../introspect/introspect.ts";
import type { Schema } from "../model/schema.ts";
import type { Plan } from "../plan/plan.ts";
import { copyToCompile, type NotCopied } from "./copy.ts";
import { stepsToTry } from "./steps.ts";

/** A schema in memory that statements can be compiled on. */
export interface Compilable {
  readonly schema: Schema;
  readonly scratch: Scratch;
  readonly notCopied: readonly NotCopied[];
}

export function compilable(schema: Schema, beside: Beside): Compilable {
  const { scratch, notCopied } = copyToCompile(schema, beside);
  return { schema, scratch, notCopied };
}

/**
 * The schema that a plan actually leads to, found by running it: added columns are at the end of a table, whatever the
 * declarations say. `target` is used instead if the plan needs a part of the live schema that cannot be copied.
 */
export function replayed(plan: Plan, live: Schema, target: Schema, beside: Beside): Compilable {
  const { scratch, notCopied } = copyToCompile(live, beside);
  try {
    for (const { sql } of stepsToTry(plan)) scratch.exec(sql);
    return { schema: introspectScratch(scratch, beside), scratch, notCopied };
  } catch (error) {
    scratch.close();
    if (error instanceof EngineError) return compilable(target, beside);
    throw error;
  }
}
