import { canonicalText, columnOrder, objectsOf } from "./canonical.ts";
import { kindOfFingerprint } from "./fingerprint-kind.ts";
import { byName, compareText, fold } from "./names.ts";
import type { Schema } from "./schema.ts";
import { sha256 } from "./sha256.ts";

/**
 * `fp1` is the schema without the order of columns; `fp1o` includes the order, for plans that are asked to change it.
 * If what goes into a fingerprint changes, the prefix changes; older ones stay readable.
 */
export type FingerprintKind = "fp1" | "fp1o";

/** One hash for all schemas that mean the same, however they were written and in whatever order they were created. */
export function fingerprint(schema: Schema, kind: FingerprintKind = "fp1"): string {
  const known = made[kind].get(schema) ?? hashed(schema, kind);
  made[kind].set(schema, known);
  return known;
}

/** A schema value never changes, so its fingerprint is computed once. */
const made = { fp1: new WeakMap<Schema, string>(), fp1o: new WeakMap<Schema, string>() } as const;

/** Records the fingerprint of a schema that comes from where it was stored, together with it. */
export function rememberFingerprint(schema: Schema, fingerprint: string): void {
  made.fp1.set(schema, fingerprint);
}

function hashed(schema: Schema, kind: FingerprintKind): string {
  const lines = inOrderOfFingerprint(objectsOf(schema)).map((each) => `${canonicalText(each)}\n`);
  if (kind === "fp1o") {
    const tables = [...schema.tables].sort(byName);
    for (const table of tables) lines.push(`${fold(table.name)}\0${columnOrder(table)}\n`);
  }
  return `${kind}:${sha256(lines)}`;
}

/** By kind and name. */
function inOrderOfFingerprint<T extends { readonly kind: string; readonly name: string }>(
  objects: readonly T[],
): readonly T[] {
  // A name has no NUL, which comes before every other character, so the order is that of the parts.
  const keyed = objects.map((each) => ({ each, key: `${each.kind}\0${fold(each.name)}\0${each.name}` }));
  keyed.sort((a, b) => compareText(a.key, b.key));
  return keyed.map(({ each }) => each);
}

/** A fingerprint of the same kind as another one, so that the two can be compared. */
export function fingerprintLike(other: string, schema: Schema): string {
  return fingerprint(schema, kindOfFingerprint(other));
}
