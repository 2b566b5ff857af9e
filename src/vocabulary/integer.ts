import { startColumn } from "./column-clauses.ts";
import type { Column } from "./column.ts";

/**
 * A column of whole numbers, NOT NULL unless `.nullable()`. With a type of your own: `integer<boolean>()`,
 * `integer<bigint>()`. As `.primaryKey()` it is the rowid of the table, filled in on insert.
 *
 * @example
 * id: integer().primaryKey()
 * learned: integer<boolean>().default(false)
 */
export function integer(): Column<number, "integer">;
export function integer<T>(): Column<T, "integer">;
export function integer(): Column<unknown, "integer"> {
  return startColumn("INTEGER");
}
