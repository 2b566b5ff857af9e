import t from "tap";
import { compileSources } from "../../src/compile/compile.ts";
import { EngineError } from "../../src/database/connection.ts";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { nothingBeside } from "../../src/model/beside.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import { pull } from "../../src/pull/pull.ts";
import { rename } from "../../src/pull/rename/rename.ts";
import { type Hint, writeHints } from "../../src/pull/rename/write-hints.ts";
import { unifiedDiff } from "../../src/pull/unified-diff.ts";
import { quoteName } from "../../src/sql/quote.ts";
import { makeSketch } from "../generate/make.ts";
import { Random } from "../generate/random.ts";
import { respell } from "../generate/spell.ts";

const tune =
  `import { check, index, integer, self, sql, table, text, trigger, unique, view, virtualTable, type Row } from "trueup";

const stamped = { added: text().default(sql\`CURRENT_TIMESTAMP\`), changed: text().nullable() };

/** A tune. */
export const tune = table({
  id: integer().primaryKey(),
  title: text().check(sql\`length(title) > 0 AND "title" <> 'title'\`),
  sort: text().nullable().generated(sql\`lower(title)\`),
  type: text().was("rhythm"),
  variant: integer().nullable().references(self("id")),
  ...stamped,
}, {
  constraints: (t) => [unique(t.title, t.type), check(sql\`\${t.title} <> type\`)],
});
export type Tune = Row<typeof tune>;

export const tune_title = index(tune.title.collate("NOCASE"), sql\`lower(title)\`).where(sql\`\${tune.title} <> ''\`);

export const titles = view(sql\`SELECT title, tune.type AS kind FROM \${tune} ORDER BY title\`);

export const tune_touched = trigger(sql\`
  AFTER UPDATE OF title ON \${tune}
  WHEN new.title <> old.title
  BEGIN
    UPDATE tune SET changed = title || 'title' WHERE tune.id = new.id;
    INSERT INTO log (title, tune) SELECT title, new.title FROM tune;
  END
\`);

export const tune_search = virtualTable(sql\`fts5(title, content='tune', content_rowid='id')\`);
`.replace(
    "INSERT INTO log (title, tune) SELECT title, new.title FROM tune;",
    "DELETE FROM practice WHERE title = new.title;",
  );

const practice = `import { integer, sql, table, text, view } from "trueup";
import { tune as melody } from "./tune.ts";

export const practice = table({
  id: integer().primaryKey(),
  tune: integer().references(() => melody.id),
  again: integer().nullable().references("tune.id"),
  title: text().check(sql\`title <> ''\`),
});

export const practised = view(sql\`
  SELECT \${melody.title}, practice.title AS what, type
  FROM \${practice}
    JOIN \${melody} ON \${melody.id} = practice.tune
  WHERE tune.title <> 'title' AND practice.id IN (SELECT t.id FROM tune AS t WHERE t.title > '')
\`);
`;

async function edits(from: string, to: string): Promise<{ diff: string; warnings: string[]; compiles: boolean }> {
  const sources = new Map([
    ["schema/tune.ts", tune],
    ["schema/practice.ts", practice],
  ]);
  const renamed = await rename({ sources, path: "schema", from, to });
  if (!renamed.ok)
    return { diff: "", warnings: renamed.problems.map((each) => `${each.code}: ${each.message}`), compiles: false };
  const diff = [...renamed.value.files]
    .flatMap(([file, text]) =>
      unifiedDiff(file, sources.get(file) ?? null, text)
        .split("\n")
        .filter((line) => /^\+(?!\+)/.test(line)),
    )
    .join("\n");
  const text = new Map([...sources, ...renamed.value.files]);
  const warnings = renamed.warnings.map(({ code, message, at }) => {
    const lines =
      at === undefined
        ? ""
        : ` [${text
            .get(at.file)
            ?.slice(at.start - 8, at.end + 4)
            .replace(/\s+/g, " ")}]`;
    return `${code}: ${message}${lines}`;
  });
  return { diff, warnings, compiles: (await compileSources(text, "schema")).ok };
}
interface Case {
  readonly does: string;
  readonly from: string;
  readonly to: string;
  readonly adds: string;
  readonly warnings: readonly string[];
  readonly compiles: boolean;
}

