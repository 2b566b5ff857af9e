import { fold } from "./names.ts";
import type { Table } from "./schema.ts";

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

/** Each after the tables that it refers to. Tables that refer to each other keep the order of the list. */
export function parentsFirst(tables: readonly Table[]): Table[] {
  const byName = new Map(tables.map((table) => [fold(table.name), table]));
  return needsFirst(tables, (table) => table.foreignKeys.flatMap((key) => byName.get(fold(key.table)) ?? []));
}
