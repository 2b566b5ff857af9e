import { named } from "./names.ts";
import type { Table } from "./schema.ts";

/** A name for the rowid; null if columns already have all three names. */
export function rowidName(table: Table): string | null {
  if (table.withoutRowid) return null;
  return ["rowid", "_rowid_", "oid"].find((name) => named(table.columns, name) === undefined) ?? null;
}

/** The column that is the rowid itself. */
export function rowidKey({ primaryKey }: Table): string | null {
  return primaryKey?.isRowid === true ? (primaryKey.terms[0]?.column ?? null) : null;
}
