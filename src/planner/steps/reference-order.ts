import { fold, sameName } from "../../model/names.ts";
import type { SchemaObject } from "../../model/schema.ts";
import { mentions } from "../../sql/mentions.ts";
import type { PlannedTable } from "../way/way.ts";

/**
 * A fill reads another table as it is today, so the filled table changes before one that loses what the fill reads.
 *
 * With foreign keys on, a row can only be written if the key that it refers to exists, so a table also changes before
 * those that refer to it. Tables that wait for each other keep their order.
 */
export function inOrderOfChange(changes: readonly PlannedTable[], foreignKeysOff: boolean): PlannedTable[] {
  const readers = changes.filter((change) => change.columns.some(({ fill }) => fill !== null));
  const isRead = (each: PlannedTable, by: PlannedTable) => readers.includes(by) && fillsFrom(by, each).length > 0;
  if (foreignKeysOff && readers.length === 0) return [...changes];
  return ordered(
    changes,
    (each, other) => isRead(each, other) || (!foreignKeysOff && refersTo(each, other) && !isRead(other, each)),
  );
}

/** The columns of a table that are filled from values which another table will not have any more. */
export function fillsFrom({ columns }: PlannedTable, other: PlannedTable): string[] {
  const passing = [
    ...other.leaving,
    ...other.columns.filter(
      ({ from, to, fill, converts }) =>
        from !== null && (fill !== null || converts || from.generated?.expr.canon !== to.generated?.expr.canon),
    ),
  ].map(({ name }) => fold(name));
  return columns.flatMap(({ name, fill }) => {
    const names = fill === null ? null : mentions(fill.sql);
    return names?.has(fold(other.name)) && passing.some((column) => names.has(column)) ? [name] : [];
  });
}

/** A table that no other table refers to is dropped without looking at its rows. */
export function childrenFirst(tables: readonly SchemaObject[]): SchemaObject[] {
  const refers = (each: SchemaObject, other: SchemaObject) =>
    each.kind === "table" && each.foreignKeys.some(({ table }) => sameName(table, other.name));
  return ordered(tables, refers).reverse();
}

function refersTo({ from, to }: PlannedTable, other: PlannedTable): boolean {
  return [...from.foreignKeys, ...to.foreignKeys].some(({ table }) => sameName(table, other.name));
}

function ordered<T>(tables: readonly T[], waitsFor: (each: T, other: T) => boolean): T[] {
  const waiting = [...tables];
  const done: T[] = [];
  while (waiting.length > 0) {
    const free = waiting.findIndex((each) => !waiting.some((other) => other !== each && waitsFor(each, other)));
    done.push(...waiting.splice(Math.max(free, 0), 1));
  }
  return done;
}
