import t from "tap";
import { compileSources } from "../../src/compile/compile.ts";
import { layOver } from "../../src/diff/partial/lay-over.ts";
import { canonicalText } from "../../src/model/canonical.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import type { Schema } from "../../src/model/schema.ts";
import { laidOver } from "../../src/prove/lay-over.ts";
import { schemaOf } from "../kit/database.ts";

const versions = { "0": "^0.45.4", "1": "1.0.0-rc.5" } as const;

async function declared(
  schema: string,
  major: keyof typeof versions = "0",
  more: Readonly<Record<string, string>> = {},
) {
  const file = more["schema.prisma"] === undefined ? "schema.ts" : "schema.prisma";
  const sources = new Map(
    Object.entries({
      "package.json": JSON.stringify({ dependencies: { "drizzle-orm": versions[major] } }),
      ...(file === "schema.ts" && { "schema.ts": schema }),
      ...more,
    }),
  );
  const checked = await compileSources(sources, file);
  if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("\n"));
  if (checked.value.partial === null) throw new Error("this is no partial schema");
  return { ...checked.value, partial: checked.value.partial };
}

/** Objects that should differ from what they are, or not exist at all. */
function differing(meant: Schema, live: Schema): readonly string[] {
  const texts = (of: Schema) =>
    new Map(
      [...of.tables, ...of.indexes, ...of.views, ...of.triggers, ...of.virtualTables].map((each) => [
        each.name,
        canonicalText(each),
      ]),
    );
  const [wanted, there] = [texts(meant), texts(live)];
  return [...new Set([...wanted.keys(), ...there.keys()])]
    .filter((name) => wanted.get(name) !== there.get(name))
    .toSorted();
}

const head = `import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, primaryKey, sqliteTable, sqliteView, text, unique, uniqueIndex } from "drizzle-orm/sqlite-core";
`;
const users = `${head}export const users = sqliteTable("users", {
  id: text("id").primaryKey(),
  email: text("email").notNull().unique(),
  age: integer("age"),
  boss: text("boss").references(() => users.id),
}, (t) => [check("grown", sql\`\${t.age} > 17\`), unique().on(t.age, t.email)]);`;

t.test("a database made by either line of Drizzle satisfies the schema under both", async (t) => {
  const made = {
    "0": `CREATE TABLE users (id text PRIMARY KEY NOT NULL, email text NOT NULL, age integer, boss text,
      FOREIGN KEY (boss) REFERENCES users(id) ON UPDATE no action ON DELETE no action,
      CONSTRAINT "grown" CHECK("users"."age" > 17));
      CREATE UNIQUE INDEX users_email_unique ON users (email);
      CREATE UNIQUE INDEX users_age_email_unique ON users (age, email);`,
    "1": `CREATE TABLE users (id text PRIMARY KEY, email text NOT NULL UNIQUE, age integer, boss text,
      CONSTRAINT fk_users_boss_users_id_fk FOREIGN KEY (boss) REFERENCES users(id),
      CONSTRAINT users_age_email_unique UNIQUE(age, email), CONSTRAINT "grown" CHECK("age" > 17));`,
    "older kits": `CREATE TABLE users (id TEXT PRIMARY KEY, email TEXT NOT NULL, age INTEGER, boss TEXT REFERENCES users,
      CHECK(age > 17), UNIQUE (age, email));
      CREATE UNIQUE INDEX email_once ON users (email);`,
  };
  for (const major of ["0", "1"] as const) {
    const { schema, partial } = await declared(users, major);
    for (const [name, sql] of Object.entries(made)) {
      const live = schemaOf(sql);
      t.equal(fingerprint(layOver(schema, partial, live).schema), fingerprint(live), `${major}.x over ${name}`);
    }
  }
});

t.test("what Drizzle cannot express stays as the database has it, and is listed", async (t) => {
  const live = schemaOf(`
    CREATE TABLE users (id text PRIMARY KEY NOT NULL ON CONFLICT REPLACE, email text NOT NULL COLLATE NOCASE UNIQUE ON CONFLICT IGNORE, age integer,
      boss text REFERENCES users(id) DEFERRABLE INITIALLY DEFERRED, CHECK(age > 17), UNIQUE (age, email)) STRICT, WITHOUT ROWID;
    CREATE TRIGGER touched AFTER UPDATE ON users BEGIN SELECT 1; END;
    CREATE VIRTUAL TABLE search USING fts5(email);
    CREATE TABLE __drizzle_migrations (id INTEGER PRIMARY KEY, hash text);
    CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY);`);
  const { schema, partial } = await declared(users);
  const laid = layOver(schema, partial, live);
  t.equal(fingerprint(laid.schema), fingerprint(live));
  t.strictSame(laid.kept, [
    { kind: "virtual table", name: "search" },
    { kind: "trigger", name: "touched" },
  ]);
});

t.test("it survives a change of the table", async (t) => {
  const live = schemaOf(`
    CREATE TABLE users (id text PRIMARY KEY NOT NULL, email text NOT NULL COLLATE NOCASE UNIQUE, boss text REFERENCES users(id) DEFERRABLE INITIALLY DEFERRED,
      UNIQUE (email)) STRICT;
    CREATE TRIGGER touched AFTER UPDATE ON users BEGIN SELECT 1; END;`);
  const { schema, partial } = await declared(users);
  const laid = layOver(schema, partial, live).schema;
  const [table] = laid.tables;
  t.match(table, {
    strict: true,
    columns: [{ name: "id" }, { name: "email", collate: "NOCASE" }, { name: "boss" }, { name: "age" }],
  });
  t.equal(table?.foreignKeys[0]?.deferrable, "DEFERRABLE INITIALLY DEFERRED");
  t.strictSame(laid.triggers, live.triggers);
  t.strictSame(differing(laid, live), ["users", "users_age_email_unique"], "new uniqueness is an index");
  t.equal(
    fingerprint(schemaOf([...laid.tables, ...laid.indexes, ...laid.triggers].map(({ text }) => text).join(";\n"))),
    fingerprint(laid),
    "its text says what it is",
  );
});

