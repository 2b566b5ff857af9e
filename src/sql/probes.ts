import { sameName } from "../model/names.ts";
import type { TriggerFires } from "../model/schema.ts";
import { quoteName } from "./quote.ts";

/** A statement that compiles a whole view. */
export function viewProbe(view: string): string {
  return `SELECT * FROM ${quoteName(view)}`;
}

/**
 * A statement that compiles a trigger, and those that fire with it: SQLite compiles a trigger's body when something
 * fires it. Where it has to run, it changes no row and returns none. `columns` are those that a statement can set. Null
 * if no statement can fire it: none sets a generated column.
 */
export function triggerProbe(table: string, { event, of }: TriggerFires, columns: readonly string[]): string | null {
  const on = quoteName(table);
  if (event === "DELETE") return `DELETE FROM ${on} WHERE 0`;
  if (event === "INSERT") return `INSERT INTO ${on} (${quoteName(columns[0] ?? "rowid")}) SELECT NULL WHERE 0`;
  const set =
    of.length === 0 ? columns.slice(0, 1) : of.filter((column) => columns.some((other) => sameName(other, column)));
  const values = set.map((column) => `${quoteName(column)} = NULL`).join(", ");
  return set.length === 0 ? null : `UPDATE ${on} SET ${values} WHERE 0`;
}
