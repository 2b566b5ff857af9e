import { posix } from "node:path";
import { fold, objectKey } from "../../model/names.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import { mentioned, type Selectables } from "../write/order.ts";
import type { Files, Site } from "../source/sites.ts";

/** Where a new object goes: after a statement of a file, or at its end if `after` is null. */
export interface InsertionPoint {
  readonly file: string;
  readonly after: Site | null;
}

/**
 * Finds a place for each object that is not declared yet: an index or trigger next to its table, a table or view next
 * to what it belongs to. Later ones may follow earlier ones. `main` is the file for what belongs to nothing.
 */
export function placeNew(
  fresh: readonly SchemaObject[],
  live: Schema,
  files: Files,
  all: Selectables,
  main: string,
): Map<SchemaObject, InsertionPoint> {
  const places = new Map<SchemaObject, InsertionPoint>();
  const fileOf = (object: SchemaObject | undefined): string | null => {
    if (object === undefined) return null;
    return files.sites.get(objectKey(object))?.file ?? places.get(object)?.file ?? null;
  };
  for (const object of fresh) places.set(object, placeOf(object));
  return places;

  function placeOf(object: SchemaObject): InsertionPoint {
    if (object.kind === "index" || object.kind === "trigger") {
      const table = all.get(fold(object.table));
      const site = table === undefined ? undefined : files.sites.get(objectKey(table));
      const isReady = object.kind === "index" || mentioned(object.body.text, all).every((other) => other === table);
      if (site !== undefined && isReady) return { file: site.file, after: lastOf(site, object.table) };
      return { file: fileOf(table) ?? main, after: null };
    }
    for (const near of object.kind === "table" ? relatives(object) : mentioned(object.body.text, all)) {
      const file = near === object ? null : fileOf(near);
      if (file !== null) return { file, after: null };
    }
    return { file: main, after: null };
  }

  /** The last statement among a table and the indexes directly after it. */
  function lastOf(site: Site, table: string): Site {
    const indexes = live.indexes.filter((index) => fold(index.table) === fold(table));
    const found = indexes
      .flatMap((index) => files.sites.get(objectKey(index)) ?? [])
      .filter((each) => each.file === site.file);
    return found.reduce((last, each) => (each.declaration.pos > last.declaration.pos ? each : last), site);
  }

  /** Parents, then children. */
  function relatives(table: Extract<SchemaObject, { kind: "table" }>): SchemaObject[] {
    const parents = table.foreignKeys.flatMap((key) => all.get(fold(key.table)) ?? []);
    const children = live.tables.filter((each) => each.foreignKeys.some((key) => fold(key.table) === fold(table.name)));
    return [...parents, ...children];
  }
}

/** The file for what belongs to nothing that is declared: the only one, `schema.ts`, or the one that declares most. */
export function mainFile(files: Files, path: string): string {
  const counts = new Map<string, number>();
  for (const site of files.sites.values()) counts.set(site.file, (counts.get(site.file) ?? 0) + 1);
  const [most] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const schema = /\.[cm]?ts$/.test(path) ? path : posix.join(path, "schema.ts");
  return counts.has(schema) || files.trees.has(schema) || most === undefined ? schema : most[0];
}