const cases: readonly Case[] = [
  {
    does: "a column is renamed in code and in SQL where it can only be that column",
    from: "tune.title",
    to: "name",
    adds: `+  name: text().check(sql\`length(name) > 0 AND "name" <> 'title'\`).was("title"),
+  sort: text().nullable().generated(sql\`lower(name)\`),
+  constraints: (t) => [unique(t.name, t.type), check(sql\`\${t.name} <> type\`)],
+export const tune_title = index(tune.name.collate("NOCASE"), sql\`lower(name)\`).where(sql\`\${tune.name} <> ''\`);
+export const titles = view(sql\`SELECT name, tune.type AS kind FROM \${tune} ORDER BY name\`);
+  AFTER UPDATE OF name ON \${tune}
+  WHEN new.name <> old.name
+    UPDATE tune SET changed = name || 'title' WHERE tune.id = new.id;
+    DELETE FROM practice WHERE title = new.name;
+  SELECT \${melody.name}, practice.title AS what, type
+  WHERE tune.name <> 'title' AND practice.id IN (SELECT t.id FROM tune AS t WHERE t.name > '')`,
    warnings: [
      "rename-uncertain: this may mean tune.title, and was left as it is [ql`fts5(title, co]",
      "rename-uncertain: columns of the view practised now have other names: title → name",
      "rename-uncertain: columns of the view titles now have other names: title → name",
    ],
    compiles: true,
  },
  {
    does: "a column of a shared piece is renamed in its own table alone, quoted where it must be",
    from: "tune.changed",
    to: "touched at",
    adds: `+  added: text().default(sql\`CURRENT_TIMESTAMP\`),
+  "touched at": text().nullable().was("changed"),
+    UPDATE tune SET "touched at" = title || 'title' WHERE tune.id = new.id;`,
    warnings: [],
    compiles: true,
  },
  {
    does: "a former name that comes back is no longer a former name",
    from: "tune.type",
    to: "rhythm",
    adds: `+  rhythm: text().was("type"),
+  constraints: (t) => [unique(t.title, t.rhythm), check(sql\`\${t.title} <> rhythm\`)],
+export const titles = view(sql\`SELECT title, tune.rhythm AS kind FROM \${tune} ORDER BY title\`);
+  SELECT \${melody.title}, practice.title AS what, rhythm`,
    warnings: ["rename-uncertain: columns of the view practised now have other names: type → rhythm"],
    compiles: true,
  },
  {
    does: "a table takes its const, its imports and its mentions along",
    from: "tune",
    to: "melody_",
    adds: `+import { melody_ as melody } from "./tune.ts";
+  again: integer().nullable().references("melody_.id"),
+  WHERE melody_.title <> 'title' AND practice.id IN (SELECT t.id FROM melody_ AS t WHERE t.title > '')
+export const melody_ = table({
+  was: "tune",
+export type Tune = Row<typeof melody_>;
+export const tune_title = index(melody_.title.collate("NOCASE"), sql\`lower(title)\`).where(sql\`\${melody_.title} <> ''\`);
+export const titles = view(sql\`SELECT title, melody_.type AS kind FROM \${melody_} ORDER BY title\`);
+  AFTER UPDATE OF title ON \${melody_}
+    UPDATE melody_ SET changed = title || 'title' WHERE melody_.id = new.id;
+export const tune_search = virtualTable(sql\`fts5(title, content='melody_', content_rowid='id')\`);`,
    warnings: [],
    compiles: true,
  },
  {
    does: "a table is renamed in triggers of other files",
    from: "practice",
    to: "session",
    adds: `+export const session = table({
+}, { was: "practice" });
+  SELECT \${melody.title}, session.title AS what, type
+  FROM \${session}
+    JOIN \${melody} ON \${melody.id} = session.tune
+  WHERE tune.title <> 'title' AND session.id IN (SELECT t.id FROM tune AS t WHERE t.title > '')
+    DELETE FROM session WHERE title = new.title;`,
    warnings: [],
    compiles: true,
  },
  {
    does: "a view is renamed",
    from: "titles",
    to: "tune_titles",
    adds: `+export const tune_titles = view(sql\`SELECT title, tune.type AS kind FROM \${tune} ORDER BY title\`);`,
    warnings: [],
    compiles: true,
  },
  {
    does: "an index is renamed",
    from: "tune_title",
    to: "by_title",
    adds: `+export const by_title = index(tune.title.collate("NOCASE"), sql\`lower(title)\`).where(sql\`\${tune.title} <> ''\`);`,
    warnings: [],
    compiles: true,
  },
  {
    does: "what is not declared is refused",
    from: "tune.nope",
    to: "x",
    adds: ``,
    warnings: ["rename-unknown: nothing is declared as `tune.nope`"],
    compiles: false,
  },
  {
    does: "a name that is taken is refused",
    from: "tune.title",
    to: "type",
    adds: ``,
    warnings: ["rename-taken: there is already a `type`"],
    compiles: false,
  },
  {
    does: "a virtual table is renamed",
    from: "tune_search",
    to: "search",
    adds: `+export const search = virtualTable(sql\`fts5(title, content='tune', content_rowid='id')\`);`,
    warnings: [],
    compiles: true,
  },
  {
    does: "a trigger is renamed",
    from: "tune_touched",
    to: "touched",
    adds: `+export const touched = trigger(sql\``,
    warnings: [],
    compiles: true,
  },
  {
    does: "a name that no const can have becomes the first argument",
    from: "practice",
    to: "class",
    adds: `+export const practice = table("class", {
+}, { was: "practice" });
+  SELECT \${melody.title}, class.title AS what, type
+    JOIN \${melody} ON \${melody.id} = class.tune
+  WHERE tune.title <> 'title' AND class.id IN (SELECT t.id FROM tune AS t WHERE t.title > '')
+    DELETE FROM class WHERE title = new.title;`,
    warnings: [],
    compiles: true,
  },
];

