import { canonicalText, objectsOf, rememberCanonical } from "../model/canonical.ts";
import { fingerprint, fingerprintOf } from "../model/fingerprint.ts";
import { fold, objectKey } from "../model/names.ts";
import type { Schema, SchemaObject } from "../model/schema.ts";
import { inOrder } from "./create/index-order.ts";

/** A schema as it is cached: each object is a text, so that those are read that are needed, and no others. */
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
  readonly canonical: string;
  /** Its text, as JSON. */
  readonly text: string;
  /** The rest of it, as JSON. */
  readonly json: string;
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

export function unpackObject(packed: PackedObject): SchemaObject {
  const object: SchemaObject = Object.assign(JSON.parse(packed.json), { text: textOf(packed) });
  rememberCanonical(object, packed.canonical);
  packages.set(object, packed);
  return object;
}

export function textOf({ text }: PackedObject): string {
  return JSON.parse(text);
}

/** Its objects by their keys. */
export function byKey(packed: Packed): ReadonlyMap<string, PackedObject> {
  const made = maps.get(packed) ?? new Map(packed.objects.map((each) => [each.key, each]));
  maps.set(packed, made);
  return made;
}

const maps = new WeakMap<Packed, ReadonlyMap<string, PackedObject>>();

export function unpack({ objects, rest }: Packed): Schema {
  const read = objects.map(unpackObject);
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
  const made = fingerprints.get(packed) ?? fingerprintOf(packed.objects);
  fingerprints.set(packed, made);
  return made;
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
  const [inA, inB] = [byKey(a), byKey(b)];
  const different = new Set<string>();
  for (const { key, canonical } of a.objects) if (inB.get(key)?.canonical !== canonical) different.add(key);
  for (const { key } of b.objects) if (!inA.has(key)) different.add(key);
  const concerned = ({ key, table }: PackedObject) =>
    different.has(key) || (table !== null && different.has(objectKey({ kind: "table", name: table })));
  const chosen = ({ objects, rest }: Packed) => unpack({ objects: objects.filter(concerned), rest });
  return [chosen(a), chosen(b)];
}

/** The lines of a packed schema: what it holds, and then three for each object. */
export function packedLines({ objects, rest }: Packed): readonly string[] {
  const held: Held = { ...rest, objects: objects.map(({ kind, name, table }) => [kind, name, table]) };
  return [JSON.stringify(held), ...objects.flatMap(({ canonical, text, json }) => [canonical, text, json])];
}

interface Held extends Rest {
  readonly objects: readonly (readonly [PackedObject["kind"], string, string | null])[];
}

/** A packed schema that begins at a line, and how many lines it has. Null if there is none. */
export function packedIn(
  lines: readonly string[] | null,
  from = 0,
): { readonly packed: Packed; readonly end: number } | null {
  const held: unknown = JSON.parse(lines?.[from] ?? "null");
  if (lines === null || !isHeld(held)) return null;
  const { objects, ...rest } = held;
  const packed = objects.map(([kind, name, table], n): PackedObject => {
    const at = from + 1 + 3 * n;
    const key = objectKey({ kind, name });
    return { kind, name, table, key, canonical: lines[at] ?? "", text: lines[at + 1] ?? "", json: lines[at + 2] ?? "" };
  });
  return { packed: { objects: packed, rest }, end: from + 1 + 3 * objects.length };
}

/** The cache seals entries with the version that wrote them, so this only distinguishes the kinds of entry. */
function isHeld(value: unknown): value is Held {
  return typeof value === "object" && value !== null && "objects" in value && "triggerOrder" in value;
}
