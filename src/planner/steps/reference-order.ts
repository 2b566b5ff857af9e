import { sameName } from "../../model/names.ts";
import type { ForeignKey, SchemaObject } from "../../model/schema.ts";
import type { PlannedTable } from "../way/way.ts";

/**
 * With foreign keys on, a row can only be written if the key that it refers to exists, so a table changes before those
 * that refer to it. Tables that refer to each other keep their order.
 */
export function inReferenceOrder(changes: readonly PlannedTable[]): PlannedTable[] {
  return ordered(changes, ({ from, to }) => [...from.foreignKeys, ...to.foreignKeys]);
}

/** A table that no other table refers to is dropped without looking at its rows. */
export function childrenFirst(tables: readonly SchemaObject[]): SchemaObject[] {
  return ordered(tables, (object) => (object.kind === "table" ? object.foreignKeys : [])).reverse();
}

function ordered<T extends { readonly name: string }>(
  tables: readonly T[],
  keysOf: (table: T) => readonly ForeignKey[],
): T[] {
  const waiting = [...tables];
  const done: T[] = [];
  while (waiting.length > 0) {
    const free = waiting.findIndex((each) => {
      const parents = keysOf(each).map(({ table }) => table);
      return !waiting.some((other) => other !== each && parents.some((parent) => sameName(parent, other.name)));
    });
    done.push(...waiting.splice(Math.max(free, 0), 1));
  }
  return done;
}
