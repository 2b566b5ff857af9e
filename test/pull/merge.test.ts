import t from "tap";
import { compileSources } from "../../src/compile/compile.ts";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { objectsOf } from "../../src/model/canonical.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import type { Schema } from "../../src/model/schema.ts";
import { pull } from "../../src/pull/pull.ts";
import { unifiedDiff } from "../../src/pull/unified-diff.ts";
import { makeSketch } from "../generate/make.ts";
import { mutate } from "../generate/mutate.ts";
import { Random } from "../generate/random.ts";
import { respell, spell } from "../generate/spell.ts";

const base = `import {
  check, integer, index, sql,
  table, text, trigger, unique, view, type Row,
} from "trueup";
import { genre } from "./genre.ts";

// What every table has.
const stamped = {
  /** When it was made. */
  added: text().default(sql\`CURRENT_TIMESTAMP\`),
  changed: text().nullable(), // by a trigger
};

/** A tune that is practised. */
export const tune = table({
  id: integer().primaryKey({ autoincrement: true }), // never reused
  // the title, as printed
  title: text<Title>().check(sql\`length( title ) > 0\`),
  type:   text().oneOf("reel", "jig").was("rhythm"),

  genre: text()
    .nullable()
    .references(() => genre.id, { onDelete: "set null" }),
  ...stamped,
}, {
  strict: true,
  constraints: (t) => [
    unique(t.title, t.type), // one of a kind
    check("not_untitled", sql\`\${t.title} <> 'untitled'\`),
  ],
});
type Title = string;

export const tune_by_genre = index(tune.genre, sql\`lower(\${tune.title})\`);

/** A note. It is short. */
export const note = table({ id: integer().primaryKey(), tune: integer().references(() => tune.id), ...stamped });
export type Note = Row<typeof note>;

export const titles = view<{ title: string }>(sql\`SELECT \${tune.title} FROM \${tune}\`);

export const tune_touched = trigger(sql\`
  AFTER UPDATE OF title ON \${tune}
  BEGIN
    UPDATE tune SET changed = CURRENT_TIMESTAMP WHERE id = new.id;
  END
\`);
`;
const genre = `import { table, text } from "trueup";

export const genre = table({ id: text().primaryKey(), name: text().collate("NOCASE").unique() });
`;

/** The database that the declarations describe, after some statements. */
async function changed(sources: ReadonlyMap<string, string>, statements: string): Promise<Schema> {
  const declared = await compileSources(sources, "schema");
  if (!declared.ok) throw new Error(JSON.stringify(declared.problems, null, 2));
  const scratch = openScratch();
  try {
    for (const object of objectsOf(declared.value.schema)) scratch.exec(object.text);
    scratch.exec(`PRAGMA foreign_keys = OFF;\n${statements}`);
    return introspectScratch(scratch);
  } finally {
    scratch.close();
  }
}

/** What a pull edits, as a diff without its context. */
async function edits(
  statements: string,
  files: Readonly<Record<string, string>> = { "schema/tune.ts": base, "schema/genre.ts": genre },
) {
  const into = new Map(Object.entries(files));
  const live = await changed(into, statements);
  const pulled = await pull({ schema: live, into, path: "schema", strict: false });
  if (!pulled.ok) throw new Error(JSON.stringify(pulled.problems, null, 2));
  return [...pulled.value.files]
    .flatMap(([file, text]) =>
      unifiedDiff(file, into.get(file) ?? null, text)
        .split("\n")
        .filter((line) => /^[-+]/.test(line)),
    )
    .filter((line) => !line.startsWith("---"))
    .join("\n");
}

/** An ALTER that SQLite has no statement for: the table is recreated with another definition. */
function remade(table: string, sql: string): string {
  return `DROP TABLE ${table}; ${sql};`;
}
interface Case {
  readonly does: string;
  readonly sql: string;
  readonly edits: string;
}

