import type { Beside } from "../model/beside.ts";
import { fold, named } from "../model/names.ts";
import type { Reason } from "../model/reason.ts";
import type { Index, Opaque, Requoted, Schema, Table, Trigger, View, VirtualTable } from "../model/schema.ts";
import { attemptRead } from "../sql/cursor.ts";
import { once } from "../sql/once.ts";
import { readIndex, readView } from "../sql/read-objects.ts";
import { readTable } from "../sql/read-table.ts";
import { readTrigger } from "../sql/read-trigger.ts";
import { requoteIndex, requoteTable } from "../sql/requote.ts";
import { createsVirtual, readVirtualTable } from "../sql/read-virtual-table.ts";
import { belonging } from "./belongs.ts";
import type { Catalog, CatalogObject } from "./catalog.ts";
import { doubtIndex, doubtTable, type IsFunction, isColumn } from "./doubts.ts";
import { resolve } from "./resolve.ts";

/** Modules whose tables this engine can create and read. Tables of any other module are kept and never touched. */
const modules = new Set([
  "fts3",
  "fts4",
  "fts5",
  "fts4aux",
  "fts5vocab",
  "rtree",
  "rtree_i32",
  "geopoly",
  "dbstat",
  "fts3tokenize",
]);

/**
 * The catalog as a schema. What cannot be read completely becomes opaque, and so does everything that depends on it.
 */
export function toSchema(catalog: Catalog, beside: Beside, isFunction: IsFunction): Schema {
  const tables: Table[] = [];
  const indexes: Index[] = [];
  const views: View[] = [];
  const triggers: Trigger[] = [];
  const virtualTables: VirtualTable[] = [];
  const opaque: Opaque[] = [];
  const closed = new Set<string>();
  const requoted: Requoted[] = [];
  const inSingleQuotes = (object: CatalogObject, sql: string): CatalogObject => {
    if (sql !== object.sql) requoted.push({ type: object.type, name: object.name, text: sql });
    return { ...object, sql };
  };
  const belongs = belonging(catalog, beside);
  const managed = catalog.objects.filter((object) => belongs(object) === null);
  const keep = (object: CatalogObject, type: Opaque["type"], why: Reason) => {
    opaque.push({ ...unmanaged(object, why), type });
    if (type === "table" || type === "virtual-table") closed.add(fold(object.name));
  };
  for (const object of managed.filter(({ type }) => type === "table")) {
    const virtual = createsVirtual(object.sql);
    const read = attemptRead(() => (virtual ? readVirtualTable(object.sql) : tableIn(object.sql)));
    if (!read.ok) keep(object, virtual ? "virtual-table" : "table", read.why);
    else if (read.value.kind === "virtual-table") {
      if (modules.has(read.value.module)) virtualTables.push({ ...read.value, name: object.name });
      else keep(object, "virtual-table", { kind: "missing", what: "module", name: read.value.module });
    } else {
      const { columns } = read.value;
      const { sql } = inSingleQuotes(
        object,
        requoteTable(object.sql, (name) => isColumn(name, { columns })),
      );
      const table = sql === object.sql ? read.value : tableIn(sql);
      const doubt = doubtTable(table, catalog.columns.get(object.name) ?? [], { ...beside, isFunction });
      if (doubt === null) tables.push(table.name === object.name ? table : { ...table, name: object.name });
      else keep(object, "table", doubt);
    }
  }
  const byFold = new Map(tables.map((table) => [fold(table.name), table]));
  for (const object of managed.filter(({ type }) => type !== "table")) {
    if (closed.has(fold(object.table))) {
      keep(object, object.type, { kind: "stands-on", name: object.table, which: "not-understood" });
      continue;
    }
    const on = byFold.get(fold(object.table));
    const written =
      object.type === "index"
        ? inSingleQuotes(
            object,
            requoteIndex(object.sql, (name) => isColumn(name, on)),
          )
        : object;
    const read = attemptRead(() => readOther(written));
    if (!read.ok) keep(object, object.type, read.why);
    else if (read.value.kind === "index") {
      const doubt = doubtIndex(read.value, on, { ...beside, isFunction });
      if (doubt === null) indexes.push(read.value);
      else keep(object, "index", doubt);
    } else if (read.value.kind === "view") views.push(read.value);
    else {
      const { of } = read.value.fires;
      const missing = on === undefined ? [] : of.filter((column) => named(on.columns, column) === undefined);
      if (missing.length === 0) triggers.push(read.value);
      else
        keep(object, "trigger", { kind: "no-column", table: object.table, missing, fires: missing.length < of.length });
    }
  }
  const ignored = catalog.objects
    .filter((object) => belongs(object) === "ignored")
    .map((object) => unmanaged(object, { kind: "ignored" }));
  const triggerOrder = catalog.objects.filter(({ type }) => type === "trigger").map(({ name }) => fold(name));
  const doubted = new Set(opaque.map(({ name }) => fold(name)));
  const managedAlone = requoted.filter(({ name }) => !doubted.has(fold(name)));
  return resolve({
    tables,
    indexes,
    views,
    triggers,
    virtualTables,
    opaque,
    ignored,
    requoted: managedAlone,
    triggerOrder,
  });
}

function unmanaged(object: CatalogObject, why: Reason): Opaque {
  const type = createsVirtual(object.sql) ? "virtual-table" : object.type;
  const read = type === "trigger" ? attemptRead(() => readTrigger(object.sql)) : null;
  const fires = read?.ok ? read.value.fires : null;
  return { kind: "opaque", type, name: object.name, table: object.table, fires, text: object.sql, why };
}

/** An object by its text alone; `resolve` fills in what it leaves to the rest of the schema. */
export function readObject(object: CatalogObject): Table | Index | View | Trigger {
  return object.type === "table" ? tableIn(object.sql) : readOther(object);
}

function readOther({ type, name, table, sql }: CatalogObject): Index | View | Trigger {
  if (type === "view") {
    const view = viewIn(sql);
    return view.name === name ? view : { ...view, name };
  }
  const read = type === "index" ? indexIn(sql) : triggerIn(sql);
  return read.name === name && read.table === table ? read : { ...read, name, table };
}

const [tableIn, indexIn, viewIn, triggerIn] = [once(readTable), once(readIndex), once(readView), once(readTrigger)];
