import t, { type Test } from "tap";
import { collectClosed } from "../../src/database/collect.ts";
import { EngineError, type Scratch } from "../../src/database/connection.ts";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { canonicalText, equal, objectsOf } from "../../src/model/canonical.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import type { Schema } from "../../src/model/schema.ts";
import { createIn } from "../generate/engine.ts";
import { makeSketch } from "../generate/make.ts";
import { mutate } from "../generate/mutate.ts";
import { Random } from "../generate/random.ts";
import { rowidColumn } from "../generate/rows.ts";
import type { Sketch } from "../generate/sketch.ts";
import { respell, spell } from "../generate/spell.ts";

const count = Number(process.env.SEEDS ?? 400);
const first = Number(process.env.SEED ?? 1);
const seeds = Array.from({ length: process.env.SEED ? 1 : count }, (_, n) => first + n);
const enough = 5;

/** Edits that change only the formatting, or nothing at all. */
const cosmetic = new Set(["reorder tables", "reorder columns"]);

interface Failure {
  readonly seed: number;
  readonly what: string;
  readonly statements: readonly string[];
}
const failures: Record<string, Failure[]> = { whole: [], spelling: [], mutated: [], equal: [], kept: [] };
let skipped = 0;
let compared = 0;

for (const seed of seeds) {
  // The binding frees memory only between turns of the event loop, and after a collection.
  if (seed % 100 === 0) await collectClosed();
  const random = new Random(seed);
  const sketch = makeSketch(random);
  const statements = spell(sketch);
  const schema = read(statements);
  if (!schema) throw new Error(`seed ${seed}: the plain form is refused`);

  const expected = [sketch.tables, sketch.virtuals, sketch.indexes, sketch.views, sketch.triggers].map(
    (list) => list.length,
  );
  const found = [schema.tables, schema.virtualTables, schema.indexes, schema.views, schema.triggers].map(
    (list) => list.length,
  );
  if (schema.opaque.length > 0 || expected.join() !== found.join()) {
    fail("whole", seed, schema.opaque.map(({ name, why }) => `${name}: ${why}`).join("\n"), statements);
  }

  const kept: Schema = JSON.parse(JSON.stringify(schema));
  if (!objectsOf(kept).every((object, n) => canonicalText(object) === canonicalText(objectsOf(schema)[n] ?? object)))
    fail("kept", seed, "comes back changed", statements);

  const otherwise = respell(sketch, random);
  const again = read(otherwise);
  if (!again) skipped++;
  else if (fingerprint(again) !== fingerprint(schema))
    fail("spelling", seed, difference(schema, again), [...statements, "----", ...otherwise]);
  if (again) judge(seed, schema, again);

  const { sketch: changed, edits } = mutate(sketch, random, 1);
  if (edits.length === 0 || edits.some((edit) => cosmetic.has(edit)) || same(sketch, changed)) continue;
  compared++;
  const later = read(spell(changed));
  if (later) judge(seed, schema, later);
  if (later && fingerprint(later) === fingerprint(schema))
    fail("mutated", seed, edits.join(", "), [...statements, "----", ...spell(changed)]);
}

t.setTimeout(0);
t.test(`all ${seeds.length} generated schemas are read completely`, async (t) => report(t, "whole"));
t.test("the fingerprint is the same in another spelling, order and history", async (t) => {
  report(t, "spelling");
  t.ok(skipped <= seeds.length / 50, `the engine refused ${skipped} spellings`);
});
t.test("objects are equal exactly where their canonical texts are", async (t) => report(t, "equal"));
t.test("a schema is read back from a JSON file as it was", async (t) => report(t, "kept"));
t.test(`the fingerprint sees each change (${compared})`, async (t) => report(t, "mutated"));

function report(t: Test, what: string): void {
  const list = failures[what] ?? [];
  for (const { seed, what, statements } of list.slice(0, enough)) {
    t.comment(`seed ${seed}: ${what}${process.env.SEED ? `\n${statements.join(";\n")}` : ""}`);
  }
  t.equal(list.length, 0, `${list.map(({ seed }) => seed).slice(0, 50)}: SEED=n shows one alone`);
}

/** The short way to see that two objects are equal agrees with the long one. */
function judge(seed: number, a: Schema, b: Schema): void {
  const others = new Map(objectsOf(b).map((object) => [`${object.kind} ${object.name}`, object]));
  for (const object of objectsOf(a)) {
    const other = others.get(`${object.kind} ${object.name}`);
    if (other !== undefined && equal(object, other) !== (canonicalText(object) === canonicalText(other)))
      fail("equal", seed, object.name, [object.text, "----", other.text]);
  }
}

function fail(kind: string, seed: number, what: string, statements: readonly string[]): void {
  failures[kind]?.push({ seed, what, statements });
}

/** Null if the engine refuses the statements. What it refuses of introspection is a failure. */
function read(statements: readonly string[]): Schema | null {
  const scratch = openScratch();
  try {
    if (!isMade(scratch, statements)) return null;
    return introspectScratch(scratch);
  } finally {
    scratch.close();
  }
}

function isMade(scratch: Scratch, statements: readonly string[]): boolean {
  try {
    createIn(scratch, statements);
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

/** The two texts of each object that differs, from the first character that does. */
function difference(a: Schema, b: Schema): string {
  const [left = [], right = []] = [a, b].map((schema) => objectsOf(schema).map(canonicalText).sort());
  const mine = left.filter((text) => !right.includes(text));
  const other = right.filter((text) => !left.includes(text));
  return mine
    .map((text, n) => {
      const against = other[n] ?? "";
      let at = 0;
      while (at < text.length && text[at] === against[at]) at++;
      return `${text.slice(Math.max(0, at - 60), at + 80)}\n     against ${against.slice(Math.max(0, at - 60), at + 80)}`;
    })
    .join("\n");
}

/** Whether an edit means nothing to SQLite: `( 3 )` and `3`, `int` and `INT`, a NOT NULL that the key implies. */
function same(a: Sketch, b: Sketch): boolean {
  const [left, right] = [a, b].map((sketch) => {
    const copy = structuredClone(sketch);
    for (const table of copy.tables) {
      const implied =
        table.withoutRowid || table.strict ? table.key?.terms.map(({ column }) => column) : [rowidColumn(table)];
      for (const column of table.columns) if (implied?.includes(column.id)) column.notNull = null;
      table.checks = once(table.checks);
      table.foreignKeys = once(table.foreignKeys);
      if (table.key && !table.key.terms.some(({ descending }) => descending)) table.key.onColumn = false;
    }
    const statements = spell(copy).map((sql) =>
      sql.replaceAll(" COLLATE BINARY", "").replace(/DEFAULT \( (.) \)/g, "DEFAULT $1"),
    );
    return statements.sort().join(";").toUpperCase();
  });
  return left === right;
}

function once<T extends { id: number }>(list: readonly T[]): T[] {
  const said = (each: T) => JSON.stringify({ ...each, id: 0 });
  return list.filter((each, n) => list.findIndex((other) => said(other) === said(each)) === n);
}
