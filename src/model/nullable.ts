import { sameName } from "./names.ts";
import type { Column, Table } from "./schema.ts";

/**
 * A primary key rejects NULL only if it is the rowid, or the table is STRICT or WITHOUT ROWID: an old oversight of
 * SQLite.
 */
export function mayBeNull(table: Table, column: Column): boolean {
  if (column.notNull !== null) return false;
  const key = table.primaryKey;
  const inKey = key?.terms.some((term) => sameName(term.column, column.name)) === true;
  return !(inKey && (key?.isRowid === true || table.strict || table.withoutRowid));
}
