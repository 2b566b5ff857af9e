import type { Declared, Partial } from "../../compile/declared.ts";
import type { Schema } from "../../model/schema.ts";
import type { Checked, Problem, Sources } from "../../problem/problem.ts";
import { editsFor } from "./change-edits.ts";
import { type Difference, foreignDifferences } from "./foreign-differences.ts";
import { withEdits } from "./with-edits.ts";

export interface EditedSchema {
  /** The files that change, with their whole texts. */
  readonly files: ReadonlyMap<string, string>;
  /** The differences that were not edited, each with the text to write. */
  readonly left: readonly Problem[];
}

/** Reads the schema again, with some files changed. */
export type Recompile = (sources: Sources) => Promise<Checked<Declared>>;

/**
 * Edits a Drizzle schema until it is what the database has. An edit counts only if the edited files, read again, no
 * longer have that difference, and no other one instead; the rest is left to the author.
 */
export async function editSchema(
  declared: Declared,
  partial: Partial,
  live: Schema,
  recompile: Recompile,
): Promise<EditedSchema> {
  let now = { declared, differences: foreignDifferences(declared, partial, live), files: new Map<string, string>() };
  // A column may only go after its index.
  for (let before = Infinity; partial.by === "Drizzle" && now.differences.length < before; ) {
    before = now.differences.length;
    await take(now.differences.filter(({ change }) => change !== null));
  }
  return { files: now.files, left: now.differences.map(({ problem }) => problem) };

  /** Reading a large schema takes time, so edits are tried together; those that fail, by halves. */
  async function take(some: readonly Difference[]): Promise<void> {
    if (some.length === 0 || (await isTaken(some)) || some.length === 1) return;
    const half = Math.ceil(some.length / 2);
    await take(some.slice(0, half));
    await take(some.slice(half));
  }

  async function isTaken(some: readonly Difference[]): Promise<boolean> {
    const edits = some.map(({ change }) => (change === null ? null : editsFor(change, now.declared, live)));
    if (edits.some((each) => each === null)) return false;
    const files = withEdits(
      edits.filter((each) => each !== null),
      now.declared.sources,
    );
    if (files === null) return false;
    const compiled = await recompile(new Map([...now.declared.sources, ...files]));
    if (!compiled.ok || compiled.value.partial === null) return false;
    const differences = foreignDifferences(compiled.value, compiled.value.partial, live);
    const left = new Set(now.differences.map(keyOf));
    for (const each of some) left.delete(keyOf(each));
    if (!differences.every((each) => left.has(keyOf(each)))) return false;
    now = { declared: compiled.value, differences, files: new Map([...now.files, ...files]) };
    return true;
  }
}

function keyOf({ problem: { subject, message } }: Difference): string {
  return `${subject}\0${message}`;
}
