import { type Canonical, canonical, objectsOf } from "./canonical.ts";
import { compareText } from "./names.ts";
import type { Schema } from "./schema.ts";

/** How a schema differs from what was expected, down to the value: `table tune, columns tempo, type: …`. */
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
  if (should === undefined) return [`${where}: exists, but is not declared`];
  const [a, b] = [fields(is), fields(should)];
  if (a === null || b === null) return [`${where}: declared ${said(should)}, became ${said(is)}`];
  const keys = [...new Set([...b.keys(), ...a.keys()])];
  return keys.flatMap((key) => within(`${where}, ${key}`, a.get(key), b.get(key)));
}

/** The parts of a value by name; null for a single value. A list without names counts as a single value. */
function fields(value: Canonical): Map<string, Canonical> | null {
  if (value === null || typeof value !== "object") return null;
  if (!isList(value)) return new Map(Object.entries(value));
  const named = value.map((each) => [fields(each)?.get("name"), each] as const);
  return named.every((each): each is [string, Canonical] => typeof each[0] === "string") ? new Map(named) : null;
}

function isList(value: object): value is readonly Canonical[] {
  return Array.isArray(value);
}

/** `columns folder, onDelete CASCADE, table folder`: what is null or false in an object is left out. */
function said(value: Canonical): string {
  if (value === null) return "nothing";
  if (typeof value !== "object") return String(value);
  if (isList(value)) return value.length === 0 ? "nothing" : value.map(said).join("; ");
  const set = Object.entries(value).filter(([, each]) => each !== null && each !== false);
  return set.length === 0 ? "yes" : set.map(([name, each]) => `${name} ${said(each)}`).join(", ");
}
