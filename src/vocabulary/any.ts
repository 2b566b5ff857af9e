import { startColumn } from "./column-clauses.ts";
import type { Column } from "./column.ts";

/**
 * A column of type ANY: in a STRICT table it stores every value as given. NOT NULL unless `.nullable()`.
 *
 * @example
 * const anything = any().nullable();
 */
export function any(): Column<string | number | bigint | Uint8Array, never>;
export function any<T>(): Column<T, never>;
export function any(): Column<unknown, never> {
  return startColumn("ANY");
}
