import type { Beside } from "../model/beside.ts";
import { fold, named } from "../model/names.ts";
import type { Reason } from "../model/reason.ts";
import type { Index, Opaque, Requoted, Schema, Table, Trigger, View, VirtualTable } from "../model/schema.ts";
import { attemptRead } from "../sql/cursor.ts";
import { once, onceEach } from "../sql/once.ts";
import { readIndex, readView } from "../sql/read-objects.ts";
import { readTable } from "../sql/read-table.ts";
import { readTrigger } from "../sql/read-trigger.ts";
import { requoteIndex, requoteTable } from "../sql/requote.ts";
import { readVirtualTable } from "../sql/read-virtual-table.ts";
import type { OfApplication } from "../sql/stand-ins.ts";
import { belonging } from "./belongs.ts";
import { type Catalog, type CatalogObject, type EngineColumn, isVirtual } from "./catalog.ts";
import { doubtIndex, doubtTable, type IsFunction, isColumn } from "./doubts.ts";
import { resolve } from "./resolve.ts";

/** Modules whose tables this engine can create and read. Tables of any other module are kept and never touched. */
export const modules: ReadonlySet<string> = new Set([
  "fts5",
  "fts4",
  "fts3",
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
  const inSingleQuotes = ({ type, name, sql }: CatalogObject, text: string) => {
    if (text !== sql) requoted.push({ type, name, text });
  };
  const known = knownOf(JSON.stringify({ functions: beside.functions, collations: beside.collations }));
  const belongs = belonging(catalog, beside);
  const managed: CatalogObject[] = [];
  const ignored: Opaque[] = [];
  for (const object of catalog.objects) {
    const why = belongs(object);
    if (why === null) managed.push(object);
    else if (why === "ignored") ignored.push(unmanaged(object, { kind: "ignored" }));
  }
  const keep = (object: CatalogObject, type: Opaque["type"], why: Reason) => {
    opaque.push({ ...unmanaged(object, why), type });
    if (type === "table" || type === "virtual-table") closed.add(fold(object.name));
  };
  for (const object of managed.filter(({ type }) => type === "table")) {
    if (isVirtual(object)) {
      const read = virtualOf(object);
      if (!read.ok) keep(object, "virtual-table", read.why);
      else if (modules.has(read.value.module)) virtualTables.push(read.value);
      else keep(object, "virtual-table", { kind: "missing", what: "module", name: read.value.module });
      continue;
    }
    const read = tableOf(object, catalog.columns.get(object.name) ?? none, known, isFunction);
    if (read.text !== null) inSingleQuotes(object, read.text);
    if (read.ok) tables.push(read.value);
    else keep(object, "table", read.why);
  }
  const byFold = new Map(tables.map((table) => [fold(table.name), table]));
  for (const object of managed.filter(({ type }) => type !== "table")) {
    if (closed.has(fold(object.table))) {
      keep(object, object.type, { kind: "stands-on", name: object.table, which: "not-understood" });
      continue;
    }
    const on = byFold.get(fold(object.table));
    if (object.type === "index") {
      const read = indexOf(object, on, known, isFunction);
      inSingleQuotes(object, read.text);
      if (read.ok) indexes.push(read.value);
      else keep(object, "index", read.why);
      continue;
    }
    const read = codeOf(object);
    if (!read.ok) keep(object, object.type, read.why);
    else if (read.value.kind === "view") views.push(read.value);
    else {
      const { of } = read.value.fires;
      const missing = on === undefined ? [] : of.filter((column) => named(on.columns, column) === undefined);
      if (missing.length === 0) triggers.push(read.value);
      else
        keep(object, "trigger", { kind: "no-column", table: object.table, missing, fires: missing.length < of.length });
    }
  }
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
  const type = isVirtual(object) ? "virtual-table" : object.type;
  const read = type === "trigger" ? attemptRead(() => readTrigger(object.sql)) : null;
  const fires = read?.ok ? read.value.fires : null;
  return { kind: "opaque", type, name: object.name, table: object.table, fires, text: object.sql, why };
}

const none: readonly EngineColumn[] = [];

/** The same value for the same text, so that what was made with it is found again. */
const knownOf = once((text): OfApplication => JSON.parse(text));

type Understood<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: Reason };
/** With its statement in the model, as far as it was read. */
type Written<T, Text> = Understood<T> & { readonly text: Text };

/*
 * An object that is the same value as before, with the same besides, gives the same value: what was made of that later,
 * its part of the fingerprint for one, is not made again.
 */

const virtualOf = onceEach((object: CatalogObject): Understood<VirtualTable> => {
  const read = attemptRead(() => readVirtualTable(object.sql));
  return read.ok ? { ok: true, value: { ...read.value, name: object.name } } : read;
});

const tableOf = onceEach(
  (
    object: CatalogObject,
    engine: readonly EngineColumn[],
    known: OfApplication,
    isFunction: IsFunction,
  ): Written<Table, string | null> => {
    const read = attemptRead(() => tableIn(object.sql));
    if (!read.ok) return { ...read, text: null };
    const { columns } = read.value;
    const text = requoteTable(object.sql, (name) => isColumn(name, { columns }));
    const table = text === object.sql ? read.value : tableIn(text);
    const why = doubtTable(table, engine, { ...known, isFunction });
    if (why !== null) return { ok: false, why, text };
    return { ok: true, value: table.name === object.name ? table : { ...table, name: object.name }, text };
  },
);

const indexOf = onceEach(
  (
    object: CatalogObject,
    on: Table | undefined,
    known: OfApplication,
    isFunction: IsFunction,
  ): Written<Index, string> => {
    const text = requoteIndex(object.sql, (name) => isColumn(name, on));
    const read = attemptRead(() => placed(indexIn(text), object));
    if (!read.ok) return { ...read, text };
    const why = doubtIndex(read.value, on, { ...known, isFunction });
    return why === null ? { ...read, text } : { ok: false, why, text };
  },
);

const codeOf = onceEach((object: CatalogObject) => attemptRead(() => readCode(object)));

/** An object by its text alone; `resolve` fills in what it leaves to the rest of the schema. */
export function readObject(object: CatalogObject): Table | Index | View | Trigger {
  if (object.type === "table") return tableIn(object.sql);
  return object.type === "index" ? placed(indexIn(object.sql), object) : readCode(object);
}

function readCode(object: CatalogObject): View | Trigger {
  if (object.type === "trigger") return placed(triggerIn(object.sql), object);
  const view = viewIn(object.sql);
  return view.name === object.name ? view : { ...view, name: object.name };
}

/** With the names that the catalog gives it. */
function placed<T extends Index | Trigger>(read: T, { name, table }: CatalogObject): T {
  return read.name === name && read.table === table ? read : { ...read, name, table };
}

const [tableIn, indexIn, viewIn, triggerIn] = [once(readTable), once(readIndex), once(readView), once(readTrigger)];
