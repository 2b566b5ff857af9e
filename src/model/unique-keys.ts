import { fold, named, sameName } from "./names.ts";
import type { KeyTerm, Schema, Table } from "./schema.ts";

/** A column of a key with the collation that the key compares it with; null if that is BINARY. */
export type ComparedTerm = Pick<KeyTerm, "column" | "collate">;

/** What identifies the rows of a table: its primary key, its UNIQUE constraints, and unique indexes over all rows. */
export function uniqueKeys(table: Table, { indexes }: Pick<Schema, "indexes">): readonly (readonly ComparedTerm[])[] {
  const own = [
    ...(table.primaryKey === null ? [] : [table.primaryKey.terms]),
    ...table.uniques.map(({ terms }) => terms),
  ];
  const made = indexes
    .filter((index) => index.unique && index.where === null && sameName(index.table, table.name))
    .flatMap(({ terms }) => {
      const columns = terms.flatMap(({ column, collate }) => (column === null ? [] : [{ column, collate }]));
      return columns.length === terms.length ? [columns] : [];
    });
  const keys = [...own.map((terms) => terms.map(({ column, collate }) => ({ column, collate }))), ...made];
  return keys.filter((key, n) => keys.findIndex((other) => nameOf(other) === nameOf(key)) === n);
}

function nameOf(key: readonly ComparedTerm[]): string {
  return key.map(({ column }) => fold(column)).join("\0");
}

/** The terms of the key over these columns. */
export function keyTerms(
  table: Table,
  schema: Pick<Schema, "indexes">,
  columns: readonly string[],
): readonly ComparedTerm[] {
  const found = uniqueKeys(table, schema).find(
    (key) => key.length === columns.length && key.every(({ column }, n) => sameName(column, columns[n] ?? "")),
  );
  return found ?? columns.map((column) => ({ column, collate: named(table.columns, column)?.collate ?? null }));
}
