import { fold, named } from "../../model/names.ts";
import { rowidKey } from "../../model/rowids.ts";
import type { Table } from "../../model/schema.ts";
import type { ColumnPair, TablePair } from "./table-pair.ts";

/** Whether each row keeps its rowid: if a key becomes the rowid, SQLite uses its values instead. */
export function rowidsAreKept(from: Table, to: Table, columns: readonly ColumnPair[]): boolean {
  if (to.withoutRowid) return false;
  const key = rowidKey(to);
  if (key === null) return true;
  const column = named(columns, key);
  if (column === undefined || column.fill !== null) return false;
  const before = rowidKey(from);
  return before === null ? column.from === null : fold(before) === fold(key);
}

/** What is reported about rows without a rowid column: they can no longer be found by their rowids. */
export function rowidFacts({ from, to, keepsRowids }: TablePair): string[] {
  if (from.withoutRowid || rowidKey(from) !== null || keepsRowids) return [];
  return [to.withoutRowid ? "its rows no longer have a rowid" : "its rows get other rowids: the values of the key"];
}
