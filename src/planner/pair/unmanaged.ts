import { fold } from "../../model/names.ts";
import type { Opaque, Schema, Table } from "../../model/schema.ts";
import { attemptRead } from "../../sql/cursor.ts";
import { mentions } from "../../sql/mentions.ts";
import { readTable } from "../../sql/read-table.ts";

/** A table that is not managed, and what it refers to. */
export interface Referring {
  readonly object: Opaque;
  /** Null if its text cannot be read. Then it may refer to anything that it names. */
  readonly table: Table | null;
}

/** Tables that are ignored or not understood. If a parent's rows are deleted, theirs are affected like any other's. */
export function referring({ opaque, ignored }: Pick<Schema, "opaque" | "ignored">): Referring[] {
  const tables = [...opaque, ...ignored].filter(({ type }) => type === "table");
  return tables.map((object) => {
    const read = attemptRead(() => readTable(object.text));
    return { object, table: read.ok ? { ...read.value, name: object.name } : null };
  });
}

/** Those that refer, or may refer, to a table. */
export function mayReferTo(name: string, schema: Pick<Schema, "opaque" | "ignored">): Opaque[] {
  return referring(schema).flatMap(({ object, table }) =>
    table === null && mentions(object.text).has(fold(name)) ? [object] : [],
  );
}
