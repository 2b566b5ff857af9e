import { fold } from "../../model/names.ts";
import type { Schema, SchemaObject, Table } from "../../model/schema.ts";
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

/** Each after what it needs, and otherwise in their original order. If two need each other, the first comes first. */
export function needsFirst<T>(items: readonly T[], needs: (item: T) => readonly T[]): T[] {
  const result = new Set<T>();
  const open = new Set<T>();
  for (const item of items) {
    const stack: { readonly item: T; readonly rest: T[] }[] = [];
    const enter = (next: T) => {
      open.add(next);
      stack.push({ item: next, rest: [...needs(next)] });
    };
    if (!open.has(item)) enter(item);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.rest.shift();
      if (next === undefined) result.add((stack.pop() ?? top).item);
      else if (!open.has(next)) enter(next);
    }
  }
  return [...result];
}

export function parentsFirst(tables: readonly Table[]): Table[] {
  const byName = new Map(tables.map((table) => [fold(table.name), table]));
  return needsFirst(tables, (table) => table.foreignKeys.flatMap((key) => byName.get(fold(key.table)) ?? []));
}
