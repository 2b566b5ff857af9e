import { fold, objectKey } from "../../model/names.ts";
import type { Schema, SchemaObject, Table } from "../../model/schema.ts";
import { chooseExportNames } from "../write/export-names.ts";
import type { InsertionPoint } from "./merge-place.ts";
import { selectables } from "../write/order.ts";
import type { Surroundings } from "../write/pen.ts";
import { type Files, importsOf, leadsTo } from "../source/sites.ts";
import { topNames } from "../source/source-tree.ts";

/** What is already in the files has its place; what is new comes after it. */
export function surroundings(
  live: Schema,
  files: Files,
  fresh: readonly SchemaObject[],
  places: ReadonlyMap<SchemaObject, InsertionPoint>,
): Surroundings {
  const all = selectables(live);
  const used = new Set([...files.trees.values()].flatMap(topNames));
  const names = chooseExportNames(fresh, used);
  const graph = importsOf(files.trees);
  const order = new Map(fresh.map((object, n) => [object, n]));
  const fileOf = (object: SchemaObject) => files.sites.get(objectKey(object))?.file ?? places.get(object)?.file ?? null;
  const position = (object: SchemaObject): readonly [number, number] => {
    const site = files.sites.get(objectKey(object)) ?? places.get(object)?.after;
    return [site == null ? Number.MAX_SAFE_INTEGER : site.declaration.pos, order.get(object) ?? -1];
  };
  return {
    nameOf: (object) => files.sites.get(objectKey(object))?.name ?? names.get(object) ?? null,
    find: (name) => all.get(fold(name)) ?? null,
    canArrow: (child, parent) => !reaches(parent, child, all),
    isThere: (object, from) => {
      const [a, b] = [fileOf(object), fileOf(from)];
      if (a === null || b === null) return false;
      if (a !== b) return mayImport(graph, b, a);
      const [[at, n], [fromAt, m]] = [position(object), position(from)];
      return at < fromAt || (at === fromAt && n < m);
    },
  };
}

/** An import that is needed immediately must not lead back; once allowed, it counts for all later questions. */
function mayImport(graph: Map<string, Set<string>>, from: string, to: string): boolean {
  if (leadsTo(graph, to, from)) return false;
  graph.set(from, (graph.get(from) ?? new Set()).add(to));
  return true;
}

/** Whether one depends on the other, through any number of foreign keys. */
function reaches(from: Table, to: Table, all: ReadonlyMap<string, SchemaObject>): boolean {
  const seen = new Set<SchemaObject>();
  const next: SchemaObject[] = [from];
  for (const table of next) {
    if (fold(table.name) === fold(to.name)) return true;
    if (seen.has(table) || table.kind !== "table") continue;
    seen.add(table);
    next.push(...table.foreignKeys.flatMap((key) => all.get(fold(key.table)) ?? []));
  }
  return false;
}
