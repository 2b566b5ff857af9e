import { startColumn } from "./column-clauses.ts";
import type { Column } from "./column.ts";

/**
 * A column of type NUMERIC: text that looks like a number is kept as a number. NOT NULL unless `.nullable()`.
 * With a type of your own: `numeric<number | string>()`. A STRICT table cannot have it.
 *
 * @example
 * price: numeric()
 */
export function numeric(): Column<number, never>;
export function numeric<T>(): Column<T, never>;
export function numeric(): Column<unknown, never> {
  return startColumn("NUMERIC");
}
