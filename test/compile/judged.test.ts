import t, { type Test } from "tap";
import { divide, type Judged } from "../../src/compile/create/judged.ts";
import { declare } from "../../src/compile/declare.ts";
import type { Statement } from "../../src/compile/create/write-objects.ts";
import { withParser } from "../../src/compile/read/parser.ts";
import { openScratch } from "../../src/database/scratch.ts";
import { introspect } from "../../src/introspect/introspect.ts";
import { nothingBeside } from "../../src/model/beside.ts";
import { objectsOf } from "../../src/model/canonical.ts";
import type { Schema } from "../../src/model/schema.ts";
import { pull } from "../../src/pull/pull.ts";
import { tokenize } from "../../src/sql/tokens.ts";
import { makeSketch } from "../generate/make.ts";
import { mutate } from "../generate/mutate.ts";
import { Random } from "../generate/random.ts";
import { respell, spell } from "../generate/spell.ts";

/**
 * What declarations mean never depends on the database that they are compared with, or on what was declared before: with
 * either at hand the result is the same, only sooner.
 */

const seeds = Number(process.env.SEEDS ?? 40);

async function liveOf(statements: readonly string[]): Promise<Schema | null> {
  const scratch = openScratch();
  try {
    for (const sql of statements) scratch.exec(sql);
    const read = await introspect({ read: async (all) => all.map(({ sql }) => scratch.all(sql)) }, nothingBeside);
    return read.ok ? read.value : null;
  } catch {
    return null;
  } finally {
    scratch.close();
  }
}

function meaning(sources: ReadonlyMap<string, string>, before: Judged | null) {
  const files = { read: (file: string) => sources.get(file) ?? null, known: () => [...sources.keys()] };
  return withParser(() => declare([...sources.keys()].sort(), files, nothingBeside, before));
}

type Edit = (sql: string, random: Random) => string;

/** Edits of one stored text. */
const edits: Readonly<Record<string, Edit>> = {
  nothing: (sql) => sql,
  "white space": (sql, random) => spaced(sql, random),
  "a comment": (sql) => `${sql.trimEnd()} -- it's`,
  "lower case": (sql) => sql.replace(/NOT NULL|PRIMARY KEY|SELECT|ON /, (word) => word.toLowerCase()),
  quotes: (sql) => sql.replace(/\((\s*)([a-z_]+)\b/, '($1"$2"'),
  "another type": (sql) => sql.replace(/ INTEGER| TEXT/, " REAL"),
  "another value": (sql) => sql.replace(/'[^']*'|\b[0-9]+\b/, "7"),
};

function spaced(sql: string, random: Random): string {
  return tokenize(sql)
    .map(({ kind, text }) => (kind === "space" && random.chance(0.5) ? " \n\t" : text))
    .join("");
}

/** How often nothing was created, and how often a part. */
const spared = new Map<string, number>();
const partly = new Map<string, number>();

type Meaning = Awaited<ReturnType<typeof meaning>>;

interface Case {
  readonly seed: number;
  readonly sources: ReadonlyMap<string, string>;
  /** What they mean with nothing at hand. */
  readonly without: Meaning;
}

async function same(t: Test, what: string, { seed, sources, without }: Case, before: Judged) {
  const withIt = await meaning(sources, before);
  const said = (found: Meaning) =>
    found.ok
      ? JSON.stringify({ ...found.value, spans: null, sources: null, docs: null })
      : JSON.stringify(found.problems);
  if (said(without) !== said(withIt)) t.fail(`seed ${seed}, ${what}`, { without: said(without), withIt: said(withIt) });
  if (!without.ok) return;
  const parts = divide(objectsOf(without.value.schema).map(statementOf), before);
  if (parts === null) return;
  if (parts.toCreate.length === 0) spared.set(what, (spared.get(what) ?? 0) + 1);
  else partly.set(what, (partly.get(what) ?? 0) + 1);
}

function statementOf({ kind, name, text }: ReturnType<typeof objectsOf>[number]): Statement {
  const at = { file: "", start: 0, end: 0 };
  return { kind, name, object: { name, at }, written: { sql: text, marks: () => [] }, places: { file: "", start: 0 } };
}

t.setTimeout(900_000);

t.test("with a database that holds the same, nearly the same or something else", { timeout: 900_000 }, async (t) => {
  let compared = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const random = new Random(seed);
    const sketch = makeSketch(random);
    const first = await liveOf(spell(sketch));
    if (first === null) continue;
    const pulled = await pull({ schema: first, into: new Map(), path: "schema", strict: false });
    if (!pulled.ok) continue;
    const sources = pulled.value.files;
    const declared = await meaning(sources, null);
    if (!declared.ok) continue;
    const it = { seed, sources, without: declared };
    compared++;
    const { schema } = declared.value;
    const texts = [schema.tables, schema.virtualTables, schema.indexes, schema.views, schema.triggers]
      .flat()
      .map(({ text }) => text);
    for (const [what, edit] of Object.entries(edits)) {
      const at = random.below(texts.length);
      const live = await liveOf(texts.map((text, n) => (n === at ? edit(text, random) : text)));
      if (live !== null) await same(t, what, it, { schema: live, alone: false });
    }
    const others: Readonly<Record<string, readonly string[]>> = {
      "another order": [...[...schema.tables].reverse().map(({ text }) => text), ...texts.slice(schema.tables.length)],
      "one more": [...texts, "CREATE TABLE one_more (a)"],
      "one less": texts.slice(0, -1),
      "one in the place of another": [...texts.slice(0, -1), "CREATE TABLE one_more (a)"],
      "spelled otherwise": respell(sketch, random),
      mutated: spell(mutate(sketch, random, 1).sketch),
      statistics: [...texts, "ANALYZE"],
    };
    for (const [what, statements] of Object.entries(others)) {
      const live = await liveOf(statements);
      if (live !== null) await same(t, what, it, { schema: live, alone: false });
    }
    // What was declared before, of which most stays.
    const seen = await liveOf(spell(mutate(sketch, random, 1).sketch));
    const edited = seen && (await pull({ schema: seen, into: new Map(), path: "schema", strict: false }));
    const earlier = edited?.ok ? await meaning(edited.value.files, null) : null;
    if (earlier?.ok) await same(t, "edited", it, { schema: earlier.value.schema, alone: true });
  }
  t.ok(compared > seeds / 3, `${compared} schemas`);
  for (const what of ["nothing", "white space", "another order", "statistics"])
    t.ok((spared.get(what) ?? 0) > compared / 10, `the engine is spared: ${what}, ${spared.get(what)} of ${compared}`);
  for (const what of ["one less", "one in the place of another"]) t.equal(spared.get(what), undefined, what);
  const parts = [...partly.values()].reduce((sum, times) => sum + times, 0);
  t.ok(parts > compared / 2, `only a part is created: ${JSON.stringify([...partly])}`);
});

