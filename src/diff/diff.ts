import { columnOrder, equal, objectsOf } from "../model/canonical.ts";
import { byName, objectKey } from "../model/names.ts";
import type { Schema, SchemaObject } from "../model/schema.ts";
import { unreachable } from "../problem/problem.ts";
import type { Change } from "./change.ts";
import { diffTable } from "./diff-table.ts";

/**
 * The changes from one schema to another, sorted by kind and name: the same for the same two schemas, however they were
 * made.
 */
export function diff(from: Schema, to: Schema): readonly Change[] {
  const before = new Map(objectsOf(from).map((object) => [objectKey(object), object]));
  const after = new Map(objectsOf(to).map((object) => [objectKey(object), object]));
  const dropped = [...before.values()].filter((object) => !after.has(objectKey(object))).sort(byName);
  const rest = [...after.values()].sort(byName);
  return [
    ...dropped.map((object): Change => ({ kind: "drop", object })),
    ...rest.flatMap((object): Change[] => {
      const old = before.get(objectKey(object));
      if (old === undefined) return [{ kind: "create", object }];
      const change = replaced(old, object);
      return change === null ? [] : [change];
    }),
  ];
}

function replaced(from: SchemaObject, to: SchemaObject): Change | null {
  if (equal(from, to) && (to.kind !== "table" || from.kind !== "table" || columnOrder(from) === columnOrder(to)))
    return null;
  if (to.kind === "table") return from.kind === "table" ? diffTable(from, to) : null;
  switch (to.kind) {
    case "index":
      return from.kind === to.kind ? { kind: "replace-index", from, to } : null;
    case "view":
      return from.kind === to.kind ? { kind: "replace-view", from, to } : null;
    case "trigger":
      return from.kind === to.kind ? { kind: "replace-trigger", from, to } : null;
    case "virtual-table":
      return from.kind === to.kind ? { kind: "replace-virtual-table", from, to } : null;
    default:
      return unreachable(to);
  }
}
