import type { ColumnRename, Renames } from "../../diff/renames.ts";
import { fold, named, sameName } from "../../model/names.ts";
import type { EngineProfile } from "../../model/profile.ts";
import type { Schema, Table } from "../../model/schema.ts";
import { subject } from "../../words/subject.ts";

/** Since 3.54, SQLite neither adds, drops nor renames a column that is called like the rowid of its table. */
export function isCalledLikeRowid(table: Table, column: string): boolean {
  return !table.withoutRowid && ["rowid", "_rowid_", "oid"].includes(fold(column));
}

/** The tables that get the new names of their columns from a rebuild, by folded name after the renames. */
export function renamedByRebuild(
  { altersRowidNames }: Pick<EngineProfile, "altersRowidNames">,
  renamed: Schema,
  { columns }: Renames,
): ReadonlyMap<string, readonly ColumnRename[]> {
  if (altersRowidNames) return new Map();
  const forced = columns.filter(({ table: name, from, to }) => {
    const table = named(renamed.tables, name);
    return table !== undefined && [from, to].some((each) => isCalledLikeRowid(table, each));
  });
  const tables = new Set(forced.map(({ table }) => fold(table)));
  return new Map([...tables].map((table) => [table, columns.filter((each) => fold(each.table) === table)]));
}

/** Why a table has to follow others that get their names from a rebuild: an ALTER would rewrite the reference. */
export function referencesRenamed(
  { name, foreignKeys }: Table,
  renamed: ReadonlyMap<string, readonly ColumnRename[]>,
): string[] {
  return foreignKeys.flatMap(({ table, references }) =>
    sameName(table, name)
      ? []
      : (renamed.get(fold(table)) ?? [])
          .filter(({ to }) => references.some((column) => sameName(column, to)))
          .map(({ to }) => `it refers to ${subject(table, to)}, which gets this name from a rebuild`),
  );
}
