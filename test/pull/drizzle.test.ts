import { join } from "node:path";
import t, { type Test } from "tap";
import { compileSources } from "../../src/compile/compile.ts";
import { pull } from "../../src/pull/pull.ts";
import { makeDatabase, temporaryFolder, withSnapshot } from "../kit/database.ts";

const live =
  `CREATE TABLE user_role (a text NOT NULL, b integer NOT NULL, "odd name" VARCHAR(20) DEFAULT 'it''s \`\${x}\`', PRIMARY KEY (a, b), UNIQUE (b, "odd name"), CHECK (b > 0));
CREATE TABLE users (ID integer PRIMARY KEY AUTOINCREMENT, email text(40) NOT NULL COLLATE NOCASE UNIQUE, n real DEFAULT -1.5, made text GENERATED ALWAYS AS (lower(email)) STORED,
  boss integer REFERENCES users (ID) ON DELETE CASCADE, role text, roleB integer, FOREIGN KEY (role, roleB) REFERENCES user_role (a, b) ON UPDATE SET NULL) STRICT;
CREATE INDEX some ON user_role (lower(a) DESC, b) WHERE b > 1;
CREATE INDEX sorted ON user_role (a COLLATE NOCASE DESC);
CREATE VIEW plain AS SELECT a FROM user_role;
CREATE VIEW named (x, y) AS SELECT a, b FROM user_role;
CREATE VIRTUAL TABLE search USING fts5(title, tokenize='porter');
CREATE TRIGGER touched AFTER UPDATE ON user_role BEGIN SELECT 'a\\b'; END;
CREATE TABLE __drizzle_migrations (id INTEGER PRIMARY KEY);`
    .replace("text(40)", "text")
    .replace("roleB integer, FOREIGN", "roleB integer, FOREIGN");

async function pulled(t: Test, sql: string, schema: string | null) {
  const database = join(temporaryFolder(t), "live.db");
  await makeDatabase(database, sql, "");
  const into = new Map(schema === null ? [] : [["db/schema.ts", schema]]);
  const compiled = schema === null ? null : await compileSources(into, "db/schema.ts");
  const declared = compiled?.ok === true ? compiled.value : undefined;
  return withSnapshot(database, async (_snapshot, schema) =>
    pull({ schema, into, path: "db/schema.ts", strict: false, declared, as: "drizzle" }),
  );
}

