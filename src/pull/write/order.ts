import { fold } from "../../model/names.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import { mentions } from "../../sql/mentions.ts";

/** What can be selected from, by its folded name. */
export type Selectables = ReadonlyMap<string, SchemaObject>;

export function selectables(schema: Schema): Selectables {
  return new Map(
    [...schema.tables, ...schema.virtualTables, ...schema.views].map((object) => [fold(object.name), object]),
  );
}

/** The objects whose names occur in a piece of SQL, which may mean something else by them. */
export function mentioned(sql: string, all: Selectables): SchemaObject[] {
  return [...mentions(sql)].flatMap((name) => all.get(name) ?? []);
}
