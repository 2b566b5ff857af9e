import { equal, objectsOf } from "../model/canonical.ts";
import { fold } from "../model/names.ts";
import type { Schema, SchemaObject, Table } from "../model/schema.ts";
import { mentions } from "../sql/mentions.ts";
import { isWord, significantIn, unquote } from "../sql/tokens.ts";

export interface AffectedOptions {
  /**
   * Whether foreign keys are on: then a row that is deleted is looked up in every table that refers to its table, and
   * so on.
   */
  readonly keysOn?: boolean;
}

/**
 * The part of a schema that a change can affect, so that a copy need not contain a thousand tables to prove one change.
 * Every view and trigger that names something inside is included, with everything it names. What is unrelated to the
 * change is left out.
 */
export function affected(
  seeds: ReadonlySet<string>,
  schemas: readonly Schema[],
  { keysOn = false }: AffectedOptions = {},
): ReadonlySet<string> {
  const known = new Set(schemas.flatMap((schema) => everything(schema).map(({ name }) => fold(name))));
  const inside = new Set([...seeds].filter((name) => known.has(name)));
  const code = schemas.flatMap((schema) => codeOf(schema, known));
  const tables = schemas.flatMap((schema) => schema.tables);
  const attached = schemas.flatMap((schema) => [...schema.indexes, ...schema.triggers]);
  // What is not understood may break an ALTER of another table.
  for (const schema of schemas)
    for (const each of [...schema.opaque, ...schema.ignored]) inside.add(fold(each.name)).add(fold(each.table));
  for (let before = -1; before !== inside.size; ) {
    before = inside.size;
    for (const { name, names } of code) {
      if (!inside.has(name) && !intersects(names, inside)) continue;
      inside.add(name);
      for (const other of names) inside.add(other);
    }
    for (const { name, table } of attached) if (inside.has(fold(name))) inside.add(fold(table));
    for (const table of tables) {
      const named = table.foreignKeys.map((foreign) => fold(foreign.table));
      if (!inside.has(fold(table.name)) && !named.some((parent) => inside.has(parent))) continue;
      const parents = impliedParents(table);
      // It refers to a different column if its parent's key is renamed.
      if (parents.some((parent) => inside.has(parent))) inside.add(fold(table.name));
      if (inside.has(fold(table.name))) for (const parent of parents) inside.add(parent);
      if (!keysOn) continue;
      inside.add(fold(table.name));
      for (const parent of named) inside.add(parent);
    }
  }
  return inside;
}

const parents = new WeakMap<Table, readonly string[]>();

/** A reference without columns means the parent's key, so the parent is needed to resolve it. */
function impliedParents(table: Table): readonly string[] {
  const known = parents.get(table);
  if (known !== undefined) return known;
  const tokens = table.foreignKeys.length === 0 ? [] : significantIn(table.text);
  const implied = tokens.flatMap(({ text }, n) =>
    isWord(tokens[n - 1], "REFERENCES") && tokens[n + 1]?.text !== "(" ? [fold(unquote(text))] : [],
  );
  parents.set(table, implied);
  return implied;
}

/** The code of a schema with the objects that it names. Most words in it are columns, which would connect all views. */
function codeOf(
  schema: Schema,
  known: ReadonlySet<string>,
): { readonly name: string; readonly names: ReadonlySet<string> }[] {
  const others = [...schema.opaque, ...schema.ignored].filter(({ type }) => type === "view" || type === "trigger");
  return [...schema.views, ...schema.triggers, ...schema.virtualTables, ...others].map((each) => ({
    name: fold(each.name),
    names: new Set([...mentions(each.text)].filter((name) => known.has(name))),
  }));
}

function everything(schema: Schema): readonly { readonly name: string }[] {
  return [...objectsOf(schema), ...schema.opaque, ...schema.ignored];
}

function intersects(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const each of a) if (b.has(each)) return true;
  return false;
}

/** The schema without what is outside. An index stays with its table. */
export function within(schema: Schema, inside: ReadonlySet<string>): Schema {
  const has = ({ name }: { readonly name: string }) => inside.has(fold(name));
  const on = (each: { readonly name: string; readonly table: string }) => has(each) || inside.has(fold(each.table));
  return {
    tables: schema.tables.filter(has),
    virtualTables: schema.virtualTables.filter(has),
    indexes: schema.indexes.filter(on),
    views: schema.views.filter(has),
    triggers: schema.triggers.filter(on),
    opaque: schema.opaque.filter(on),
    ignored: schema.ignored.filter(on),
    requoted: schema.requoted,
    triggerOrder: schema.triggerOrder,
  };
}

/** Whether everything else is the same before and after. */
export function sameOutside(before: Schema, after: Schema, inside: ReadonlySet<string>): boolean {
  const [old, now] = [outside(before, inside), outside(after, inside)];
  if (old.size !== now.size) return false;
  for (const [key, object] of old) {
    const other = now.get(key);
    if (other === undefined || !equal(object, other)) return false;
  }
  return true;
}

function outside(schema: Schema, inside: ReadonlySet<string>): ReadonlyMap<string, SchemaObject> {
  const kept = new Set<object>(objectsOf(within(schema, inside)));
  return new Map(
    objectsOf(schema).flatMap((object) => (kept.has(object) ? [] : [[`${object.kind} ${object.name}`, object]])),
  );
}