t.test("what Drizzle can express and does not name is dropped", async (t) => {
  const live =
    schemaOf(`CREATE TABLE users (id text PRIMARY KEY NOT NULL, email text NOT NULL, age integer DEFAULT 3, boss text REFERENCES users(id), extra text,
      CHECK(age > 17), CHECK (length(email) > 3));
    CREATE UNIQUE INDEX users_email_unique ON users (email);
    CREATE UNIQUE INDEX users_age_email_unique ON users (age, email);
    CREATE INDEX by_age ON users (age);
    CREATE VIEW grown AS SELECT id FROM users;
    CREATE TABLE other (a);`);
  const { schema, partial } = await declared(users);
  const laid = layOver(schema, partial, live).schema;
  t.strictSame(differing(laid, live), ["by_age", "grown", "other", "users"]);
  t.strictSame(laid.tables[0]?.checks.length, 1);
});

t.test("a key that older kits sorted by name is the same key, and another order is a different one", async (t) => {
  const text = `${head}export const a = sqliteTable("a", { z: integer("z"), b: integer("b"), m: integer("m") }, (t) => [primaryKey({ columns: [t.z, t.b, t.m] })]);`;
  const { schema, partial } = await declared(text);
  const over = (key: string) => {
    const live = schemaOf(`CREATE TABLE a (z integer, b integer, m integer, PRIMARY KEY (${key}))`);
    return differing(layOver(schema, partial, live).schema, live);
  };
  t.strictSame(over("z, b, m"), []);
  t.strictSame(over("b, m, z"), [], "sorted by name");
  t.strictSame(over("m, b, z"), ["a"]);
});

t.test("a table that describes a virtual table or a view declares nothing", async (t) => {
  const { schema, partial } = await declared(`${head}
export const search = sqliteTable("search", { rowid: integer("rowid"), title: text("title") });
export const shown = sqliteTable("shown", { title: text("title") });
export const there = sqliteView("there", { title: text("title") }).existing();
export const notes = sqliteTable("notes", { title: text("title") });`);
  const live = schemaOf(`CREATE TABLE notes (title text); CREATE VIRTUAL TABLE search USING fts5(title);
    CREATE VIEW there AS SELECT title FROM notes; CREATE VIEW shown AS SELECT title FROM notes;`);
  const laid = layOver(schema, partial, live).schema;
  t.strictSame(
    laid.tables.map(({ name }) => name),
    ["notes"],
  );
  t.strictSame(laid.virtualTables, live.virtualTables);
  t.ok(
    laid.views.some(({ name }) => name === "there"),
    "a view that is said to exist is kept",
  );
});

t.test("tables that the filter of drizzle.config leaves alone stay", async (t) => {
  const config = `export default { dialect: "sqlite", tablesFilter: ["app_*", "!app_old"] };`;
  const { schema, partial } = await declared(`${head}export const a = sqliteTable("app_a", { x: text("x") });`, "0", {
    "drizzle.config.ts": config,
  });
  const live = schemaOf(
    "CREATE TABLE app_a (x text); CREATE TABLE app_old (x); CREATE TABLE app_gone (x); CREATE TABLE else_where (x); CREATE INDEX i ON else_where (x);",
  );
  t.strictSame(differing(layOver(schema, partial, live).schema, live), ["app_gone"]);
});

t.test("triggers follow the tables that a hint renames", async (t) => {
  const { schema, partial, hints } = await declared(`${head}
/** @was people */
export const users = sqliteTable("users", { id: integer("id").primaryKey(), /** @was mail */ email: text("email") });`);
  const live = schemaOf(`CREATE TABLE people (id integer PRIMARY KEY, mail text) STRICT;
    CREATE TRIGGER touched AFTER UPDATE OF mail ON people BEGIN SELECT new.mail; END;`);
  const { schema: laid } = laidOver(schema, partial, live, hints, []);
  t.strictSame(
    laid.triggers.map(({ table }) => table),
    ["users"],
  );
  t.match(laid.triggers[0]?.body.canon, /"email"/);
  t.equal(laid.tables[0]?.strict, true);
});

t.test("Prisma cannot express checks, views, and partial indexes", async (t) => {
  const prisma = `datasource db {\n  provider = "sqlite"\n}\nmodel User {\n  id Int @id @default(autoincrement())\n  email String @unique\n  age Int?\n}\n`;
  const { schema, partial } = await declared("", "0", { "schema.prisma": prisma });
  const live =
    schemaOf(`CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "email" TEXT NOT NULL, "age" INTEGER, UNIQUE (email), CHECK (age > 0));
    CREATE INDEX living ON User (age) WHERE age > 3;
    CREATE INDEX plain ON User (age);
    CREATE VIEW v AS SELECT id FROM User;`);
  t.strictSame(differing(layOver(schema, partial, live).schema, live), ["plain"]);
});

t.test("the order of columns is the database's, and new ones come last", async (t) => {
  const { schema, partial } = await declared(`${head}
export const users = sqliteTable("users", { id: integer("id").primaryKey(), joined: text("joined"), email: text("email"), age: integer("age") });`);
  const live = schemaOf("CREATE TABLE users (id integer PRIMARY KEY, age integer, email text)");
  t.strictSame(
    layOver(schema, partial, live).schema.tables[0]?.columns.map(({ name }) => name),
    ["id", "age", "email", "joined"],
  );
});
