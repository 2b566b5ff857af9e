import { startColumn } from "./column-clauses.ts";
import type { Column } from "./column.ts";

/**
 * A column of floating point numbers, NOT NULL unless `.nullable()`.
 *
 * @example
 * ease: real().default(2.5)
 */
export function real(): Column<number, never>;
export function real<T>(): Column<T, never>;
export function real(): Column<unknown, never> {
  return startColumn("REAL");
}
