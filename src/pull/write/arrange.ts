import { grouped } from "../../model/grouped.ts";
import { fold } from "../../model/names.ts";
import { needsFirst, parentsFirst } from "../../model/needs-first.ts";
import type { Index, Schema, SchemaObject, Table, Trigger, View } from "../../model/schema.ts";
import { significantIn } from "../../sql/tokens.ts";
import { clusters } from "./clusters.ts";
import { mentioned, selectables, type Selectables } from "./order.ts";
import { sourcesOf } from "./statement-sources.ts";

/** A file and its contents, from top to bottom. */
export interface FilePlan {
  readonly file: string;
  readonly objects: readonly SchemaObject[];
}

/** Up to this many tables and views are easiest to read in one file. */
const oneFile = 20;

/** Splits a schema into files: one if it is small, otherwise one for each group of tables. */
export function arrange(schema: Schema, oneFileOnly: boolean): FilePlan[] {
  const all = selectables(schema);
  const tables = parentsFirst(schema.tables);
  const views = needsFirst(schema.views, (view) => viewsIn(view, all));
  if (oneFileOnly || all.size <= oneFile) {
    const objects = fileOrder(attachedTo(schema), { tables, views, virtual: schema.virtualTables }, all);
    return objects.length === 0 ? [] : [{ file: "schema.ts", objects }];
  }
  const fileOf = new Map<SchemaObject, string>();
  const names = new Set<string>(["views.ts", "index.ts"]);
  for (const cluster of clusters(tables)) {
    const file = freeName(cluster.name, names);
    for (const table of cluster.tables) fileOf.set(table, file);
  }
  for (const object of [...schema.virtualTables, ...views]) {
    const homes = new Set(read(object.body.text, all).flatMap((other) => fileOf.get(other) ?? []));
    const [home] = homes;
    fileOf.set(
      object,
      homes.size === 1 || (object.kind === "virtual-table" && home !== undefined) ? (home ?? "views.ts") : "views.ts",
    );
  }
  const files = [...new Set(fileOf.values())].sort((a, b) => Number(a === "views.ts") - Number(b === "views.ts"));
  const attached = attachedTo(schema);
  const home = (object: SchemaObject) => fileOf.get(object) ?? "";
  const [tablesOf, viewsOf, virtualOf] = [
    grouped(tables, home),
    grouped(views, home),
    grouped(schema.virtualTables, home),
  ];
  return files.map((file) => {
    const own = {
      tables: tablesOf.get(file) ?? [],
      views: viewsOf.get(file) ?? [],
      virtual: virtualOf.get(file) ?? [],
    };
    return { file, objects: fileOrder(attached, own, all) };
  });
}

/** What a query reads; a virtual table has no query, only mentions. */
function read(sql: string, all: Selectables): SchemaObject[] {
  const sources = [...sourcesOf(significantIn(sql))].flatMap((name) => all.get(name) ?? []);
  return sources.length === 0 ? mentioned(sql, all) : sources;
}

function viewsIn(view: View, all: Selectables): View[] {
  return mentioned(view.body.text, all).filter((other) => other.kind === "view" && other !== view) as View[];
}

interface Own {
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  readonly virtual: readonly SchemaObject[];
}

/** Indexes and triggers by the folded name of their table or view. */
interface Attached {
  readonly indexes: ReadonlyMap<string, readonly Index[]>;
  readonly triggers: ReadonlyMap<string, readonly Trigger[]>;
}

function attachedTo(schema: Schema): Attached {
  const base = (object: { readonly table: string }) => fold(object.table);
  return { indexes: grouped(schema.indexes, base), triggers: grouped(schema.triggers, base) };
}

/**
 * Indexes go under their table; triggers as well, if everything they touch is declared by then, otherwise at the end.
 */
function fileOrder({ indexes, triggers }: Attached, own: Own, all: Selectables): SchemaObject[] {
  const result: SchemaObject[] = [];
  const local = new Set<SchemaObject>([...own.tables, ...own.views, ...own.virtual]);
  const there = new Set<SchemaObject>();
  const late: Trigger[] = [];
  for (const object of [...own.tables, ...own.virtual, ...own.views]) {
    result.push(object, ...(indexes.get(fold(object.name)) ?? []));
    there.add(object);
    for (const trigger of triggers.get(fold(object.name)) ?? []) {
      const isReady = mentioned(trigger.body.text, all).every((other) => !local.has(other) || there.has(other));
      if (isReady) result.push(trigger);
      else late.push(trigger);
    }
  }
  return [...result, ...late];
}

function freeName(table: string, taken: Set<string>): string {
  const plain =
    fold(table)
      .replace(/[^\p{L}\p{N}_-]+/gu, "-")
      .replace(/^-+|-+$/g, "") || "tables";
  let name = `${plain}.ts`;
  for (let n = 2; taken.has(name); n += 1) name = `${plain}-${n}.ts`;
  taken.add(name);
  return name;
}
