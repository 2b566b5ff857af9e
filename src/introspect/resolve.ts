import { fold, sameName } from "../model/names.ts";
import { onceEach } from "../sql/once.ts";
import { distinct } from "../sql/read-table.ts";
import type { ForeignKey, Index, IndexTerm, Schema, Table } from "../model/schema.ts";

/**
 * Fills in what a statement leaves to the rest of the schema, so that equal schemas become equal data. To be done once:
 * an index that says COLLATE BINARY then has no collation, and must not be given that of its column.
 */
export function resolve(schema: Schema): Schema {
  const tables = new Map(schema.tables.map((table) => [fold(table.name), table]));
  return {
    ...schema,
    tables: schema.tables.map((table) => {
      const parents = table.foreignKeys.map((foreign) => tables.get(fold(foreign.table)));
      return parents.length === 0 ? table : resolveTable(table, ...parents);
    }),
    indexes: schema.indexes.map((index) => resolveIndex(index, tables.get(fold(index.table)))),
  };
}

/** With the parent of each foreign key. */
const resolveTable = onceEach((table: Table, ...parents: readonly (Table | undefined)[]): Table => {
  const foreignKeys = table.foreignKeys.map((foreign, n) => resolveReference(foreign, parents[n]));
  if (foreignKeys.every((foreign, n) => foreign === table.foreignKeys[n])) return table;
  return { ...table, foreignKeys: distinct(foreignKeys) };
});

/** `REFERENCES parent` means the parent's primary key, where it has as many columns; else it means none, until a row comes. */
function resolveReference(foreign: ForeignKey, parent: Table | undefined): ForeignKey {
  if (foreign.references.length > 0 || parent?.primaryKey == null) return foreign;
  const { terms } = parent.primaryKey;
  return terms.length === foreign.columns.length
    ? { ...foreign, references: terms.map(({ column }) => column) }
    : foreign;
}

export const resolveIndex = onceEach((index: Index, table: Table | undefined): Index => {
  const terms = index.terms.map((term) => resolveTerm(term, table));
  return terms.every((term, n) => term === index.terms[n]) ? index : { ...index, terms };
});

/** A bare name that is not a column is an expression: a string in double quotes, from an older SQLite. */
function resolveTerm(term: IndexTerm, table: Table | undefined): IndexTerm {
  const own = term.collate === "BINARY" ? null : term.collate;
  const column = table?.columns.find(({ name }) => term.column !== null && sameName(name, term.column));
  const collate = column !== undefined && term.collate === null ? column.collate : own;
  const name = column?.name ?? term.column;
  return name === term.column && collate === term.collate ? term : { ...term, column: name, collate };
}
