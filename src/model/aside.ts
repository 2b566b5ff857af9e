import { fold } from "./names.ts";
import type { Schema } from "./schema.ts";

/** An unused name, for an object that is set aside temporarily. */
export function asideName(name: string, taken: ReadonlySet<string>): string {
  let aside = `__trueup_${name}`;
  while (taken.has(fold(aside))) aside += "_";
  return aside;
}

const known = new WeakMap<Schema, ReadonlySet<string>>();

/** Every name in a schema, folded: tables, indexes and views share one space. */
export function namesIn(schema: Schema): ReadonlySet<string> {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const { tables, virtualTables, indexes, views, opaque, ignored } = schema;
  const names = new Set([tables, virtualTables, indexes, views, opaque, ignored].flat().map(({ name }) => fold(name)));
  known.set(schema, names);
  return names;
}
