import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeDatabase, temporaryFolder } from "../kit/database.ts";
import { bare, bin, built, command, inTerminal, shell } from "./run.ts";

t.before(built);
t.setTimeout(900_000);

/** What is typed at a terminal; and the program as a script runs it, with lines long enough to be matched. */
const program = `${process.execPath} ${bin}`;
const said = (cwd: string, ...args: readonly string[]) => command({ cwd, env: { COLUMNS: "160" } }, ...args);

const one =
  'import { integer, table, text } from "trueup";\nexport const task = table({ id: integer().primaryKey(), title: text() });\n';

/** A project whose database does not exist. */
function project(t: Parameters<typeof temporaryFolder>[0], target = '"file:app.db"'): string {
  const cwd = temporaryFolder(t);
  mkdirSync(join(cwd, "schema"));
  writeFileSync(join(cwd, "schema", "schema.ts"), one);
  writeFileSync(
    join(cwd, "trueup.config.ts"),
    `import { defineConfig } from "trueup";\nexport default defineConfig({ targets: { dev: ${target} }, default: "dev" });\n`,
  );
  return cwd;
}

t.test("a missing database is planned for, and created on request", async (t) => {
  const cwd = project(t);
  const planned = await said(cwd, "plan");
  t.equal(planned.exit, 0);
  t.match(planned.out, /^app\.db does not exist yet and will be created\n/);
  t.equal(JSON.parse((await said(cwd, "plan", "--json")).out).creates, "app.db");
  const unsaid = await said(cwd, "apply", "--yes");
  t.equal(unsaid.exit, 21);
  t.match(unsaid.err, /database-new.*\n.*--create/);
  t.notOk(existsSync(join(cwd, "app.db")), "looking and asking create nothing");
  const agreed = await said(cwd, "apply", "--yes", "--create");
  t.equal(agreed.exit, 0);
  t.match(agreed.out, /Created dev/);
  t.equal((await said(cwd, "drift")).exit, 0);
});

t.test("a target with create: true needs no flag; a plan for a database with contents creates none", async (t) => {
  const cwd = project(t, '{ url: "file:app.db", create: true }');
  t.equal((await said(cwd, "plan", "--out", "plans/first.plan.sql")).exit, 0);
  writeFileSync(
    join(cwd, "schema", "schema.ts"),
    one.replace("title: text()", "title: text(), note: text().nullable()"),
  );
  await makeDatabase(join(cwd, "there.db"), "CREATE TABLE task (id INTEGER PRIMARY KEY, title TEXT NOT NULL)");
  t.equal((await said(cwd, "plan", "file:there.db", "--out", "plans/second.plan.sql")).exit, 0);
  const second = await said(cwd, "apply", "plans/second.plan.sql");
  t.equal(second.exit, 1);
  t.match(second.err, /app\.db does not exist, and this plan changes a database that already has contents/);
  t.notOk(existsSync(join(cwd, "app.db")));
  t.equal((await said(cwd, "apply", "plans/")).exit, 0, "the folder leads there from nothing");
  t.equal((await said(cwd, "drift")).exit, 0);
});

t.test("a terminal asks", async (t) => {
  const cwd = project(t);
  const no = await inTerminal({ cwd }, `${program} apply`, 80, [["create app.db like this? [y/N]", "n"]]);
  t.match(bare(no.out), /nothing was changed/);
  t.notOk(existsSync(join(cwd, "app.db")));
  await inTerminal({ cwd }, `${program} plan --out plans/a.plan.sql`, 80);
  const file = await inTerminal({ cwd }, `${program} apply plans/a.plan.sql`, 80, [["create app.db? [y/N]", "y"]]);
  t.equal(file.exit, 0);
  t.match(bare(file.out), /Created dev/);
});

t.test("only a target and a URL can name a new database", async (t) => {
  const cwd = project(t);
  await makeDatabase(join(cwd, "tunes.db"), "CREATE TABLE a (b)");
  const near = await said(cwd, "plan", "tune.db");
  t.equal(near.exit, 1);
  t.match(near.err, /did you mean {2}tunes\.db \?/);
  t.match((await said(cwd, "plan", "app.db")).out, /will be created/, "the path of a target is that target");
  for (const each of ["pull", "drift"]) t.match((await said(cwd, each)).err, /database-missing/);
});

t.test("how other tools name a database", async (t) => {
  const cwd = project(t);
  const told = async (url: string) => (await said(cwd, "plan", url)).err;
  for (const url of [
    "sqlite:///app.db",
    "sqlite:app.db",
    "sqlite3://app.db",
    "jdbc:sqlite:app.db",
    "sqlite+aiosqlite:///app.db?x=1",
  ])
    t.match(await told(url), /here it is {2}file:app\.db\n/, url);
  t.match(await told("sqlite:////srv/app.db"), /file:\/srv\/app\.db\n/);
  t.match(await told("sqlite://"), /in-memory/);
  const postgres = await told("postgresql://me:secret@db.example/app");
  t.match(postgres, /PostgreSQL database, and trueup is for SQLite and libSQL/);
  t.match(postgres, /pgschema, pg-delta, Atlas/);
  t.notMatch(postgres, /secret/);
  t.match(await told("mysql://x/y"), /MySQL/);
  t.match(await told("constructor:x"), /not a kind of database/);
});

