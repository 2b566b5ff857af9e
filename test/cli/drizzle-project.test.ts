import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import t, { type Test } from "tap";
import { makeDatabase, temporaryFolder } from "../kit/database.ts";
import { built, trueup } from "./run.ts";

t.before(built);
t.setTimeout(900_000);

/** A project with a Drizzle schema, as its owner sees it. */
function project(t: Test, files: Readonly<Record<string, string>>) {
  const cwd = temporaryFolder(t);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return { cwd, said: (...args: readonly string[]) => trueup({ cwd, env: { COLUMNS: "160" } }, ...args) };
}

const words = `import { eq, sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, sqliteView, text } from "drizzle-orm/sqlite-core";
`;
const tunes = `export const tunes = sqliteTable("tune", { id: integer("id").primaryKey(), title: text("title") });\n`;

t.test("check says once what it could not read", async (t) => {
  const { cwd, said } = project(t, {
    "schema.ts": `${words}import { make } from "elsewhere";
${tunes}
export const one = sqliteView("one").as((qb) => qb.select().from(tunes).where(eq(tunes.id, 1)));
export const two = sqliteView("two").as((qb) => qb.select().from(tunes));
export const made = make("x");
export const others = make("y");
`,
  });
  const checked = said("check", "--schema", "schema.ts");
  t.equal(checked.exit, 0, "a warning, for the database may have them");
  t.match(checked.out, "1 table, 0 indexes, 0 views, 0 triggers, 2 warnings");
  t.match(
    checked.err,
    /warning\[drizzle-view\]: the query of `one` is made by the query builder.*\n[^]*found: the same: two\nwhy: a database that has the view keeps it as it is; a new one needs its SQL/,
  );
  t.match(checked.err, /warning\[drizzle-unread\]: `made` could not be read, and may be a table[^]*the same: others\n/);
  await makeDatabase(
    join(cwd, "app.db"),
    "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT); CREATE VIEW one AS SELECT 1 AS a; CREATE VIEW two AS SELECT 2 AS a",
  );
  t.match(said("plan", "app.db", "--schema", "schema.ts").out, /^Nothing to do/, "the views of the database are kept");
});

t.test("drizzle.config is read again when it or what it imports has changed", async (t) => {
  const { cwd, said } = project(t, {
    ".trueup/cache/.keep": "",
    "where.ts": 'export const where = "./one.ts";\n',
    "drizzle.config.ts": 'import { where } from "./where";\nexport default { dialect: "sqlite", schema: where };\n',
    "one.ts": `${words}${tunes}`,
    "two.ts": `${words}${tunes}export const genres = sqliteTable("genre", { id: integer("id").primaryKey() });\n`,
  });
  for (let run = 0; run < 2; run += 1) t.match(said("check").out, "one.ts: 1 table");
  writeFileSync(join(cwd, "where.ts"), 'export const where = "./two.ts";\n');
  t.match(said("check").out, "two.ts: 2 tables");
  writeFileSync(join(cwd, "drizzle.config.ts"), 'export default { dialect: "sqlite", schema: "./one.ts" };\n');
  t.match(said("check").out, "one.ts: 1 table");
});

t.test("several schema files are named as what they are, not by one of them", async (t) => {
  const { cwd, said } = project(t, {
    "drizzle.config.ts": 'export default { dialect: "sqlite", schema: "./db/*.ts" };\n',
    "db/a.ts": `${words}${tunes}`,
    "db/b.ts": `${words}export const genres = sqliteTable("genre", { id: integer("id").primaryKey() });\n`,
  });
  await makeDatabase(
    join(cwd, "app.db"),
    "CREATE TABLE genre (id INTEGER PRIMARY KEY); CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT)",
  );
  t.match(said("check").out, /^ok {2}the declarations: 2 tables/);
  t.match(said("drift", "app.db").out, "1 matches the declarations, 0 drifted");
});