const cases: readonly Case[] = [
  {
    does: "a new column lands where it stands in the database",
    sql: "ALTER TABLE tune ADD COLUMN tempo INTEGER NOT NULL DEFAULT 90",
    edits: `+++ b/schema/tune.ts
+  tempo: integer().default(90),`,
  },
  {
    does: "a column joins a table that is written on one line",
    sql: "ALTER TABLE note ADD COLUMN body TEXT",
    edits: `+++ b/schema/tune.ts
-export const note = table({ id: integer().primaryKey(), tune: integer().references(() => tune.id), ...stamped });
+export const note = table({ id: integer().primaryKey(), tune: integer().references(() => tune.id), ...stamped, body: text().nullable() });`,
  },
  {
    does: "a dropped column goes with its comment and what it imported",
    sql: "DROP VIEW titles; DROP TRIGGER tune_touched; DROP INDEX tune_by_genre; ALTER TABLE tune DROP COLUMN genre;",
    edits: `+++ b/schema/tune.ts
-  check, integer, index, sql,
-  table, text, trigger, unique, view, type Row,
+  check, integer, sql,
+  table, text, unique, type Row,
-import { genre } from "./genre.ts";
-
-  genre: text()
-    .nullable()
-    .references(() => genre.id, { onDelete: "set null" }),
-export const tune_by_genre = index(tune.genre, sql\`lower(\${tune.title})\`);
-
-export const titles = view<{ title: string }>(sql\`SELECT \${tune.title} FROM \${tune}\`);
-
-export const tune_touched = trigger(sql\`
-  AFTER UPDATE OF title ON \${tune}
-  BEGIN
-    UPDATE tune SET changed = CURRENT_TIMESTAMP WHERE id = new.id;
-  END
-\`);`,
  },
  {
    does: "a changed column keeps its author's words, hints and spacing",
    sql:
      "DROP VIEW titles; DROP INDEX tune_by_genre; " +
      remade(
        "tune",
        `CREATE TABLE tune (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL CHECK (length(title) > 0), type TEXT NOT NULL DEFAULT 'jig' CHECK (type IN ('reel', 'jig', 'polka')), genre TEXT REFERENCES genre (id) ON DELETE SET NULL, added TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, changed TEXT COLLATE NOCASE, tempo REAL, UNIQUE (type, title), CONSTRAINT not_untitled CHECK (title <> 'untitled'), CHECK (tempo < 400 OR type = 'reel'))`,
      ),
    edits: `+++ b/schema/tune.ts
-  check, integer, index, sql,
-  table, text, trigger, unique, view, type Row,
+  check, integer, sql,
+  table, text, unique, type Row,
+  real,
-  type:   text().oneOf("reel", "jig").was("rhythm"),
+  type:   text().oneOf("reel", "jig", "polka").default("jig").was("rhythm"),
-  ...stamped,
+  added: text().default(sql\`CURRENT_TIMESTAMP\`),
+  changed: text().nullable().collate("NOCASE"),
+  tempo: real().nullable(),
-  strict: true,
-    unique(t.title, t.type), // one of a kind
+    unique(t.type, t.title),
+    check(sql\`\${t.tempo} < 400 OR \${t.type} = 'reel'\`),
-export const tune_by_genre = index(tune.genre, sql\`lower(\${tune.title})\`);
-
-export const titles = view<{ title: string }>(sql\`SELECT \${tune.title} FROM \${tune}\`);
-
-export const tune_touched = trigger(sql\`
-  AFTER UPDATE OF title ON \${tune}
-  BEGIN
-    UPDATE tune SET changed = CURRENT_TIMESTAMP WHERE id = new.id;
-  END
-\`);`,
  },
  {
    does: "a column that may be NULL now keeps its CHECK as it was written",
    sql: "ALTER TABLE tune ALTER COLUMN title TO title TEXT CHECK (length(title) > 0)",
    edits: `+++ b/schema/tune.ts
-  title: text<Title>().check(sql\`length( title ) > 0\`),
+  title: text<Title>().nullable().check(sql\`length( title ) > 0\`),`,
  },
  {
    does: "a shared piece that no longer fits is written out for that table alone",
    sql: "ALTER TABLE note ALTER COLUMN changed TO changed TEXT NOT NULL DEFAULT ''",
    edits: `+++ b/schema/tune.ts
-export const note = table({ id: integer().primaryKey(), tune: integer().references(() => tune.id), ...stamped });
+export const note = table({ id: integer().primaryKey(), tune: integer().references(() => tune.id), added: text().default(sql\`CURRENT_TIMESTAMP\`), changed: text().default("") });`,
  },
  {
    does: "a dropped table goes with its comment and its types",
    sql: "DROP TABLE note",
    edits: `+++ b/schema/tune.ts
-  table, text, trigger, unique, view, type Row,
+  table, text, trigger, unique, view,
-
-/** A note. It is short. */
-export const note = table({ id: integer().primaryKey(), tune: integer().references(() => tune.id), ...stamped });
-export type Note = Row<typeof note>;`,
  },
  {
    does: "a dropped parent leaves its reference and its import",
    sql: "DROP TABLE genre; ALTER TABLE tune ALTER COLUMN genre TO genre TEXT",
    edits: `+++ b/schema/genre.ts
-import { table, text } from "trueup";
-
-export const genre = table({ id: text().primaryKey(), name: text().collate("NOCASE").unique() });
+++ b/schema/tune.ts
-import { genre } from "./genre.ts";
-    .nullable()
-    .references(() => genre.id, { onDelete: "set null" }),
+    .nullable(),`,
  },
  {
    does: "a new table comes with its indexes, and an index by its table",
    sql: "CREATE TABLE practice (id INTEGER PRIMARY KEY, tune INTEGER NOT NULL REFERENCES tune (id), at TEXT NOT NULL); CREATE INDEX practice_at ON practice (at); CREATE INDEX tune_title ON tune (title)",
    edits: `+++ b/schema/tune.ts
+export const tune_title = index(tune.title);
+
+export const practice = table({
+  id: integer().primaryKey(),
+  tune: integer().references(() => tune.id),
+  at: text(),
+});
+
+export const practice_at = index(practice.at);`,
  },
  {
    does: "a new view goes to the file of what it reads",
    sql: "CREATE VIEW all_genres AS SELECT genre.name FROM genre; CREATE VIEW longest AS SELECT max(length(title)) AS l FROM tune",
    edits: `+++ b/schema/genre.ts
-import { table, text } from "trueup";
+import { sql, table, text, view } from "trueup";
+
+export const all_genres = view(sql\`SELECT \${genre.name} FROM \${genre}\`);
+++ b/schema/tune.ts
+
+export const longest = view(sql\`SELECT max(length(title)) AS l FROM \${tune}\`);`,
  },
  {
    does: "a changed view keeps its type",
    sql: "DROP VIEW titles; CREATE VIEW titles AS SELECT tune.title, tune.type FROM tune ORDER BY title",
    edits: `+++ b/schema/tune.ts
-export const titles = view<{ title: string }>(sql\`SELECT \${tune.title} FROM \${tune}\`);
+export const titles = view<{ title: string }>(sql\`SELECT \${tune.title}, \${tune.type} FROM \${tune} ORDER BY title\`);`,
  },
  {
    does: "a changed trigger is one template",
    sql: "DROP TRIGGER tune_touched; CREATE TRIGGER tune_touched AFTER UPDATE ON tune BEGIN UPDATE tune SET changed = 1 WHERE id = new.id; END",
    edits: `+++ b/schema/tune.ts
-  AFTER UPDATE OF title ON \${tune}
+  AFTER UPDATE ON \${tune}
-    UPDATE tune SET changed = CURRENT_TIMESTAMP WHERE id = new.id;
+    UPDATE \${tune} SET changed = 1 WHERE id = new.id;`,
  },
  {
    does: "a changed index is written anew, and the words that it needs are imported",
    sql: "DROP INDEX tune_by_genre; CREATE UNIQUE INDEX tune_by_genre ON tune (genre DESC) WHERE genre IS NOT NULL",
    edits: `+++ b/schema/tune.ts
-  check, integer, index, sql,
+  check, integer, sql,
+  uniqueIndex,
-export const tune_by_genre = index(tune.genre, sql\`lower(\${tune.title})\`);
+export const tune_by_genre = uniqueIndex(tune.genre.desc()).where(sql\`\${tune.genre} IS NOT NULL\`);`,
  },
  {
    does: "constraints and options are edited in place",
    sql: remade(
      "note",
      "CREATE TABLE note (id INTEGER PRIMARY KEY, tune INTEGER NOT NULL REFERENCES tune (id) ON DELETE CASCADE, added TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, changed TEXT, UNIQUE (tune, added)) STRICT",
    ),
    edits: `+++ b/schema/tune.ts
-export const note = table({ id: integer().primaryKey(), tune: integer().references(() => tune.id), ...stamped });
+export const note = table({ id: integer().primaryKey(), tune: integer().references(() => tune.id, { onDelete: "cascade" }), ...stamped }, { strict: true, constraints: (t) => [unique(t.tune, t.added)] });`,
  },
  {
    does: "where everything is gone the shared pieces stay",
    sql: "DROP VIEW titles; DROP TABLE note; DROP TABLE tune; DROP TABLE genre",
    edits: `+++ b/schema/genre.ts
-import { table, text } from "trueup";
-
-export const genre = table({ id: text().primaryKey(), name: text().collate("NOCASE").unique() });
+++ b/schema/tune.ts
-  check, integer, index, sql,
-  table, text, trigger, unique, view, type Row,
+  sql,
+  text,
-import { genre } from "./genre.ts";
-/** A tune that is practised. */
-export const tune = table({
-  id: integer().primaryKey({ autoincrement: true }), // never reused
-  // the title, as printed
-  title: text<Title>().check(sql\`length( title ) > 0\`),
-  type:   text().oneOf("reel", "jig").was("rhythm"),
-
-  genre: text()
-    .nullable()
-    .references(() => genre.id, { onDelete: "set null" }),
-  ...stamped,
-}, {
-  strict: true,
-  constraints: (t) => [
-    unique(t.title, t.type), // one of a kind
-    check("not_untitled", sql\`\${t.title} <> 'untitled'\`),
-  ],
-});
-export const tune_by_genre = index(tune.genre, sql\`lower(\${tune.title})\`);
-
-/** A note. It is short. */
-export const note = table({ id: integer().primaryKey(), tune: integer().references(() => tune.id), ...stamped });
-export type Note = Row<typeof note>;
-
-export const titles = view<{ title: string }>(sql\`SELECT \${tune.title} FROM \${tune}\`);
-
-export const tune_touched = trigger(sql\`
-  AFTER UPDATE OF title ON \${tune}
-  BEGIN
-    UPDATE tune SET changed = CURRENT_TIMESTAMP WHERE id = new.id;
-  END
-\`);`,
  },
];

