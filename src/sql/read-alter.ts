import { attemptRead, Cursor } from "./cursor.ts";

/**
 * The definition that an ALTER TABLE gives a column: everything after the column's name; null for any other statement.
 */
export function readColumnChange(sql: string): { readonly column: string; readonly definition: string } | null {
  const read = attemptRead(() => {
    const cursor = new Cursor(sql);
    cursor.expect("ALTER", "TABLE");
    cursor.name();
    if (cursor.takes(".")) cursor.name();
    const adds = cursor.takes("ADD");
    if (!adds) cursor.expect("ALTER");
    cursor.takes("COLUMN");
    let column = cursor.name();
    if (!adds) {
      cursor.expect("TO");
      column = cursor.name();
    }
    return { column, definition: cursor.rest() };
  });
  return read.ok && read.value.definition !== "" ? read.value : null;
}