t.test("init asks on a terminal which database is meant", async (t) => {
  const cwd = temporaryFolder(t);
  await makeDatabase(join(cwd, "music.sqlite3"), "CREATE TABLE tune (id INTEGER PRIMARY KEY)");
  const there = await inTerminal({ cwd }, `${program} init`, 80, [["[music.sqlite3]", ""]]);
  t.equal(there.exit, 0);
  t.match(readFileSync(join(cwd, "schema", "schema.ts"), "utf8"), /tune = table/);
  t.match(readFileSync(join(cwd, "trueup.config.ts"), "utf8"), /file:music\.sqlite3/);

  const fresh = temporaryFolder(t);
  await inTerminal({ cwd: fresh }, `${program} init`, 80, [["[app.db]", "data/new.store"]]);
  t.match(readFileSync(join(fresh, "trueup.config.ts"), "utf8"), /file:data\/new\.store/);

  const left = temporaryFolder(t);
  await inTerminal({ cwd: left }, `${program} init`, 80, [["[app.db]", "\u0003"]]);
  t.same(readdirSync(left), [], "who leaves it leaves nothing");
});

t.test("a schema that is there stays as it is, and is compared with the database that is there", async (t) => {
  const cwd = temporaryFolder(t);
  const theirs =
    'import { integer, sqliteTable } from "drizzle-orm/sqlite-core";\nexport const tunes = sqliteTable("tune", { id: integer("id").primaryKey(), year: integer("year") });\n';
  writeFileSync(join(cwd, "drizzle.config.ts"), 'export default { dialect: "sqlite", schema: "./schema.ts" };\n');
  writeFileSync(join(cwd, "schema.ts"), theirs);
  await makeDatabase(join(cwd, "music.db"), "CREATE TABLE tune (id INTEGER PRIMARY KEY NOT NULL)");
  for (const from of [["--from", "music.db"], []]) {
    rmSync(join(cwd, "trueup.config.ts"), { force: true });
    t.equal((await said(cwd, "init", ...from)).exit, 0);
    t.match(readFileSync(join(cwd, "trueup.config.ts"), "utf8"), /schema: "schema\.ts"[^]*file:music\.db/);
    t.equal(readFileSync(join(cwd, "schema.ts"), "utf8"), theirs, "nothing is rewritten");
  }
  await makeDatabase(join(cwd, "other.db"), "CREATE TABLE tune (id INTEGER PRIMARY KEY NOT NULL)");
  t.match(
    (await said(cwd, "init", "--from", "other.db")).err,
    /trueup\.config\.ts +it has no target for other\.db: add one/,
  );
});

t.test("git add -A adds no database, no log beside one and no backup", async (t) => {
  const cwd = temporaryFolder(t);
  const script = `{
  git init -q && trueup init --new file:store/live.data && mkdir store && trueup apply --yes --create
  cp store/live.data other.db && touch other.db-wal x.sqlite3 store/live.data-wal
  sed -i 's/due: text/note: text().nullable(),\\n  due: text/' schema/schema.ts && trueup apply --yes
} >log.txt && test -d backups/dev && rm log.txt && git add -A && git ls-files`;
  const files = shell({ cwd }, script.replaceAll("trueup ", `${program} `));
  t.equal(files.exit, 0, files.err);
  const committed = [".gitattributes", ".gitignore", "plans/.gitkeep", "schema/schema.ts", "trueup.config.ts"];
  t.same(files.out.trimEnd().split("\n"), committed);
});

t.test("known warnings are recorded, and only new ones count", async (t) => {
  const cwd = project(t);
  const lax = (names: readonly string[]) =>
    writeFileSync(
      join(cwd, "schema", "schema.ts"),
      `import { integer, table } from "trueup";\n${names.map((name) => `export const ${name} = table({ id: integer().primaryKey({ autoincrement: true }) });`).join("\n")}\n`,
    );
  lax(["a", "b"]);
  const before = JSON.parse((await said(cwd, "check", "--json")).out);
  t.ok(before.problems.length >= 2);
  const written = await said(cwd, "check", "--baseline");
  t.equal(written.exit, 0);
  t.match(written.out, /2 known warnings \(trueup\.baseline\.json\)/);
  lax(["a", "b", "c"]);
  const after = JSON.parse((await said(cwd, "check", "--json")).out);
  t.same(
    after.problems.map((each: { subject: string }) => each.subject),
    ["c"],
  );
  t.equal(after.known, 2);
  lax(["b"]);
  await said(cwd, "check", "--baseline");
  t.equal(
    Object.values(JSON.parse(readFileSync(join(cwd, "trueup.baseline.json"), "utf8")).known).flat().length,
    1,
    "what is mended leaves it",
  );
  writeFileSync(join(cwd, "trueup.baseline.json"), "<<<<<<< HEAD");
  t.match((await said(cwd, "check")).err, /baseline-unreadable/);
});
