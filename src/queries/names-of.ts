import type { Scratch } from "../database/connection.ts";
import { EngineError } from "../database/connection.ts";
import { fold } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import { quoteName } from "../sql/quote.ts";
import { significantIn, unquote } from "../sql/tokens.ts";

/** A table or view as statements name it. */
export interface NamedTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** The tables and views of a schema, by folded name, with their columns. */
export function tablesOf(schema: Schema, scratch: Scratch): ReadonlyMap<string, NamedTable> {
  const tables = new Map<string, NamedTable>();
  for (const { name, columns } of schema.tables)
    tables.set(fold(name), { name, columns: columns.map((column) => column.name) });
  for (const { name } of [...schema.views, ...schema.virtualTables])
    tables.set(fold(name), { name, columns: columnsOf(name, scratch) });
  return tables;
}

function columnsOf(name: string, scratch: Scratch): readonly string[] {
  try {
    return scratch.columns(`SELECT * FROM ${quoteName(name)}`);
  } catch (error) {
    if (error instanceof EngineError) return [];
    throw error;
  }
}

/** Every table and view of a schema that a statement's words name, folded. */
export function mentioned(sql: string, tables: ReadonlyMap<string, NamedTable>): readonly string[] {
  const names = new Set<string>();
  for (const token of significantIn(sql)) {
    if (token.kind !== "word" && token.kind !== "name") continue;
    const name = fold(unquote(token.text));
    if (tables.has(name)) names.add(name);
  }
  return [...names];
}