for (const { does, from, to, adds, warnings, compiles } of cases) {
  t.test(does, async (t) => {
    const renamed = await edits(from, to);
    t.equal(renamed.diff, adds);
    t.same(renamed.warnings, warnings);
    t.equal(renamed.compiles, compiles, "whether the result compiles without a further edit");
  });
}

t.test("the engine says what a name in a view or trigger means", async (t) => {
  const sources = new Map([
    [
      "schema/schema.ts",
      `import { integer, sql, table, text, trigger, view } from "trueup";

export const tune = table({ id: integer().primaryKey(), title: text() });
export const book = table({ id: integer().primaryKey(), title: text() });
export const listed = table({ id: integer().primaryKey(), tune: integer(), book: integer(), title: text() });

export const listed_once = trigger(sql\`
  BEFORE INSERT ON \${listed} BEGIN
    SELECT CASE WHEN (SELECT id FROM tune WHERE id = NEW.tune) IS NULL THEN RAISE(ABORT, 'no tune')
      WHEN (SELECT id FROM \${book} WHERE id = NEW.book) IS NULL THEN RAISE(ABORT, 'no book') END;
    INSERT INTO book (id, title) SELECT max(id) + 1, title FROM tune;
  END
\`);
export const newest = view(sql\`SELECT title FROM book WHERE id > (SELECT max(id) AS id FROM tune)\`);
export const counted = view(sql\`SELECT id, n FROM (SELECT t.id, count(*) AS n FROM tune AS t)\`);
`,
    ],
  ]);
  const renamed = await rename({ sources, path: "schema", from: "tune.id", to: "nr" });
  if (!renamed.ok) return t.fail(JSON.stringify(renamed.problems));
  const text = renamed.value.files.get("schema/schema.ts") ?? "";
  t.match(text, "(SELECT nr FROM tune WHERE nr = NEW.tune)");
  t.match(text, "(SELECT id FROM ${book} WHERE id = NEW.book)");
  t.match(text, "INSERT INTO book (id, title) SELECT max(nr) + 1, title FROM tune;");
  t.match(text, "WHERE id > (SELECT max(nr) AS id FROM tune)");
  t.match(text, "SELECT id, n FROM (SELECT t.nr,");
  t.match(
    renamed.warnings.map(({ code, subject }) => `${code} ${subject}`),
    ["rename-uncertain tune.id", "unknown-column counted"],
    "what would have another name for its readers is left to the author",
  );
});

