import { fold } from "../../model/names.ts";
import type { Opaque, Schema, Table } from "../../model/schema.ts";
import { attemptRead } from "../../sql/cursor.ts";
import { mentions } from "../../sql/mentions.ts";
import { readTable } from "../../sql/read-table.ts";

/** A table that is not managed, and what it refers to all the same. */
export interface Referring {
  readonly object: Opaque;
  /** Null where its text cannot be read: then it may refer to whatever it names. */
  readonly table: Table | null;
}

/** Tables that are ignored or not understood. Their rows go with those of a parent like any other's. */
export function referring({ opaque, ignored }: Pick<Schema, "opaque" | "ignored">): Referring[] {
  const tables = [...opaque, ...ignored].filter(({ type }) => type === "table");
  return tables.map((object) => {
    const read = attemptRead(() => readTable(object.text));
    return { object, table: read.ok ? { ...read.value, name: object.name } : null };
  });
}

/** Those that may or may not refer to a table. */
export function mayReferTo(name: string, schema: Pick<Schema, "opaque" | "ignored">): Opaque[] {
  return referring(schema).flatMap(({ object, table }) =>
    table === null && mentions(object.text).has(fold(name)) ? [object] : [],
  );
}
