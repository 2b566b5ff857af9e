import type { EngineColumn } from "../introspect/catalog.ts";
import { toSchema } from "../introspect/to-schema.ts";
import { nothingBeside } from "../model/beside.ts";
import { sameName } from "../model/names.ts";
import type { Schema, Table } from "../model/schema.ts";
import { attemptRead } from "../sql/cursor.ts";
import { readTable } from "../sql/read-table.ts";
import { createsVirtual } from "../sql/read-virtual-table.ts";
import type { Bundle, KnownState } from "./bundle.ts";

/**
 * The schema of a release, from the texts in the bundle. They include everything that an engine would report about
 * them.
 */
export function schemaOf(state: KnownState, { collations }: Bundle): Schema {
  const objects = state.objects.map(({ type, name, table, texts }) => ({ type, name, table, sql: texts[0] ?? "" }));
  const virtual = objects.filter(({ sql }) => createsVirtual(sql)).map(({ name }) => name);
  const columns = new Map<string, readonly EngineColumn[]>();
  const shadows = new Set<string>();
  for (const { type, name, sql } of objects) {
    if (type !== "table" || virtual.includes(name)) continue;
    // The tables that SQLite lists as shadows are named after their table.
    if (virtual.some((each) => name.startsWith(`${each}_`))) shadows.add(name);
    const read = attemptRead(() => readTable(sql));
    if (read.ok) columns.set(name, columnsOf(read.value));
  }
  return toSchema({ objects, shadows, columns }, { ...nothingBeside, collations }, () => true);
}

function columnsOf({ columns, primaryKey }: Table): readonly EngineColumn[] {
  return columns.map(({ name, generated }) => ({
    name,
    key: (primaryKey?.terms.findIndex((term) => sameName(term.column, name)) ?? -1) + 1,
    hidden: generated === null ? 0 : generated.stored ? 3 : 2,
  }));
}