t.test("what keeps the engine from renaming, or from creating an object, leaves the other names to it", async (t) => {
  const renamedIn = async (lines: string, beside = nothingBeside) => {
    const text = `import { integer, sql, table, text, view, virtualTable } from "trueup";
export const tune = table({ id: integer().primaryKey(), title: text() });
${lines}
`;
    const sources = new Map([["schema/schema.ts", text]]);
    const renamed = await rename({ sources, path: "schema", from: "tune.id", to: "nr", beside });
    return renamed.ok ? (renamed.value.files.get("schema/schema.ts") ?? "") : JSON.stringify(renamed.problems);
  };
  const newest = "export const newest = view(sql`SELECT 1 AS x WHERE (SELECT max(id) FROM tune) > 3`);";
  t.match(
    await renamedIn(`export const a = view(sql\`SELECT title FROM tune\`);
export const b = view("a: b", sql\`SELECT id, n FROM (SELECT t.id, count(*) AS n FROM tune AS t)\`);
${newest}`),
    "(SELECT max(nr) FROM tune)",
    "a view whose name begins like the message about another one",
  );
  const others = Array.from({ length: 200 }, (_, n) => `export const t${n} = table({ id: integer().primaryKey() });`);
  t.match(
    await renamedIn(`${others.join("\n")}
export const titles = view(sql\`SELECT title FROM tune\`);
export const search = virtualTable(sql\`fts4(content='titles')\`);
${newest}`),
    "(SELECT max(nr) FROM tune)",
    "a virtual table that is created after the view that it reads",
  );
  t.match(
    await renamedIn(
      "export const slugs = view(sql`SELECT slug(max(id)) AS x FROM tune, (SELECT title AS z FROM tune)`);",
      {
        ...nothingBeside,
        functions: ["slug"],
      },
    ),
    "SELECT slug(max(nr)) AS x",
    "a view with a function of the application",
  );
});

t.test("the next plan renames: the hint exists, and the schema has the new name", async (t) => {
  const sources = new Map([
    ["schema/tune.ts", tune],
    ["schema/practice.ts", practice],
  ]);
  const renamed = await rename({ sources, path: "schema", from: "practice.title", to: "what" });
  if (!renamed.ok) return t.fail(JSON.stringify(renamed.problems));
  const declared = await compileSources(new Map([...sources, ...renamed.value.files]), "schema");
  if (!declared.ok) return t.fail(JSON.stringify(declared.problems));
  t.match(declared.value.hints.columns, [{ table: "practice", from: "title", to: "what" }]);
});

const seeds = Number(process.env.PULL_SEEDS ?? 60);