t.test("a database becomes a Drizzle schema, with the rest in a trueup file", async (t) => {
  const result = await pulled(t, live, null);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  const { files } = result.value;
  t.strictSame([...files.keys()], ["db/schema.ts", "db/extra.ts"]);
  t.match(files.get("db/schema.ts"), /oddName: typed\("VARCHAR\(20\)"\)\("odd name"\)/);
  t.notMatch(files.get("db/schema.ts"), /drizzleMigrations/);
  t.match(files.get("db/extra.ts"), /virtualTable\("search"[\s\S]*view\("named"[\s\S]*trigger\("touched"/);
  t.strictSame(
    result.warnings.map(({ code, evidence }) => [code, evidence]),
    [["pull-unsaid", ["users is STRICT", "users.email is COLLATE NOCASE"]]],
  );
});

t.test("a key to a table that is not there cannot be said in Drizzle", async (t) => {
  const result = await pulled(
    t,
    "CREATE TABLE tune (id integer PRIMARY KEY, book integer REFERENCES book (id));",
    null,
  );
  t.match(result, {
    ok: false,
    problems: [
      {
        code: "pull-not-lossless",
        subject: "table tune",
        evidence: ["its key (book) refers to book, which this database does not have"],
      },
    ],
  });
});

const schema = `import { sqliteTable, integer, text } from "drizzle-orm/sqlite-core";
export const users = sqliteTable("users", { id: integer("id").primaryKey(), name: text("name"), gone: text("gone") });`;

t.test("a schema is edited in place, and what its author says beside stays", async (t) => {
  const result = await pulled(
    t,
    `CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL DEFAULT 'x', nick VARCHAR(9) COLLATE NOCASE, on_ integer DEFAULT 0, n text(5), at text NOT NULL, CHECK (n <> ''));
     CREATE INDEX by_name ON users (name DESC);
     CREATE INDEX by_nick ON users (lower(nick)) WHERE nick IS NOT NULL;
     CREATE TABLE tags (a text, up text REFERENCES tags (a), user integer REFERENCES users (id));
     CREATE TABLE plain (id integer PRIMARY KEY DEFAULT 7);
     CREATE INDEX of_plain ON plain (id);
     CREATE TRIGGER kept AFTER UPDATE ON users BEGIN SELECT 1; END;`,
    `import { sql as raw } from "drizzle-orm";
import * as s from "drizzle-orm/sqlite-core";
const stamp = () => s.text("at");
export const users = s.sqliteTable("users", {
  id: s.integer("id").primaryKey(), // the key
  name: s.text("name").$type<"a">().unique(),
  gone: s.text("gone").default(raw\`('y')\`), // goes
  on: s.integer("on_", { mode: "boolean" })
    .notNull()
    .default(true),
  n: s.integer("n"),
  at: stamp(),
}, (table) => ({ byName: s.index("by_name").on(table.name), byGone: s.index("by_gone").on(table.gone) }));
export const plain = s.sqliteTable("plain", { id: s.integer("id").primaryKey() });
`,
  );
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  t.equal(
    result.value.files.get("db/schema.ts"),
    `import { sql as raw } from "drizzle-orm";
import * as s from "drizzle-orm/sqlite-core";
import { type AnySQLiteColumn } from "drizzle-orm/sqlite-core";
const stamp = () => s.text("at");
export const users = s.sqliteTable("users", {
  id: s.integer("id").primaryKey(), // the key
  name: s.text("name").notNull().default("x").$type<"a">(),
  nick: s.customType<{ data: unknown }>({ dataType: () => "VARCHAR(9)" })("nick"),
  on: s.integer("on_", { mode: "boolean" })
    .default(false),
  n: s.text("n", { length: 5 }),
  at: stamp().notNull(),
}, (table) => ({ byName: s.index("by_name").on(raw\`"name" DESC\`), usersCheck: s.check("users_check", raw\`n <> ''\`), byNick: s.index("by_nick").on(raw\`lower(nick)\`).where(raw\`nick IS NOT NULL\`) }));
export const plain = s.sqliteTable("plain", { id: s.integer("id").default(7).primaryKey() }, (t) => [
  s.index("of_plain").on(t.id),
]);

export const tags = s.sqliteTable("tags", {
  a: s.text("a"),
  up: s.text("up").references((): AnySQLiteColumn => tags.a),
  user: s.integer("user").references(() => users.id),
});
`,
  );
  t.strictSame(result.value.left, []);
});

t.test("what cannot be edited is shown as Drizzle text, where it belongs", async (t) => {
  const result = await pulled(
    t,
    "CREATE TABLE a (id integer PRIMARY KEY, at text NOT NULL); CREATE TABLE b (id integer PRIMARY KEY, at text, n text)",
    `import { sqliteTable, integer, text } from "drizzle-orm/sqlite-core";
const both = { id: integer("id").primaryKey(), at: text("at") };
const made = () => text("n").notNull();
export const a = sqliteTable("a", both);
export const b = sqliteTable("b", { ...both, n: made() });`,
  );
  t.notOk(result.ok);
  if (result.ok) return;
  t.strictSame(
    result.problems.map(({ subject, evidence }) => [subject, evidence?.[0]]),
    [
      ["a.at", 'at: text("at").notNull(),'],
      ["b.n", 'n: text("n"),'],
    ],
  );
  t.equal(result.problems[0]?.label, "here");
});

t.test("differences in what Drizzle cannot express are no differences", async (t) => {
  const result = await pulled(
    t,
    "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE, gone TEXT) STRICT",
    schema,
  );
  t.ok(result.ok && result.value.files.size === 0);
});

t.test("keys, checks, views and tables that are gone are edited, too", async (t) => {
  const result = await pulled(
    t,
    `CREATE TABLE genre (id text NOT NULL, lang text NOT NULL, name text, PRIMARY KEY (id, lang), UNIQUE (name));
     CREATE TABLE person (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, mentor integer REFERENCES person (id) ON DELETE SET NULL);
     CREATE TABLE tune (
       id integer NOT NULL PRIMARY KEY, genre text, lang text, author integer REFERENCES person (id), editor integer, level integer, n integer,
       CONSTRAINT low CHECK (level > 1), CHECK (n <> 0),
       FOREIGN KEY (genre, lang) REFERENCES genre (id, lang) ON DELETE CASCADE
     );
     CREATE VIEW easy AS SELECT id FROM tune WHERE level < 3;
     CREATE VIEW fresh AS SELECT id FROM person;`,
    `import { sql } from "drizzle-orm";
import { check, foreignKey, integer, primaryKey, sqliteTable, sqliteView, text } from "drizzle-orm/sqlite-core";

export const genres = sqliteTable("genre", {
  id: text("id").primaryKey(), // its code
  lang: text("lang").notNull(),
  name: text("name"),
});

/** Who writes. */
export const people = sqliteTable("person", {
  id: integer("id").primaryKey(),
  mentor: integer("mentor"),
});

export const tunes = sqliteTable("tune", {
  id: integer("id").notNull(),
  genre: text("genre"),
  lang: text("lang"),
  author: integer("author").references(() => people.id, { onDelete: "cascade" }),
  editor: integer("editor").references(() => people.id),
  level: integer("level"),
  n: integer("n"),
}, (t) => [
  primaryKey({ columns: [t.id, t.lang] }),
  check("low", sql\`\${t.level} > 0\`), // not too low
  check("gone", sql\`\${t.n} > 0\`),
]);

/** Would be the next one's if it stayed: @was older */
export const gone = sqliteTable("gone", { id: integer("id").primaryKey() });

export const easy = sqliteView("easy", { id: integer("id") }).as(sql\`SELECT id FROM \${tunes} WHERE level < 2\`);
export const old = sqliteView("old", { id: integer("id") }).as(sql\`SELECT id FROM \${tunes}\`);
`,
  );
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  t.strictSame(result.value.left, []);
  t.equal(
    result.value.files.get("db/schema.ts"),
    `import { sql } from "drizzle-orm";
import { type AnySQLiteColumn, check, foreignKey, integer, primaryKey, sqliteTable, sqliteView, text, unique } from "drizzle-orm/sqlite-core";

export const genres = sqliteTable("genre", {
  id: text("id").notNull(), // its code
  lang: text("lang").notNull(),
  name: text("name"),
}, (t) => [
  primaryKey({ columns: [t.id, t.lang] }),
  unique().on(t.name),
]);

/** Who writes. */
export const people = sqliteTable("person", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  mentor: integer("mentor").references((): AnySQLiteColumn => people.id, { onDelete: "set null" }),
});

export const tunes = sqliteTable("tune", {
  id: integer("id").notNull().primaryKey(),
  genre: text("genre"),
  lang: text("lang"),
  author: integer("author").references(() => people.id),
  editor: integer("editor"),
  level: integer("level"),
  n: integer("n"),
}, (t) => [
  check("low", sql\`level > 1\`), // not too low
  check("tune_check2", sql\`n <> 0\`),
  foreignKey({ columns: [t.genre, t.lang], foreignColumns: [genres.id, genres.lang] }).onDelete("cascade"),
]);

export const easy = sqliteView("easy", { id: integer("id") }).as(sql\`SELECT id FROM tune WHERE level < 3\`);

export const freshView = sqliteView("fresh", {}).as(sql\`SELECT id FROM person\`);
`,
  );
});

t.test("what other code speaks of, or is made elsewhere, is shown and not removed", async (t) => {
  const result = await pulled(
    t,
    "CREATE TABLE a (id integer NOT NULL PRIMARY KEY); CREATE TABLE b (id integer NOT NULL PRIMARY KEY, a integer)",
    `import { relations } from "drizzle-orm";
import { sqliteTable, integer } from "drizzle-orm/sqlite-core";
export const a = sqliteTable("a", { id: integer("id").primaryKey() });
const keyed = { id: integer("id").primaryKey(), a: integer("a").references(() => a.id) };
export const b = sqliteTable("b", keyed);
export const gone = sqliteTable("gone", { id: integer("id").primaryKey() });
export const goneRelations = relations(gone, () => ({}));`,
  );
  t.strictSame(
    result.ok ? [] : result.problems.map(({ subject, message, at }) => [subject, message, at !== undefined]),
    [
      ["b", "the foreign key (a) is not in the database", true],
      ["gone", "the database has no such table", true],
    ],
  );
});
