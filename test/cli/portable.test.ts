import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t from "tap";
import { bin, built, has, shell, command } from "./run.ts";

built();

const before = `CREATE TABLE composer (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, composer INTEGER REFERENCES composer (id) ON DELETE CASCADE);
CREATE INDEX tune_by_composer ON tune (composer);
`;
const after = before
  .replace("title TEXT,", "title TEXT NOT NULL CHECK (title <> ''),")
  .replace("name TEXT NOT", "name TEXT UNIQUE NOT");
const rows = `INSERT INTO composer VALUES (1, 'Ann'), (2, 'O''Carolan');
INSERT INTO tune VALUES (1, 'Sí Bheag, Sí Mhór', 2), (2, 'Planxty Irwin', 2), (3, 'untitled', NULL);`;

function project(cwd: string) {
  const database = new Database(join(cwd, "app.db"));
  database.exec(before + rows);
  database.close();
  writeFileSync(join(cwd, "schema.sql"), after);
  const config = 'export default { schema: "schema.sql", targets: { dev: "file:app.db" } };\n';
  writeFileSync(join(cwd, "trueup.config.ts"), config);
  return (...args: readonly string[]) => command({ cwd }, ...args);
}

function held(path: string) {
  const database = new Database(path);
  const all = (sql: string) => database.prepare(sql).raw().all();
  const found = [all("SELECT * FROM composer"), all("SELECT * FROM tune"), all("PRAGMA foreign_key_check")];
  database.close();
  return found;
}

t.test("without --portable a plan alters the column in place, and says what can run it", async (t) => {
  const cwd = t.testdir();
  const run = project(cwd);
  t.equal((await run("plan", "--out", "plans/strict.plan.sql")).exit, 0);
  t.match(readFileSync(join(cwd, "plans", "strict.plan.sql"), "utf8"), "ALTER COLUMN");
  const { out } = await run("show", "plans/strict.plan.sql", "--sql");
  t.notMatch(out, "sqlite3 -bail");
  t.match(out, /a shell of libSQL[\s\S]*trueup plan TARGET --portable --out FILE/);
});

t.test("a portable plan is verified, checked and applied like any other", async (t) => {
  const cwd = t.testdir();
  const run = project(cwd);
  const was = held(join(cwd, "app.db"));
  const made = await run("plan", "--portable", "--out", "plans/strict.plan.sql");
  t.equal(made.exit, 0, made.err);
  t.notMatch(readFileSync(join(cwd, "plans", "strict.plan.sql"), "utf8"), "ALTER COLUMN");
  t.equal((await run("verify", "plans/")).exit, 0);
  for (const asked of ["plans/strict.plan.sql", "plans/"]) {
    const checked = await run("plan", "--check", asked);
    t.equal(checked.exit, 0, checked.out + checked.err);
    t.match(checked.out, "with --portable");
  }
  t.equal((await run("apply", "plans/", "dev")).exit, 0);
  t.equal((await run("drift")).exit, 0);
  t.strictSame(held(join(cwd, "app.db")), was);
});

const lacks = has("sqlite3") ? false : "no sqlite3 here";

t.test("SQLite's own shell runs what show --sql writes, to the plan's target", { skip: lacks }, async (t) => {
  const cwd = t.testdir();
  const run = project(cwd);
  const was = held(join(cwd, "app.db"));
  copyFileSync(join(cwd, "app.db"), join(cwd, "other.db"));
  await run("plan", "--portable", "--out", "plans/strict.plan.sql");
  const ran = shell({ cwd }, `sqlite3 -bail app.db < <(node ${bin} show plans/strict.plan.sql --sql)`);
  t.strictSame([ran.exit, ran.err], [0, ""]);
  const told = JSON.parse((await run("drift", "--json")).out);
  const { target } = JSON.parse((await run("show", "plans/strict.plan.sql", "--json")).out);
  t.match(JSON.stringify(told), target, "the database is at the target of the plan");
  t.equal((await run("drift")).exit, 0);
  t.strictSame(held(join(cwd, "app.db")), was, "no row is lost, and no key");

  await run("plan", "file:other.db", "--out", "plans/in-place.plan.sql");
  const refused = shell({ cwd }, `sqlite3 -bail other.db < <(node ${bin} show plans/in-place.plan.sql --sql)`);
  t.not(refused.exit, 0, "what only libSQL runs stops at once");
  t.strictSame(held(join(cwd, "other.db")), was, "and changes nothing");
});

t.test("for a plan on stdout that is reported, and --json stays one document", async (t) => {
  const cwd = t.testdir();
  const run = project(cwd);
  const { out, err } = await run("plan", "--out", "-");
  t.match(out, /^--@ plan 1\n/);
  t.match(err, /The plan is on stdout \(seal [0-9a-f]{8}\)\./);
  t.notMatch(err, "Wrote");
  const told = JSON.parse((await run("plan", "--out", "-", "--json")).out);
  t.strictSame([told.file, told.text], [null, out]);
});

t.test("SQLite runs it in a database where a reference names no key", { skip: lacks }, async (t) => {
  const cwd = t.testdir();
  const run = project(cwd);
  const stray = "CREATE TABLE stray (id INTEGER PRIMARY KEY, title TEXT REFERENCES tune (title));\n";
  const database = new Database(join(cwd, "app.db"));
  database.exec(stray);
  database.close();
  writeFileSync(join(cwd, "schema.sql"), after + stray);
  t.equal((await run("plan", "--portable", "--out", "plans/strict.plan.sql")).exit, 0);
  writeFileSync(join(cwd, "strict.sql"), (await run("show", "plans/strict.plan.sql", "--sql")).out);
  const ran = shell({ cwd }, "sqlite3 -bail app.db < strict.sql");
  t.match(ran.err, "foreign key mismatch", "which SQLite says after the change");
  const drift = await run("drift");
  t.equal(drift.exit, 0, drift.out + drift.err);
});
