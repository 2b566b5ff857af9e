import { startColumn } from "./column-clauses.ts";
import type { Column } from "./column.ts";

/**
 * A column of text, NOT NULL unless `.nullable()`. With a type of your own: `text<IsoDate>()`.
 *
 * @example
 * title: text().check(sql`length(title) > 0`)
 * type: text().oneOf("reel", "jig")
 */
export function text(): Column<string, never>;
export function text<T>(): Column<T, never>;
export function text(): Column<unknown, never> {
  return startColumn("TEXT");
}
