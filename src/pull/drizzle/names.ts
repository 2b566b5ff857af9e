import { fold } from "../../model/names.ts";
import type { Schema, Table } from "../../model/schema.ts";

/** The TypeScript names of the tables and columns of a schema: `user_role` becomes `userRole`. */
export interface CodeNames {
  table(name: string): string;
  /** The key of a column. */
  column(table: string, column: string): string;
}

const reserved = new Set(
  "break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with yield let static await sql text integer real numeric blob index uniqueIndex unique check primaryKey foreignKey sqliteTable sqliteView customType typed".split(
    " ",
  ),
);

export function codeNames(schema: Schema): CodeNames {
  const taken = new Set(reserved);
  const tables = new Map(schema.tables.map((table) => [fold(table.name), free(camel(table.name), taken)]));
  const columns = new Map(schema.tables.map((table) => [fold(table.name), keysOf(table)]));
  return {
    table: (name) => tables.get(fold(name)) ?? camel(name),
    column: (table, column) => columns.get(fold(table))?.get(fold(column)) ?? camel(column),
  };
}

function keysOf(table: Table): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(table.columns.map((column) => [fold(column.name), free(camel(column.name), taken)]));
}

export function camel(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? ["it"];
  const joined = words
    .map((word, n) => (n === 0 ? lowerFirst(word) : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
  return /^\p{N}/u.test(joined) ? `_${joined}` : joined;
}

/** `ID` becomes `id`, `userId` stays. */
function lowerFirst(word: string): string {
  return word === word.toUpperCase() ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1);
}

function free(name: string, taken: Set<string>): string {
  let found = name;
  for (let n = 2; taken.has(found); n += 1) found = `${name}${n}`;
  taken.add(found);
  return found;
}