const vocabulary = "index, integer, sql, table, text, trigger, view";

const mistakes: Readonly<Record<string, { readonly live: string; readonly declared: string }>> = {
  "a view that reads statistics, which a new database does not have": {
    live: "CREATE TABLE t (a INTEGER NOT NULL); ANALYZE; CREATE VIEW v AS\nSELECT * FROM sqlite_stat1",
    declared: "export const t = table({ a: integer() }); export const v = view(sql`SELECT * FROM sqlite_stat1`);",
  },
  "a trigger on a column that is not there, which never fires": {
    live: `CREATE TABLE t (
  a INTEGER NOT NULL
); CREATE TRIGGER g AFTER UPDATE OF b ON t BEGIN DELETE FROM t; END`,
    declared:
      "export const t = table({ a: integer() }); export const g = trigger(sql`AFTER UPDATE OF b ON t BEGIN DELETE FROM t; END`);",
  },
  "a view of a table that is gone": {
    live: "CREATE TABLE t (\n  a INTEGER NOT NULL\n); CREATE VIEW v AS\nSELECT * FROM gone",
    declared: "export const t = table({ a: integer() }); export const v = view(sql`SELECT * FROM gone`);",
  },
  "a key that points at nothing": {
    live: "CREATE TABLE t (\n  a INTEGER NOT NULL REFERENCES gone (id)\n)",
    declared: 'export const t = table({ a: integer().references("gone.id") });',
  },
  "a string in double quotes": {
    live: 'PRAGMA writable_schema = ON; CREATE TABLE t (\n  a TEXT NOT NULL\n); CREATE VIEW v AS\nSELECT "b" AS b FROM t',
    declared: 'export const t = table({ a: text() }); export const v = view(sql`SELECT "b" AS b FROM t`);',
  },
  "one object declared twice": {
    live: "CREATE TABLE t (\n  a INTEGER NOT NULL\n); CREATE TABLE u (\n  a INTEGER NOT NULL\n)",
    declared: 'export const t = table({ a: integer() }); export const u = table("t", { a: integer() });',
  },
  "a view whose columns are named after their text": {
    live: "CREATE TABLE t (\n  a INTEGER NOT NULL\n); CREATE VIEW v AS\nSELECT a+1 FROM t; CREATE VIEW w AS\nSELECT [a+1] FROM v",
    declared:
      "export const t = table({ a: integer() }); export const v = view(sql`SELECT a + 1 FROM t`); export const w = view(sql`SELECT [a+1] FROM v`);",
  },
};

for (const [what, { live, declared }] of Object.entries(mistakes))
  t.test(`a mistake that a database holds as well is found: ${what}`, async (t) => {
    const seen = await liveOf(live.split("; CREATE").map((sql, n) => (n === 0 ? sql : `CREATE${sql}`)));
    if (seen === null) throw new Error("the engine refuses the database");
    const sources = new Map([["schema.ts", `import { ${vocabulary} } from "trueup";\n${declared}`]]);
    const without = await meaning(sources, null);
    t.notOk(without.ok);
    t.same(await meaning(sources, { schema: seen, alone: false }), without);
  });

t.test("an index with another collation than its column keeps it, however often it is read", async (t) => {
  const live = await liveOf([
    "CREATE TABLE t (\n  a TEXT NOT NULL COLLATE RTRIM\n)",
    "CREATE INDEX i ON t (a COLLATE BINARY)",
  ]);
  if (live === null) throw new Error("the engine refuses the database");
  const declared =
    'export const t = table({ a: text().collate("RTRIM") }); export const i = index(t.a.collate("BINARY"));';
  const sources = new Map([["schema.ts", `import { ${vocabulary} } from "trueup";\n${declared}`]]);
  const found = await meaning(sources, { schema: live, alone: false });
  t.same(found, await meaning(sources, null));
  t.same(found.ok && found.value.schema.indexes[0]?.terms[0]?.collate, null);
});
