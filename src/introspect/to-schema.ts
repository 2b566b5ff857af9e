import { fold, sameName } from "../model/names.ts";
import type { Index, Opaque, Schema, Table, Trigger, View, VirtualTable } from "../model/schema.ts";
import { UnknownSql } from "../sql/cursor.ts";
import { readIndex, readTrigger, readView, readVirtualTable } from "../sql/read-objects.ts";
import { readTable } from "../sql/read-table.ts";
import { belonging } from "./belongs.ts";
import type { Catalog, CatalogObject, EngineColumn } from "./catalog.ts";
import { resolve } from "./resolve.ts";

/** Modules whose tables this engine can create and read. A table of any other is kept and never touched. */
const modules = new Set(["fts3", "fts4", "fts5", "fts4aux", "fts5vocab", "rtree", "rtree_i32", "geopoly", "dbstat", "fts3tokenize"]);

/** The catalog as a schema. What cannot be read completely becomes opaque, and so does all that stands on it. */
export function toSchema(catalog: Catalog, ignore: readonly string[]): Schema {
  const tables: Table[] = [];
  const indexes: Index[] = [];
  const views: View[] = [];
  const triggers: Trigger[] = [];
  const virtualTables: VirtualTable[] = [];
  const opaque: Opaque[] = [];
  const closed = new Set<string>();
  const belongs = belonging(catalog, ignore);
  const managed = catalog.objects.filter((object) => belongs(object) === null);
  const keep = (object: CatalogObject, type: Opaque["type"], why: string) => {
    opaque.push({ kind: "opaque", type, name: object.name, table: object.table, text: object.sql, why });
    if (type === "table" || type === "virtual-table") closed.add(fold(object.name));
  };
  for (const object of managed.filter(({ type }) => type === "table")) {
    const virtual = /^CREATE VIRTUAL TABLE/i.test(object.sql);
    const read = attempt(() => (virtual ? readVirtualTable(object.sql) : readTable(object.sql)));
    if (!read.ok) keep(object, virtual ? "virtual-table" : "table", read.why);
    else if (read.value.kind === "virtual-table") {
      if (modules.has(read.value.module)) virtualTables.push({ ...read.value, name: object.name });
      else keep(object, "virtual-table", `the module ${read.value.module} is not in this engine`);
    } else {
      const doubt = disagreement(read.value, catalog.columns.get(object.name) ?? []);
      if (doubt === null) tables.push({ ...read.value, name: object.name });
      else keep(object, "table", doubt);
    }
  }
  for (const object of managed.filter(({ type }) => type !== "table")) {
    if (closed.has(fold(object.table))) {
      keep(object, object.type, `it stands on ${object.table}, which is not understood`);
      continue;
    }
    const read = attempt(() => readOther(object));
    if (!read.ok) keep(object, object.type, read.why);
    else if (read.value.kind === "index") indexes.push(read.value);
    else if (read.value.kind === "view") views.push(read.value);
    else triggers.push(read.value);
  }
  return resolve({ tables, indexes, views, triggers, virtualTables, opaque });
}

function readOther(object: CatalogObject): Index | View | Trigger {
  if (object.type === "index") return { ...readIndex(object.sql), name: object.name, table: object.table };
  if (object.type === "view") return { ...readView(object.sql), name: object.name };
  return { ...readTrigger(object.sql), name: object.name, table: object.table };
}

function attempt<T>(read: () => T): { ok: true; value: T } | { ok: false; why: string } {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    if (error instanceof UnknownSql) return { ok: false, why: error.message };
    throw error;
  }
}

/** Our reading of the text against the engine's own: where they differ, ours is wrong. */
function disagreement(table: Table, engine: readonly EngineColumn[]): string | null {
  if (engine.length !== table.columns.length) return `the engine sees ${engine.length} columns, the text ${table.columns.length}`;
  for (const [n, column] of table.columns.entries()) {
    const seen = engine[n] as EngineColumn;
    if (seen.name !== column.name) return `the engine calls column ${n + 1} ${seen.name}, the text ${column.name}`;
    const generated = column.generated === null ? 0 : column.generated.stored ? 3 : 2;
    if (seen.hidden !== generated) return `the engine sees another kind of column in ${column.name}`;
    const position = (table.primaryKey?.terms.findIndex((term) => sameName(term.column, column.name)) ?? -1) + 1;
    if (seen.key !== position) return `the engine sees another primary key at ${column.name}`;
  }
  return null;
}
