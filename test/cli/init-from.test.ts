import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import t, { type Test } from "tap";
import { makeDatabase, temporaryFolder } from "../kit/database.ts";
import { built, command } from "./run.ts";

t.before(built);
t.setTimeout(900_000);

/** A project with its schema, and a database that lacks one of its columns. */
async function project(t: Test, files: Readonly<Record<string, string>>, database = true): Promise<string> {
  const cwd = temporaryFolder(t);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  if (database) await makeDatabase(join(cwd, "music.db"), "CREATE TABLE tune (id INTEGER NOT NULL PRIMARY KEY)");
  return cwd;
}

const said = (cwd: string, ...args: readonly string[]) => command({ cwd, env: { COLUMNS: "160" } }, ...args);
const there = (cwd: string) => readdirSync(cwd).sort();
const config = (cwd: string) => readFileSync(join(cwd, "trueup.config.ts"), "utf8");

const drizzle = `import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
export const tunes = sqliteTable("tune", { id: integer("id").primaryKey(), title: text("title") });
`;
const prisma = `datasource db {
  provider = "sqlite"
}

model tune {
  id    Int     @id
  title String?
}
`;
const sources: readonly (readonly [string, string, string])[] = [
  ["SQL", "db/schema.sql", "CREATE TABLE tune (id INTEGER NOT NULL PRIMARY KEY, title TEXT);\n"],
  ["a folder of SQL", "migrations/1.sql", "CREATE TABLE tune (id INTEGER NOT NULL PRIMARY KEY, title TEXT);\n"],
  ["Drizzle", "src/db/schema.ts", drizzle],
  ["Prisma", "prisma/schema.prisma", prisma],
];

for (const [what, file, text] of sources)
  t.test(`init --from ${what} keeps the schema, and the next commands work on it`, async (t) => {
    const cwd = await project(t, { [file]: text });
    const from = what.startsWith("a folder") ? dirname(file) : file;
    const made = await said(cwd, "init", "--from", from);
    t.equal(made.exit, 0, made.err);
    t.strictSame(there(cwd), [
      ...[".gitattributes", ".gitignore", file.split("/")[0], "music.db", "plans", "trueup.config.ts"].sort(),
    ]);
    t.match(config(cwd), `schema: "${from}"`);
    t.match(config(cwd), 'dev: "file:music.db"', "the one database that is there is the target");
    t.equal(readFileSync(join(cwd, file), "utf8"), text, "the schema is as it was");
    t.equal((await said(cwd, "check")).exit, 0);
    t.match((await said(cwd, "plan")).out, /title/);
    t.equal((await said(cwd, "apply", "--yes")).exit, 0);
    t.match((await said(cwd, "plan")).out, /^Nothing to do: dev matches the declarations/);
    t.equal((await said(cwd, "drift")).exit, 0);
  });

t.test("init --from a database writes its declarations, which it matches", async (t) => {
  const cwd = await project(t, {}, false);
  await makeDatabase(
    join(cwd, "music.db"),
    `CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT COLLATE NOCASE) STRICT;
     CREATE INDEX by_title ON tune (title DESC) WHERE title <> '';
     CREATE TRIGGER added AFTER INSERT ON tune BEGIN SELECT 1; END;
     CREATE VIEW titles (t) AS SELECT title FROM tune;`,
  );
  t.equal((await said(cwd, "init", "--from", "music.db")).exit, 0);
  t.match(config(cwd), /schema: "schema"[^]*dev: "file:music\.db"/);
  t.match((await said(cwd, "plan")).out, /^Nothing to do: dev matches the declarations/);
});

t.test("what cannot be the start leaves nothing behind", async (t) => {
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    ["broken.sql", { "broken.sql": "CREATE TABEL tune (id);" }, /near "TABEL": syntax error/],
    ["none.sql", {}, /there are no declarations at none\.sql/],
    ["none.db", {}, /`none\.db` is neither a target nor a file/],
    ["empty", { "empty/readme.md": "" }, /there is no \.ts, \.sql or \.prisma file/],
    ["other.prisma", { "other.prisma": prisma.replace("sqlite", "postgresql") }, /this schema is for postgresql/],
    ["text.db", { "text.db": "no database" }, /is not a SQLite database/],
  ];
  for (const [from, files, message] of cases) {
    const cwd = await project(t, files, false);
    const before = there(cwd);
    const refused = await said(cwd, "init", "--from", from);
    t.equal(refused.exit, 1, from);
    t.match(refused.err, message);
    t.strictSame(there(cwd), before, "nothing is written");
  }
});

t.test("in a Prisma project for another database nothing is written", async (t) => {
  const cwd = await project(t, { "prisma/schema.prisma": prisma.replace("sqlite", "postgresql") }, false);
  const refused = await said(cwd, "init");
  t.equal(refused.exit, 1);
  t.match(refused.err, /this schema is for postgresql, and trueup is for SQLite and libSQL/);
  t.strictSame(there(cwd), ["prisma"]);
});

t.test("a configuration that names another schema is kept, and said", async (t) => {
  const cwd = await project(t, { "db/schema.sql": "CREATE TABLE tune (id INTEGER PRIMARY KEY);" });
  t.equal((await said(cwd, "init", "--from", "db/schema.sql")).exit, 0);
  const before = config(cwd);
  t.notMatch((await said(cwd, "init", "--from", "db/schema.sql")).err, /edit trueup\.config\.ts/);
  writeFileSync(join(cwd, "db", "more.sql"), "CREATE TABLE genre (id INTEGER PRIMARY KEY);");
  t.match(
    (await said(cwd, "init", "--from", "db/more.sql")).err,
    /edit trueup\.config\.ts +its schema is another: add db\/more\.sql/,
  );
  t.equal(config(cwd), before);
});

t.test("the files that init writes keep databases and backups out of git", async (t) => {
  const cwd = await project(t, { "schema.sql": "CREATE TABLE tune (id INTEGER NOT NULL PRIMARY KEY, title TEXT);" });
  execFileSync("git", ["init", "-q", cwd]);
  await said(cwd, "init", "--from", "schema.sql");
  await said(cwd, "apply", "--yes");
  const listed = execFileSync("git", ["-C", cwd, "status", "--porcelain", "-uall"], { encoding: "utf8" });
  t.strictSame(listed.trimEnd().split("\n").sort(), [
    "?? .gitattributes",
    "?? .gitignore",
    "?? plans/.gitkeep",
    "?? schema.sql",
    "?? trueup.config.ts",
  ]);
});
