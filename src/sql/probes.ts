import { sameName } from "../model/names.ts";
import type { TriggerFires } from "../model/schema.ts";
import { quoteName } from "./quote.ts";

/** A statement that compiles a whole view. */
export function viewProbe(view: string): string {
  return `SELECT * FROM ${quoteName(view)}`;
}

/**
 * A statement that compiles a trigger, and those that fire with it: SQLite compiles a trigger's body when something
 * fires it. `columns` are those that a statement can set. Null if no statement can fire it: none sets a generated
 * column.
 */
export function triggerProbe(table: string, { event, of }: TriggerFires, columns: readonly string[]): string | null {
  const on = quoteName(table);
  if (event === "DELETE") return `DELETE FROM ${on}`;
  if (event === "INSERT") return `INSERT INTO ${on} DEFAULT VALUES`;
  const set =
    of.length === 0 ? columns.slice(0, 1) : of.filter((column) => columns.some((other) => sameName(other, column)));
  return set.length === 0 ? null : `UPDATE ${on} SET ${set.map((column) => `${quoteName(column)} = NULL`).join(", ")}`;
}