for (const { does, sql, edits: wanted } of cases) {
  t.test(does, async (t) => {
    t.equal(await edits(sql), wanted);
  });
}

const lookup = `import { table, text, integer, sql, index } from "trueup";
const lookup = (name: string) => table(name, { id: text().primaryKey(), label: text() });
export const genre = lookup("genre");
export const mood = lookup("mood");
const key = () => integer().primaryKey();
export const a = table({ id: key(), x: text() }, { strict: true });
`;

const odd: readonly (Case & { readonly files: Readonly<Record<string, string>> })[] = [
  {
    does: "a table made by a helper is written out where it differs",
    files: { "schema/a.ts": lookup },
    sql: "ALTER TABLE genre ADD COLUMN n INTEGER",
    edits: `+++ b/schema/a.ts
-export const genre = lookup("genre");
+export const genre = table({
+  id: text().primaryKey(),
+  label: text(),
+  n: integer().nullable(),
+});`,
  },
  {
    does: "a column made by a helper is written out where it differs",
    files: { "schema/a.ts": lookup },
    sql: "DROP TABLE a; CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT NOT NULL)",
    edits: `+++ b/schema/a.ts
-export const a = table({ id: key(), x: text() }, { strict: true });
+export const a = table({ id: integer().primaryKey({ autoincrement: true }), x: text() });`,
  },
  {
    does: "consts that are exported in a list are found",
    files: {
      "schema/a.ts": `import { table, text } from "trueup";\nconst t = table({ a: text() });\nconst u = table({ a: text() });\nexport { t as tune, u };\n`,
    },
    sql: "ALTER TABLE tune ADD COLUMN b TEXT; ALTER TABLE u ADD COLUMN c",
    edits: `+++ b/schema/a.ts
-import { table, text } from "trueup";
-const t = table({ a: text() });
-const u = table({ a: text() });
+import { column, table, text } from "trueup";
+const t = table({ a: text(), b: text().nullable() });
+const u = table({ a: text(), c: column("").nullable() });`,
  },
  {
    does: "comments, tabs and line ends stay",
    files: {
      "schema/a.ts": `import { table, text } from "trueup";\r\n\r\nexport const t = table({\r\n\t// first\r\n\ta: text(), // trailing a\r\n\t/* b */ b: text().nullable(),\r\n\r\n\t// tail comment\r\n} satisfies object);\r\n`,
    },
    sql: "ALTER TABLE t ADD COLUMN c TEXT; ALTER TABLE t DROP COLUMN a;",
    edits: `+++ b/schema/a.ts
-	// first\r
-	a: text(), // trailing a\r
+	c: text().nullable(),\r`,
  },
  {
    does: "a last property without a comma, with a comment",
    files: {
      "schema/a.ts": `import { table, text } from "trueup";\nexport const t = table({\n    a: text(),\n    b: text() // last\n})\n`,
    },
    sql: "ALTER TABLE t ADD COLUMN c TEXT; ALTER TABLE t DROP COLUMN b; CREATE TABLE z (q)",
    edits: `+++ b/schema/a.ts
-import { table, text } from "trueup";
+import { column, table, text } from "trueup";
-    b: text() // last
+    c: text().nullable(),
+
+export const z = table({
+  q: column("").nullable(),
+});`,
  },
  {
    does: "a shared piece of another file stays where it fits",
    files: {
      "schema/shared.ts": `import { text } from "trueup";\nexport const stamped = { added: text(), by: text() };\n`,
      "schema/a.ts": `import { table, text } from "trueup";\nimport { stamped } from "./shared.ts";\nexport const t = table({ a: text(), ...stamped });\nexport const u = table({\n  a: text(),\n  ...stamped,\n});\n`,
    },
    sql: "ALTER TABLE u ADD COLUMN c TEXT; ALTER TABLE t DROP COLUMN by",
    edits: `+++ b/schema/a.ts
-export const t = table({ a: text(), ...stamped });
+export const t = table({ a: text(), added: text() });
+  c: text().nullable(),`,
  },
  {
    does: "names of their own, and the order of columns",
    files: {
      "schema/a.ts": `import { table, text, index } from "trueup";\nexport const odd = table("odd name", { "9": text(), a: text(), "1": text() }, { order: ["9", "a", "1"], was: "older" });\nexport const i = index("an index", odd.a);\n`,
    },
    sql: `ALTER TABLE "odd name" ADD COLUMN "5" TEXT; DROP INDEX "an index"; CREATE INDEX "an index" ON "odd name" (a DESC)`,
    edits: `+++ b/schema/a.ts
-export const odd = table("odd name", { "9": text(), a: text(), "1": text() }, { order: ["9", "a", "1"], was: "older" });
-export const i = index("an index", odd.a);
+export const odd = table("odd name", { "9": text(), a: text(), "1": text(), "5": text().nullable() }, { order: ["9", "a", "1", "5"], was: "older" });
+export const i = index("an index", odd.a.desc());`,
  },
  {
    does: "comments between the calls of a column stay",
    files: {
      "schema/a.ts": `import { table, text } from "trueup";\nexport const t = table({\n  a: text() // the type\n    .unique() // once\n    .default("x"), // end\n});\n`,
    },
    sql: "DROP TABLE t; CREATE TABLE t (a TEXT DEFAULT 'y' UNIQUE)",
    edits: `+++ b/schema/a.ts
-  a: text() // the type
+  a: text()
+    .nullable() // the type
-    .default("x"), // end
+    .default("y"), // end`,
  },
  {
    does: "a comment behind a property stays with it",
    files: {
      "schema/a.ts": `import { table, text } from "trueup";\nexport const t = table({\n  a: text(), // why\n});\n`,
    },
    sql: "ALTER TABLE t ADD COLUMN b TEXT",
    edits: `+++ b/schema/a.ts
+  b: text().nullable(),`,
  },
  {
    does: "one of two consts goes",
    files: {
      "schema/a.ts": `import { table, text } from "trueup";\nexport const t = table({ a: text() }), u = table({ b: text() });\n`,
    },
    sql: "DROP TABLE u",
    edits: `+++ b/schema/a.ts
-export const t = table({ a: text() }), u = table({ b: text() });
+export const t = table({ a: text() });`,
  },
  {
    does: "a view gets columns",
    files: {
      "schema/a.ts": `import { table, text, view, sql, integer } from "trueup";\nexport const t = table({ a: text(), n: integer() });\nexport const v = view(sql\`SELECT \${t.a} FROM \${t}\`, { columns: { a: text() } });\nexport const w = view(sql\`SELECT \${v.a} FROM \${v}\`);\n`,
    },
    sql: "DROP VIEW v; CREATE VIEW v (a, n) AS SELECT a, n FROM t; CREATE TABLE zz (id INTEGER PRIMARY KEY, t TEXT REFERENCES t (a))",
    edits: `+++ b/schema/a.ts
-export const v = view(sql\`SELECT \${t.a} FROM \${t}\`, { columns: { a: text() } });
+export const v = view(sql\`SELECT a, n FROM \${t}\`, { columns: ["a", "n"] });
+
+export const zz = table({
+  id: integer().primaryKey(),
+  // trueup-ignore foreign-key-target: the database has it like this
+  t: text().nullable().references(() => t.a),
+});`,
  },
];

