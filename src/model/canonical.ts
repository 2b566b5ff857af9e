import { compareText, fold } from "./names.ts";
import type { Schema, SchemaObject, Table } from "./schema.ts";

export type Canonical = null | boolean | number | string | readonly Canonical[] | { readonly [key: string]: Canonical };

/**
 * Fields that say how or where something was written, or that are derived from a field that counts. All others count.
 */
const presentation = new Set(["text", "at", "comment", "fires", "options"]);
/** Fields that name another object, or a column of it: SQLite finds it whatever the case. */
const references = new Set(["table", "column", "references"]);
/**
 * Lists whose order means nothing. The order of columns is cosmetic, too: a table is never rebuilt for it unless
 * requested.
 */
const unordered = new Set(["columns", "uniques", "checks", "foreignKeys"]);

/**
 * What an object is compared by, as JSON: nothing about how it was written. In pieces that are joined once: a text that is
 * made of others is kept with all of them.
 */
function textOf(key: string, value: unknown): string {
  const pieces: string[] = [];
  write(pieces, key, value);
  return pieces.join("");
}

function write(pieces: string[], key: string, value: unknown): void {
  if (value === null) pieces.push("null");
  else if (typeof value === "string") pieces.push(quoted(meant(key, value)));
  else if (typeof value === "boolean" || typeof value === "number") pieces.push(String(value));
  else if (Array.isArray(value)) writeList(pieces, key, value);
  else if (typeof value === "object") writeFields(pieces, key, value);
  else throw new Error(`the model holds a ${typeof value}`);
}

function meant(key: string, text: string): string {
  if (key === "type") return text.toUpperCase();
  return references.has(key) ? fold(text) : text;
}

function writeList(pieces: string[], key: string, list: readonly unknown[]): void {
  pieces.push("[");
  if (unordered.has(key) && typeof list[0] !== "string") {
    const texts = list.map((each) => textOf(key, each)).sort();
    pieces.push(texts.join(","));
  } else {
    for (let n = 0; n < list.length; n++) {
      if (n > 0) pieces.push(",");
      write(pieces, key, list[n]);
    }
  }
  pieces.push("]");
}

function writeFields(pieces: string[], key: string, value: object): void {
  const { fields, labels, isSql, isConstraint } = formOf(key, value);
  if (isSql) {
    pieces.push(quoted(String(Reflect.get(value, "canon"))));
    return;
  }
  if (fields.length === 0) pieces.push("{");
  for (let n = 0; n < fields.length; n++) {
    const name = fields[n] as string;
    const field: unknown = Reflect.get(value, name);
    // The name of a constraint is used in messages only: if only its case differs it is the same, and nothing is
    // rebuilt for it.
    const folded = isConstraint && name === "name" && typeof field === "string" ? fold(field) : field;
    pieces.push(labels[n] as string);
    write(pieces, name, folded);
  }
  pieces.push("}");
}

/** As JSON; most texts are written there as they are. */
function quoted(text: string): string {
  return /^[ !#-[\]-~]*$/.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** How objects with the same fields are written. They come in a few dozen forms, and thousands of each. */
interface Form {
  readonly all: readonly string[];
  /** The fields that count, sorted, and what is written before each. */
  readonly fields: readonly string[];
  readonly labels: readonly string[];
  readonly isSql: boolean;
  readonly isConstraint: boolean;
}

/** By the field that holds such objects. */
const forms = new Map<string, Form[]>();

function formOf(key: string, value: object): Form {
  const all = Object.keys(value);
  const known = forms.get(key) ?? [];
  for (let n = 0; n < known.length; n++) if (isSame((known[n] as Form).all, all)) return known[n] as Form;
  const fields = all.filter((name) => !presentation.has(name)).sort(compareText);
  const form = {
    all,
    fields,
    labels: fields.map((name, n) => `${n === 0 ? "{" : ","}"${name}":`),
    isSql: fields.length === 1 && fields[0] === "canon",
    isConstraint: !all.includes("kind") && !all.includes("type"),
  };
  forms.set(key, [...known, form]);
  return form;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let n = 0; n < a.length; n++) if (a[n] !== b[n]) return false;
  return true;
}

/** The same as data. */
export function canonical(object: SchemaObject): Canonical {
  return JSON.parse(canonicalText(object));
}

/** Structural: two objects are equal if only their spelling differs. */
export function equal(a: SchemaObject, b: SchemaObject): boolean {
  return alike(a, b) || canonicalText(a) === canonicalText(b);
}

/**
 * The same data in the same order, apart from cosmetic fields. True for most objects, and ten times faster to check.
 */
function alike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((each, n) => alike(each, b[n]));
  }
  for (const name in b) if (!presentation.has(name) && !(name in a)) return false;
  for (const name in a) {
    if (presentation.has(name)) continue;
    if (!(name in b) || !alike(Reflect.get(a, name), Reflect.get(b, name))) return false;
  }
  return true;
}

const texts = new WeakMap<SchemaObject, string>();

/** One line that is the same for equal objects and for no others. */
export function canonicalText(object: SchemaObject): string {
  const known = texts.get(object);
  if (known !== undefined) return known;
  const text = textOf("", object);
  texts.set(object, text);
  return text;
}

/** Records the text of an object that comes from where it was stored, together with it. */
export function rememberCanonical(object: SchemaObject, text: string): void {
  texts.set(object, text);
}

/** The same for any part of an object: a column, a key, a constraint. */
export function canonicalPart(part: object): string {
  return textOf("", part);
}

/** Everything that is managed; opaque objects are not. */
export function objectsOf(schema: Schema): readonly SchemaObject[] {
  return [...schema.tables, ...schema.virtualTables, ...schema.indexes, ...schema.views, ...schema.triggers];
}

/** The columns in their order, for callers that compare it. */
export function columnOrder(table: Table): string {
  return table.columns.map((column) => column.name).join("\0");
}
