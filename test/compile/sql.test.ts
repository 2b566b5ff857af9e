import { writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { compile, compileSources } from "../../src/compile/compile.ts";
import type { Declared } from "../../src/compile/declared.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import type { Problem } from "../../src/problem/problem.ts";
import { pull } from "../../src/pull/pull.ts";
import { makeDatabase, schemaOf, temporaryFolder, withSnapshot } from "../kit/database.ts";

async function declared(text: string, file = "schema.sql"): Promise<{ value: Declared; warnings: readonly Problem[] }> {
  const checked = await compileSources(new Map([[file, text]]), file);
  if (!checked.ok) throw new Error(checked.problems.map((problem) => problem.message).join("\n"));
  return checked;
}

async function refused(text: string): Promise<readonly Problem[]> {
  const checked = await compileSources(new Map([["schema.sql", text]]), "schema.sql");
  return checked.ok ? [] : checked.problems;
}

const shown = (text: string, problem: Problem | undefined) => text.slice(problem?.at?.start, problem?.at?.end);

t.test("CREATE, ALTER and DROP run in order; rows, settings and transactions are passed over", async (t) => {
  const { value, warnings } = await declared(`
    PRAGMA foreign_keys = OFF;
    BEGIN;
    CREATE TABLE song (id INTEGER PRIMARY KEY, title TEXT);
    INSERT INTO song VALUES (1, 'a; b'), (2, 'c');
    ALTER TABLE song RENAME TO tune;
    ALTER TABLE tune ADD COLUMN level INTEGER;
    CREATE TABLE gone (a); DROP TABLE gone;
    CREATE TRIGGER touched AFTER UPDATE ON tune BEGIN
      UPDATE tune SET level = CASE WHEN level > 1 THEN 1 ELSE 2 END; SELECT 1;
    END;
    CREATE TEMP TABLE scratch (a);
    CREATE TABLE IF NOT EXISTS temp.scratch (a);
    COMMIT; ANALYZE; VACUUM`);
  const wanted = schemaOf(`CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, level INTEGER);
    CREATE TRIGGER touched AFTER UPDATE ON tune BEGIN
      UPDATE tune SET level = CASE WHEN level > 1 THEN 1 ELSE 2 END; SELECT 1; END;`);
  t.equal(fingerprint(value.schema), fingerprint(wanted));
  t.strictSame(
    warnings.map(({ message }) => message),
    [
      "1 statement about rows is ignored: rows are not part of a schema",
      "2 statements about temporary objects are ignored: they end with their connection",
    ],
  );
});

t.test("what follows a statement that is not ended is not passed over with it", async (t) => {
  const table = "CREATE TABLE tune (title TEXT);\n";
  for (const [before, word] of [
    ["DELETE FROM tune", "CREATE"],
    ["INSERT INTO tune VALUES ('a')", "ALTER"],
    ["BEGIN", "DROP"],
    ["PRAGMA foreign_keys = ON", "CREATE"],
    ["CREATE TEMP TABLE scratch (a)", "CREATE"],
    ["EXPLAIN QUERY PLAN SELECT 1", "CREATE"],
  ] as const) {
    const rest = { CREATE: "TABLE rhythm (name TEXT)", ALTER: "TABLE tune RENAME TO song", DROP: "TABLE tune" }[word];
    const text = `${table}${before}\n${word} ${rest};\n`;
    const [problem] = await refused(text);
    t.match(problem, { code: "invalid-sql", message: `the statement before this ${word} is not ended` }, before);
    t.equal(problem?.at?.start, text.lastIndexOf(word), before);
  }
  const [setting] = await refused(`${table}PRAGMA legacy_alter_table = ON\nCREATE TABLE rhythm (name TEXT);`);
  t.match(setting, { code: "invalid-sql", message: /near "CREATE"/ });
  const quote = `${table}INSERT INTO tune VALUES ('it's');\nCREATE TABLE rhythm (name TEXT DEFAULT 'reel');`;
  const [inString] = await refused(quote);
  t.match(inString, { code: "invalid-sql", message: /near "s"/, at: { start: quote.indexOf("INSERT") } });
});

t.test("rows may hold SQL, and an EXPLAIN is about a statement", async (t) => {
  const { value } = await declared(`CREATE TABLE tune (title TEXT, "drop" TEXT);
    INSERT INTO tune ("drop") VALUES ('it''s; CREATE TABLE rhythm (name TEXT)'), (:create), ('a'), ("x; DROP TABLE tune");
    INSERT INTO gone VALUES (slug('; DROP TABLE tune'));
    EXPLAIN CREATE TABLE rhythm (name TEXT);
    EXPLAIN QUERY PLAN CREATE TABLE rhythm (name TEXT);`);
  t.strictSame(
    value.schema.tables.map(({ name }) => name),
    ["tune"],
  );
});

t.test("the way back of a migration is left out, as goose, sql-migrate and dbmate mark it", async (t) => {
  for (const [up, down] of [
    ["-- +goose Up", "-- +goose Down"],
    ["-- +migrate Up", "-- +migrate Down"],
    ["-- migrate:up", "-- migrate:down"],
  ]) {
    const { value, warnings } = await declared(`${up}
CREATE TABLE tune (id INTEGER PRIMARY KEY);
${down}
DROP TABLE tune;
${up}
CREATE INDEX by_id ON tune (id);`);
    t.strictSame([value.schema.tables.length, value.schema.indexes.length, warnings], [1, 1, []], String(up));
  }
});

t.test("a table of an extension is left to the application, with all that belongs to it", async (t) => {
  const own = "CREATE TABLE memory (id INTEGER PRIMARY KEY, text TEXT); CREATE TABLE memory_vec_notes (id INTEGER);";
  const vec = "CREATE VIRTUAL TABLE memory_vec USING vec0(embedding float[4])";
  const code = `CREATE VIEW near AS SELECT rowid FROM memory_vec;
    CREATE TRIGGER forgotten AFTER DELETE ON memory BEGIN DELETE FROM memory_vec WHERE rowid = OLD.id; END;`;
  const dump = `PRAGMA writable_schema=ON;
    INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','memory_vec','memory_vec',0,'${vec}');
    CREATE TABLE IF NOT EXISTS "memory_vec_info" (key text primary key, value any);
    CREATE TABLE IF NOT EXISTS "memory_vec_vector_chunks00"(rowid PRIMARY KEY,vectors BLOB NOT NULL);
    PRAGMA writable_schema=OFF;`;
  for (const text of [`${own}${vec};${code}`, `${own}${dump}${code}`]) {
    const { value, warnings } = await declared(text);
    t.equal(fingerprint(value.schema), fingerprint(schemaOf(own)));
    t.match(warnings, [{ code: "sql-passed-over", subject: "memory_vec" }]);
  }
  const words = `CREATE VIRTUAL TABLE words USING fts5(text, content='memory', tokenize='stems');
    CREATE TABLE words_data (id INTEGER PRIMARY KEY, block BLOB);
    CREATE TRIGGER said AFTER INSERT ON memory BEGIN INSERT INTO words (text) VALUES (NEW.text); END;`;
  const { value, warnings } = await declared(`${own}${words}`);
  t.equal(fingerprint(value.schema), fingerprint(schemaOf(own)), "so is one with a tokenizer of an extension");
  t.match(warnings, [{ code: "sql-passed-over", subject: "words", message: /the tokenizer stems/ }]);
  const [misspelt] = await refused("CREATE VIRTUAL TABLE words USING fts5(text, tokenize='portr')");
  t.match(misspelt, { code: "invalid-sql", subject: "words" });
  const [wrong] = await refused(`${own}CREATE VIRTUAL TABLE words USING ft5(text)`);
  t.match(wrong, { code: "invalid-declaration", help: ["did you mean `fts5`?"] });
});

t.test("a name twice is one too many, and a virtual table's own tables are explained", async (t) => {
  const [twice] = await refused("CREATE TABLE tune (id INTEGER); CREATE TABLE tune (id INTEGER, title TEXT);");
  t.match(twice, { code: "duplicate-object", help: ["rename one of the two, or remove it"] });
  const [kept] = await refused(
    "CREATE VIRTUAL TABLE tune USING fts5(title); CREATE INDEX tune_data ON tune_config (v);",
  );
  t.match(kept, { code: "duplicate-object", help: [/^a virtual table has tables of its own/] });
});

t.test("what is about a temporary table is passed over with it", async (t) => {
  const { value, warnings } = await declared(`CREATE TABLE tune (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE staged (id INTEGER, title TEXT);
CREATE INDEX staged_ids ON staged (id);
CREATE TRIGGER staging AFTER INSERT ON staged BEGIN INSERT INTO tune (id) VALUES (new.id); END;
INSERT INTO staged SELECT 1, 'a';
ALTER TABLE staged ADD COLUMN level INTEGER;
DROP TRIGGER staging;
DROP TABLE staged;
CREATE TABLE staged (kept INTEGER);`);
  t.strictSame(
    value.schema.tables.map(({ name, columns }) => [name, columns.length]),
    [
      ["tune", 1],
      ["staged", 1],
    ],
  );
  t.strictSame(
    warnings.map(({ message }) => message.split(" are ")[0]),
    ["1 statement about rows is ignored: rows", "6 statements about temporary objects"],
  );
});

t.test("a dump of the shell includes its virtual tables", async (t) => {
  const { value } = await declared(`PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','search','search',0,'CREATE VIRTUAL TABLE search USING fts5(title, tokenize=''porter'')');
CREATE TABLE IF NOT EXISTS 'search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO search_data VALUES(1, x'00');
PRAGMA writable_schema=OFF;`);
  t.strictSame(
    value.schema.virtualTables.map(({ name, args }) => [name, args]),
    [["search", ["title", "tokenize='porter'"]]],
  );
  t.strictSame(value.schema.tables, [], "what belongs to the virtual table is its own business");
});

t.test("what .schema prints is a schema, with the tables that SQLite keeps itself", async (t) => {
  const { value, warnings } = await declared(`CREATE TABLE tune(id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT);
CREATE TABLE sqlite_sequence(name,seq);
CREATE VIEW titles AS SELECT title FROM tune
/* titles(title) */;
CREATE VIRTUAL TABLE search USING fts5(title)
/* search(title) */;
CREATE TABLE IF NOT EXISTS 'search_data'(id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE sqlite_stat1(tbl,idx,stat);
CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample);`);
  const { tables, views } = value.schema;
  t.strictSame(
    [...tables, ...views].map(({ name }) => name),
    ["tune", "titles"],
  );
  t.strictSame(warnings, []);
});

t.test("comments are documentation and hints", async (t) => {
  const text = `-- not this

-- A tune.
-- @was song, rhyme
CREATE TABLE tune (
  id INTEGER PRIMARY KEY,
  title TEXT, -- what it is called
  -- @was difficulty
  level INTEGER NOT NULL, -- @fill coalesce(difficulty, 1)
  parent INTEGER REFERENCES tune (id)
);`;
  const { value } = await declared(text);
  t.strictSame(
    [...value.docs],
    [
      ["table:tune", "A tune."],
      ["column:tune.title", "what it is called"],
    ],
  );
  t.strictSame(value.hints.tables, [
    { from: "song", to: "tune" },
    { from: "rhyme", to: "tune" },
  ]);
  t.strictSame(value.hints.columns, [{ table: "tune", from: "difficulty", to: "level" }]);
  t.strictSame(
    value.hints.fills.map(({ sql }) => sql.text),
    ["coalesce(difficulty, 1)"],
  );
  const at = (key: string) => text.slice(value.spans.get(key)?.start, value.spans.get(key)?.end);
  t.equal(at("table:tune"), "tune");
  t.equal(at("column:tune.level"), "level");
  t.equal(at("foreign-key:tune.parent"), "REFERENCES");
});

t.test("what a schema must not contain is refused by name, at its place", async (t) => {
  for (const [text, at] of [
    ["CREATE TABLE a (x);\nATTACH 'other.db' AS o;", "ATTACH"],
    ["VACUUM INTO 'copy.db'", "VACUUM"],
    ["SELECT load_extension('x')", "load_extension"],
    ["CREATE TABLE a (x);\n.read other.sql\nCREATE TABLE b (x);", ".read"],
  ] as const) {
    const [problem] = await refused(text);
    t.equal(problem?.code, "sql-refused", text);
    t.equal(shown(text, problem).toLowerCase(), at.toLowerCase());
  }
});

t.test("what SQLite refuses is shown in its line, however far down", async (t) => {
  const filler = "CREATE TABLE IF NOT EXISTS a (x);\r\n".repeat(899);
  const text = `${filler}CREATE TABLE b (x TEXT, y TEXT,);\r\nCREATE VIEW v AS SELECT zz FROM a;\r\nSELEKT 1;`;
  const problems = await refused(text);
  t.strictSame(
    problems.map((problem) => [problem.code, shown(text, problem)]),
    [
      ["invalid-sql", ")"],
      ["invalid-sql", "SELEKT"],
      ["unknown-column", "zz"],
    ],
  );
  t.equal(text.slice(0, problems[0]?.at?.start).split("\n").length, 900);
});

t.test("UTF-16 and byte order marks are recognised", async (t) => {
  const folder = temporaryFolder(t);
  const text = "CREATE TABLE tune (name TEXT DEFAULT 'Ä');";
  const wanted = fingerprint((await declared(text)).value.schema);
  const wide = Buffer.from(`\ufeff${text}`, "utf16le");
  for (const [name, bytes] of [
    ["bom.sql", Buffer.from(`\ufeff${text}`)],
    ["le.sql", wide],
    ["be.sql", Buffer.from(wide).swap16()],
  ] as const) {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    const checked = await compile(file);
    t.equal(checked.ok && fingerprint(checked.value.schema), wanted, name);
  }
});

t.test("CREATE TABLE AS takes the columns of the query without running it", async (t) => {
  const { value } = await declared(
    "CREATE TABLE a (x INTEGER, y TEXT); CREATE TABLE b AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT x, y, i FROM a, n;",
  );
  t.strictSame(
    value.schema.tables.find(({ name }) => name === "b")?.columns.map(({ name, type }) => [name, type]),
    [
      ["x", "INT"],
      ["y", "TEXT"],
      ["i", ""],
    ],
  );
});

t.test("a plan is not a schema", async (t) => {
  t.match((await refused("--@ plan 1\n"))[0]?.message, /is a plan, not a schema/);
});

t.test("a foreign key to nowhere is a warning, because SQLite accepts it", async (t) => {
  const { warnings } = await declared("CREATE TABLE a (b INTEGER REFERENCES b (id));");
  t.strictSame(
    warnings.map(({ code, level }) => [code, level]),
    [["foreign-key-target", "warning"]],
  );
});

const live = `
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT COLLATE NOCASE, level INTEGER DEFAULT 1);
CREATE INDEX by_title ON tune (title);
CREATE VIEW "easy one" AS SELECT id FROM tune WHERE level = 1;
CREATE VIRTUAL TABLE search USING fts5(title, content='tune');
CREATE TRIGGER a AFTER UPDATE ON tune BEGIN SELECT 1; END;
CREATE TRIGGER b AFTER UPDATE ON tune BEGIN SELECT 2; END;`;

async function pulledFrom(t: Tap, sql: string, into: ReadonlyMap<string, string>) {
  const database = join(temporaryFolder(t), "live.db");
  await makeDatabase(database, sql, "");
  return withSnapshot(database, async (_snapshot, schema) => {
    const pulled = await pull({ schema, into, path: "schema.sql", strict: false });
    if (!pulled.ok) throw new Error(pulled.problems[0]?.message);
    return { schema, files: pulled.value.files };
  });
}
type Tap = Parameters<typeof temporaryFolder>[0];

t.test("pull writes one script with the whole schema", async (t) => {
  const { schema, files } = await pulledFrom(t, live, new Map());
  const text = files.get("schema.sql") ?? "";
  t.equal(fingerprint((await declared(text)).value.schema), fingerprint(schema));
  t.matchOnly(text, /TRIGGER a[\s\S]*TRIGGER b/, "triggers stand in the order in which they were made");
});

t.test("pull edits the statements that differ, and nothing else", async (t) => {
  const before = `-- Ours.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, level INTEGER); -- keep
CREATE TABLE old (a);
CREATE INDEX by_title ON tune (title);
`;
  const { files } = await pulledFrom(t, live.split("CREATE VIEW")[0] ?? "", new Map([["schema.sql", before]]));
  t.equal(
    files.get("schema.sql"),
    `-- Ours.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT COLLATE NOCASE, level INTEGER DEFAULT 1); -- keep
CREATE INDEX by_title ON tune (title);
`,
  );
});

const shop = `CREATE TABLE item (id INTEGER PRIMARY KEY, state TEXT DEFAULT "open", label TEXT GENERATED ALWAYS AS (state || "!"),
  CHECK (state IN ("open", "it's gone")));
CREATE INDEX open_items ON item (id) WHERE state = "open";
CREATE VIEW opened AS SELECT id, "open" AS what FROM item WHERE "state" = "open";
CREATE VIEW outer AS SELECT id FROM opened;
CREATE TRIGGER first AFTER INSERT ON item WHEN new.state = "new" BEGIN UPDATE item SET state = "open" WHERE id IN (SELECT id FROM outer); END;
CREATE TRIGGER second AFTER INSERT ON item BEGIN SELECT 1; END;
ALTER TABLE item ADD COLUMN kind TEXT CHECK ("kind" <> "none");
ALTER TABLE item RENAME COLUMN kind TO sort;`;

const inSingle = shop.replace(/"(open|!|new|none)"/g, "'$1'").replace(`"it's gone"`, "'it''s gone'");

t.test("a string in double quotes is one where it names no column, as SQLite reads it", async (t) => {
  const { value, warnings } = await declared(shop);
  const plain = await declared(inSingle);
  t.equal(fingerprint(value.schema), fingerprint(plain.value.schema));
  t.strictSame(value.schema.triggerOrder, plain.value.schema.triggerOrder, "in the order in which they are written");
  t.strictSame(plain.warnings, []);
  t.strictSame(
    warnings.map(({ code, level, message, evidence, at }) => [code, level, message, evidence, at?.start]),
    [
      [
        "double-quoted-string",
        "warning",
        `"!" and 4 more are in double quotes but name no column, so they are read as strings`,
        [
          `item: "!", "open", "it's gone"`,
          `open_items: "open"`,
          `item: "none"`,
          `opened: "open"`,
          `first: "new", "open"`,
        ],
        shop.indexOf('"!"'),
      ],
    ],
  );
});

t.test("the database that such a script made is what it declares", async (t) => {
  const { schema, files } = await pulledFrom(t, inSingle, new Map([["schema.sql", shop]]));
  t.strictSame([...files], []);
  t.equal(schema.tables.length, 1);
});

t.test("a name in double quotes that is like that of a column stays refused", async (t) => {
  for (const text of [
    'CREATE TABLE a (state TEXT, CHECK ("stat" = 1))',
    'CREATE TABLE a (state TEXT); CREATE INDEX i ON a (state) WHERE "staet" = 1',
    'CREATE TABLE a (state TEXT); CREATE VIEW v AS SELECT state FROM a WHERE "stat" = 1',
  ])
    t.match((await refused(text))[0]?.message, /is in double quotes, so it is the name of a column, and there is none/);
  for (const text of [
    'CREATE TABLE a (state TEXT, PRIMARY KEY ("other"))',
    'CREATE TABLE a (state TEXT); CREATE INDEX i ON a ("other")',
    'CREATE TABLE a (state TEXT); CREATE VIEW v AS SELECT a."other" FROM a',
    "CREATE TABLE a (state TEXT, CHECK (other = 1))",
  ])
    t.equal((await refused(text)).length, 1, text);
});
