import { EngineError, type Scratch } from "../database/connection.ts";
import { introspectScratch } from "../introspect/introspect.ts";
import type { Schema } from "../model/schema.ts";
import type { Plan } from "../plan/plan.ts";
import { isRowItem } from "../plan/row-items.ts";
import { copySchema, type NotCopied } from "./copy.ts";

/** A schema in memory that statements can be compiled on. */
export interface Compilable {
  readonly schema: Schema;
  readonly scratch: Scratch;
  readonly notCopied: readonly NotCopied[];
}

export function compilable(schema: Schema): Compilable {
  const { scratch, notCopied } = copySchema(schema);
  return { schema, scratch, notCopied };
}

/**
 * The schema that a plan really leads to, by running it: what it adds stands at the end of a table, whatever the
 * declarations say. `target` stands in where a part of the live schema cannot be copied and the plan needs it.
 */
export function replayed(plan: Plan, live: Schema, target: Schema, ignore: readonly string[]): Compilable {
  const { scratch, notCopied } = copySchema(live);
  try {
    for (const item of plan.items) if (item.kind === "step" && !isRowItem(item)) scratch.exec(item.sql);
    return { schema: introspectScratch(scratch, ignore), scratch, notCopied };
  } catch (error) {
    scratch.close();
    if (error instanceof EngineError) return compilable(target);
    throw error;
  }
}
