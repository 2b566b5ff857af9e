import { type Canonical, canonical, objectsOf } from "../model/canonical.ts";
import { compareText } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";

/** Where a schema is not as it was to be, down to the words that differ: `table tune, columns tempo, type: …`. */
export function schemaDifferences(became: Schema, declared: Schema): string[] {
  const [is, should] = [byName(became), byName(declared)];
  const names = [...new Set([...is.keys(), ...should.keys()])].sort(compareText);
  return names.flatMap((name) => within(name, is.get(name), should.get(name)));
}

function byName(schema: Schema): Map<string, Canonical> {
  return new Map(objectsOf(schema).map((object) => [`${object.kind} ${object.name}`, canonical(object)]));
}

function within(where: string, is: Canonical | undefined, should: Canonical | undefined): string[] {
  if (JSON.stringify(is) === JSON.stringify(should)) return [];
  if (is === undefined) return [`${where}: is declared, but does not exist`];
  if (should === undefined) return [`${where}: is there, and is not declared`];
  const [a, b] = [fields(is), fields(should)];
  if (a === null || b === null) return [`${where}: declared ${said(should)}, became ${said(is)}`];
  const keys = [...new Set([...b.keys(), ...a.keys()])];
  return keys.flatMap((key) => within(`${where}, ${key}`, a.get(key), b.get(key)));
}

/** What a value consists of, each part by its name; null where it is one word. A list without names is one, too. */
function fields(value: Canonical): Map<string, Canonical> | null {
  if (value === null || typeof value !== "object") return null;
  if (!isList(value)) return new Map(Object.entries(value));
  const named = value.map((each) => [fields(each)?.get("name"), each] as const);
  return named.every((each): each is [string, Canonical] => typeof each[0] === "string") ? new Map(named) : null;
}

function isList(value: object): value is readonly Canonical[] {
  return Array.isArray(value);
}

function said(value: Canonical): string {
  if (value === null) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}
