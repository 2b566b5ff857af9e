import { createHash } from "node:crypto";
import { canonicalText, objectsOf, rememberCanonical } from "../model/canonical.ts";
import { fingerprint } from "../model/fingerprint.ts";
import { compareText, fold, objectKey } from "../model/names.ts";
import type { Schema, SchemaObject } from "../model/schema.ts";
import { inOrder } from "./create/index-order.ts";
import { isSameLine, type Line, piecesOf, textIn } from "./lines.ts";

/** A schema as it is cached: each object is a few lines, so that those are read that are needed, and no others. */
export interface Packed {
  readonly objects: readonly PackedObject[];
  /** What is not an object. */
  readonly rest: Rest;
}

type Rest = Pick<Schema, "opaque" | "ignored" | "requoted" | "triggerOrder">;

export interface PackedObject {
  readonly kind: SchemaObject["kind"];
  readonly name: string;
  /** What an index or a trigger is on. */
  readonly table: string | null;
  readonly key: string;
  /** What it is compared by. */
  readonly canonical: Line;
  /** Its text, as JSON. */
  readonly text: Line;
  /** The rest of it, as JSON. */
  readonly json: Line;
}

export function pack(schema: Schema): Packed {
  const { opaque, ignored, requoted, triggerOrder } = schema;
  const packed = { objects: objectsOf(schema).map(packObject), rest: { opaque, ignored, requoted, triggerOrder } };
  fingerprints.set(packed, fingerprint(schema));
  return packed;
}

/** What is declared and what is live are mostly the same objects: each is packed once. */
export function packObject(object: SchemaObject): PackedObject {
  const known = packages.get(object);
  if (known !== undefined) return known;
  const { text, ...rest } = object;
  const packed = {
    kind: object.kind,
    name: object.name,
    table: "table" in object ? object.table : null,
    key: objectKey(object),
    canonical: canonicalText(object),
    text: JSON.stringify(text),
    json: JSON.stringify(rest),
  };
  packages.set(object, packed);
  return packed;
}

const packages = new WeakMap<SchemaObject, PackedObject>();

/** Lines of one kind stand together, so each kind is read in one go. */
function unpackObjects(packed: readonly PackedObject[]): readonly SchemaObject[] {
  const objects: SchemaObject[] = packed.map(({ json }) => JSON.parse(textIn(json)));
  const texts = packed.map(textOf);
  packed.forEach((each, n) => {
    const object = Object.assign(objects[n] as SchemaObject, { text: texts[n] });
    rememberCanonical(object, textIn(each.canonical));
    packages.set(object, each);
  });
  return objects;
}

export function textOf({ text }: PackedObject): string {
  return JSON.parse(textIn(text));
}

export function unpack({ objects, rest }: Packed): Schema {
  const read = unpackObjects(objects);
  return {
    tables: read.filter((each) => each.kind === "table"),
    indexes: read.filter((each) => each.kind === "index"),
    views: read.filter((each) => each.kind === "view"),
    triggers: read.filter((each) => each.kind === "trigger"),
    virtualTables: read.filter((each) => each.kind === "virtual-table"),
    ...rest,
  };
}

export function fingerprintOfPacked(packed: Packed): string {
  const made = fingerprints.get(packed) ?? hashed(packed);
  fingerprints.set(packed, made);
  return made;
}

/** As `fingerprint` makes it: a key is the kind and the name. What was read is hashed where it stands. */
function hashed({ objects }: Packed): string {
  const hash = createHash("sha256");
  const sorted = objects.toSorted((a, b) => compareText(a.key, b.key));
  for (const piece of piecesOf(sorted.map(({ canonical }) => canonical))) hash.update(piece);
  return `fp1:${hash.digest("hex")}`;
}

const fingerprints = new WeakMap<Packed, string>();

/** The schema of these objects: those of a kind in the order of the files, as they are where all of them are created. */
export function arranged(objects: readonly PackedObject[], rest: Omit<Rest, "triggerOrder">): Packed {
  const ofKind = (kind: PackedObject["kind"]) => objects.filter((each) => each.kind === kind);
  const [tables, triggers] = [ofKind("table"), ofKind("trigger")];
  return {
    objects: [...tables, ...inOrder(ofKind("index"), tables), ...ofKind("view"), ...triggers],
    rest: { ...rest, triggerOrder: triggers.map(({ name }) => fold(name)) },
  };
}

/** What differs between the two, and all that stands on a table that does: enough to say how they differ. */
export function whatDiffers(a: Packed, b: Packed): readonly [Schema, Schema] {
  const different = differences(a.objects, b.objects);
  const concerned = ({ key, table }: PackedObject) =>
    different.has(key) || (table !== null && different.has(objectKey({ kind: "table", name: table })));
  const chosen = ({ objects, rest }: Packed) => unpack({ objects: objects.filter(concerned), rest });
  return [chosen(a), chosen(b)];
}

/** The keys of what is not the same on both sides. Most of it is, and in the same place: only the others are looked up. */
function differences(a: readonly PackedObject[], b: readonly PackedObject[]): ReadonlySet<string> {
  const isSame = (one: PackedObject | undefined, other: PackedObject | undefined) =>
    one !== undefined && one.key === other?.key && isSameLine(one.canonical, other.canonical);
  let start = 0;
  while (isSame(a[start], b[start])) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && isSame(a.at(-1 - end), b.at(-1 - end))) end += 1;
  const left = new Map(b.slice(start, b.length - end).map((each) => [each.key, each]));
  const different = new Set<string>();
  for (const one of a.slice(start, a.length - end)) {
    if (!isSame(one, left.get(one.key))) different.add(one.key);
    left.delete(one.key);
  }
  for (const key of left.keys()) different.add(key);
  return different;
}

/** The lines of a packed schema: what it holds, and then those of all objects, each kind together. */
export function packedLines({ objects, rest }: Packed): readonly Line[] {
  const names: (string | null)[] = [];
  for (const { kind, name, table } of objects) names.push(kind, name, table);
  const texts = objects.map(({ text }) => text);
  const others = objects.map(({ json }) => json);
  const canonicals = objects.map(({ canonical }) => canonical);
  const held: readonly Line[] = [JSON.stringify({ ...rest, objects: names } satisfies Held)];
  return held.concat(texts, others, canonicals);
}

interface Held extends Rest {
  /** Of each its kind, its name and its table. */
  readonly objects: readonly (string | null)[];
}

/** A packed schema that begins at a line, and how many lines it has. Null if there is none. */
export function packedIn(
  lines: readonly Line[] | null,
  from = 0,
): { readonly packed: Packed; readonly end: number } | null {
  const held: unknown = JSON.parse(textIn(lines?.[from] ?? "null"));
  if (lines === null || !isHeld(held)) return null;
  const { objects: names, ...rest } = held;
  const count = names.length / 3;
  const objects: PackedObject[] = [];
  for (let n = 0; n < count; n++) {
    const line = from + 1 + n;
    const kind = names[3 * n] as PackedObject["kind"];
    const name = names[3 * n + 1] as string;
    objects.push({
      kind,
      name,
      table: names[3 * n + 2] ?? null,
      key: objectKey({ kind, name }),
      canonical: lines[line + 2 * count] ?? "",
      text: lines[line] ?? "",
      json: lines[line + count] ?? "",
    });
  }
  return { packed: { objects, rest }, end: from + 1 + 3 * count };
}

/** The cache seals entries with the version that wrote them, so this only distinguishes the kinds of entry. */
function isHeld(value: unknown): value is Held {
  return typeof value === "object" && value !== null && "objects" in value && "triggerOrder" in value;
}