t.test(`${seeds} renames do what SQLite's own RENAME does, wherever every name was certain`, async (t) => {
  let compared = 0;
  for (let seed = 1; seed <= seeds; seed += 1) {
    const random = new Random(seed);
    const scratch = openScratch();
    try {
      const sketch = makeSketch(random);
      // SQLite does not rename what a full-text index takes its content from; trueup does.
      if (sketch.virtuals.length > 0) continue;
      for (const statement of respell(sketch, random)) scratch.exec(statement);
      const before = introspectScratch(scratch);
      const table = before.tables[seed % Math.max(1, before.tables.length)];
      const column = table?.columns[seed % table.columns.length];
      if (table === undefined || column === undefined) continue;
      const whole = seed % 4 === 0;
      const sql = whole ? "TO renamed" : `COLUMN ${quoteName(column.name)} TO renamed`;
      scratch.exec(`ALTER TABLE ${quoteName(table.name)} RENAME ${sql}`);
      const after = introspectScratch(scratch);
      const pulled = await pull({ schema: before, into: new Map(), path: "schema", strict: false });
      if (!pulled.ok) return t.fail(`seed ${seed}: ${JSON.stringify(pulled.problems)}`);
      const from = whole ? table.name : `${table.name}.${column.name}`;
      const renamed = await rename({ sources: pulled.value.files, path: "schema", from, to: "renamed" });
      if (!renamed.ok) return t.fail(`seed ${seed}: ${JSON.stringify(renamed.problems)}`);
      if (renamed.warnings.some((each) => each.at !== undefined)) continue;
      const declared = await compileSources(new Map([...pulled.value.files, ...renamed.value.files]), "schema");
      if (!declared.ok) return t.fail(`seed ${seed}: ${JSON.stringify(declared.problems)}`);
      t.equal(fingerprint(declared.value.schema), fingerprint(after), `seed ${seed}: ${from}`);
      compared += 1;
    } catch (error) {
      // The engine itself may refuse a statement of a generated schema, or the rename of a column that a view needs.
      if (!(error instanceof EngineError)) throw error;
    } finally {
      scratch.close();
    }
  }
  t.ok(compared > seeds / 3, `${compared} of ${seeds}`);
});

t.test("answers are written as comments if the declarations are in another language", async (t) => {
  const hints: readonly Hint[] = [
    { kind: "rename-table", from: "song", to: "tune" },
    { kind: "rename-column", table: "tune", from: "title", to: "name" },
    { kind: "rename-column", table: "tune", from: "feel", to: "mood" },
    { kind: "fill", table: "tune", column: "kind", sql: "'reel'" },
  ];
  const written = async (file: string, text: string) => {
    const declared = await compileSources(new Map([[file, text]]), file);
    if (!declared.ok) throw new Error(JSON.stringify(declared.problems));
    const { files, left } = await writeHints(declared.value, file, hints, nothingBeside);
    return { text: files.get(file), left: left.map((hint) => (hint.kind === "rename-column" ? hint.from : hint.kind)) };
  };
  const sql = await written(
    "/p/schema.sql",
    "-- tunes\nCREATE TABLE tune (\n  -- its name\n  name TEXT NOT NULL,\n  kind TEXT NOT NULL, mood TEXT\n);\n",
  );
  t.equal(
    sql.text,
    "-- tunes\n-- @was song\nCREATE TABLE tune (\n  -- its name\n  -- @was title\n  name TEXT NOT NULL,\n  -- @fill 'reel'\n  kind TEXT NOT NULL, mood TEXT\n);\n",
  );
  t.strictSame(sql.left, ["feel"], "a column behind another one has no line above it");
  const prisma = await written(
    "/p/schema.prisma",
    '/// tunes\nmodel Tune {\n  id Int @id\n  /// its name\n  name String\n  kind String\n  mood String?\n  @@map("tune")\n}\n',
  );
  t.equal(
    prisma.text,
    "/// tunes\n/// @was song\nmodel Tune {\n  id Int @id\n  /// its name\n  /// @was title\n  name String\n  /// @fill 'reel'\n  kind String\n  /// @was feel\n  mood String?\n  @@map(\"tune\")\n}\n",
  );
  const drizzle = await written(
    "/p/schema.ts",
    'import { sqliteTable, text } from "drizzle-orm/sqlite-core";\n/** tunes */\nexport const tunes = sqliteTable("tune", {\n  /**\n   * its name\n   */\n  name: text("name").notNull(),\n  kind: text("kind").notNull(), mood: text("mood"),\n});\n',
  );
  t.equal(
    drizzle.text,
    'import { sqliteTable, text } from "drizzle-orm/sqlite-core";\n/**\n * tunes\n * @was song\n */\nexport const tunes = sqliteTable("tune", {\n  /**\n   * its name\n   * @was title\n   */\n  name: text("name").notNull(),\n  /** @fill \'reel\' */\n  kind: text("kind").notNull(), mood: text("mood"),\n});\n',
  );
  t.strictSame(drizzle.left, ["feel"]);
});
