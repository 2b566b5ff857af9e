import { fold } from "../model/names.ts";
import type { Index, Schema, Table } from "../model/schema.ts";
import type { Use } from "./uses.ts";

/** What no readable statement touches. */
export interface Unused {
  readonly tables: readonly string[];
  readonly views: readonly string[];
  /** `tune.mood`; of tables that are used. Keys, and what points at another table, are not counted. */
  readonly columns: readonly string[];
  /**
   * Those that no query plan uses. Unique ones enforce something, and those of foreign keys serve the engine itself.
   */
  readonly indexes: readonly string[];
}

export function unusedOf(schema: Schema, uses: readonly Use[]): Unused {
  const tables = new Set(uses.flatMap((use) => use.tables.map(fold)));
  const columns = new Set(uses.flatMap((use) => use.columns.map(fold)));
  const indexes = new Set(uses.flatMap((use) => use.indexes.map(fold)));
  return {
    tables: [...schema.tables, ...schema.virtualTables]
      .map(({ name }) => name)
      .filter((name) => !tables.has(fold(name))),
    views: schema.views.map(({ name }) => name).filter((name) => !tables.has(fold(name))),
    columns: schema.tables
      .filter(({ name }) => tables.has(fold(name)))
      .flatMap((table) =>
        table.columns.filter(({ name }) => !isKey(table, name)).map(({ name }) => `${table.name}.${name}`),
      )
      .filter((name) => !columns.has(fold(name))),
    indexes: schema.indexes
      .filter((index) => !index.unique && !servesForeignKey(index, schema) && !indexes.has(fold(index.name)))
      .map(({ name }) => name),
  };
}

function isKey(table: Table, column: string): boolean {
  const inKey = table.primaryKey?.terms.some((term) => fold(term.column) === fold(column)) === true;
  return inKey || table.foreignKeys.some(({ columns }) => columns.some((each) => fold(each) === fold(column)));
}

function servesForeignKey(index: Index, schema: Schema): boolean {
  const table = schema.tables.find(({ name }) => fold(name) === fold(index.table));
  const first = index.terms[0]?.column;
  return (
    first !== null &&
    first !== undefined &&
    table?.foreignKeys.some(({ columns }) => fold(columns[0] ?? "") === fold(first)) === true
  );
}
