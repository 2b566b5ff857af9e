import { type Declared, declared, type SelfData } from "./declaration.ts";
import { needText } from "./column-clauses.ts";

/**
 * Columns of the very table that is being declared, by name, for a foreign key that refers to its own table.
 *
 * @example
 * parent: integer().nullable().references(self("id"))
 */
export function self(...columns: readonly [column: string, ...columns: string[]]): Declared<SelfData> {
  const names = Object.freeze(columns.map((column) => needText("self", column)));
  return Object.freeze({ [declared]: Object.freeze({ declare: "self" as const, columns: names }) });
}
