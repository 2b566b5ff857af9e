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
}, (table) => ({ byName: s.index("by_name").on(raw\`"name" DESC\`), byNick: s.index("by_nick").on(raw\`lower(nick)\`).where(raw\`nick IS NOT NULL\`) }));
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
  t.strictSame(
    result.value.left?.map(({ subject, message }) => [subject, message]),
    [["users", "keys or checks of the table are different in the database"]],
  );
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
