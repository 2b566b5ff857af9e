import { startColumn } from "./column-clauses.ts";
import type { Column } from "./column.ts";

/**
 * A column of bytes, stored as they are. NOT NULL unless `.nullable()`.
 *
 * @example
 * recording: blob().nullable()
 */
export function blob(): Column<Uint8Array, never>;
export function blob<T>(): Column<T, never>;
export function blob(): Column<unknown, never> {
  return startColumn("BLOB");
}