for (const { does, files, sql, edits: wanted } of odd) {
  t.test(does, async (t) => {
    t.equal(await edits(sql, files), wanted);
  });
}

t.test("nothing changes if nothing differs", async (t) => {
  t.equal(await edits(""), "");
  t.equal(await edits("DROP INDEX tune_by_genre; CREATE INDEX tune_by_genre ON tune(genre,LOWER([title]))"), "");
});

/** The schema made by statements that the engine accepts; null if it refuses one. */
function schemaOf(statements: readonly string[]): Schema | null {
  const scratch = openScratch();
  try {
    for (const statement of statements) scratch.exec(statement);
    return introspectScratch(scratch);
  } catch {
    return null;
  } finally {
    scratch.close();
  }
}

const seeds = Number(process.env.PULL_SEEDS ?? 60);

t.test(`${seeds} generated schemas are pulled, changed, and pulled into what was written`, async (t) => {
  let merged = 0;
  for (let seed = 1; seed <= seeds; seed += 1) {
    const random = new Random(seed);
    const sketch = makeSketch(random);
    const before = schemaOf(respell(sketch, random));
    const after = schemaOf(spell(mutate(sketch, random, 1 + (seed % 3)).sketch));
    if (before === null || after === null) continue;
    const pulled = await pull({ schema: before, into: new Map(), path: "schema", strict: false });
    if (!pulled.ok) return t.fail(`seed ${seed}: ${JSON.stringify(pulled.problems)}`);
    const again = await pull({ schema: after, into: pulled.value.files, path: "schema", strict: false });
    if (!again.ok) return t.fail(`seed ${seed}, merged: ${JSON.stringify(again.problems)}`);
    const declared = await compileSources(new Map([...pulled.value.files, ...again.value.files]), "schema");
    const same = declared.ok && fingerprint(declared.value.schema) === fingerprint(after);
    if (!same && again.warnings.length === 0)
      return t.fail(`seed ${seed}: the merged declarations are not the database`);
    merged += 1;
  }
  t.ok(merged > seeds * 0.9, `${merged} of ${seeds}`);
});
