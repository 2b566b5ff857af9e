import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t from "tap";
import { built, command } from "../cli/run.ts";
import { behind, stageTwoBehind } from "./two-behind.ts";

built();

function fill(path: string, statements: readonly string[]): void {
  const database = new Database(path);
  for (const sql of statements) database.exec(sql);
  database.close();
}

const config = (cwd: string, targets: string) =>
  writeFileSync(
    join(cwd, "trueup.config.ts"),
    `import { defineConfig } from "trueup";\nexport default defineConfig({ schema: "schema.sql", targets: { ${targets} } });\n`,
  );

t.test(
  "a fleet: each database takes its own path, an empty one is created, and a strange one fails the run",
  async (t) => {
    const cwd = t.testdir();
    await stageTwoBehind(cwd, "file:app.db");
    mkdirSync(join(cwd, "data"));
    config(cwd, `all: { glob: "data/*.db" }`);
    fill(join(cwd, "data", "behind.db"), behind);
    fill(join(cwd, "data", "empty.db"), ["PRAGMA user_version = 1"]);
    fill(join(cwd, "data", "half.db"), [...behind, "CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL)"]);
    const rehearsed = await command({ cwd }, "rehearse", "plans/", "all");
    t.equal(rehearsed.exit, 0, rehearsed.err + rehearsed.out);
    const applied = await command({ cwd }, "apply", "plans/", "all");
    t.equal(applied.exit, 0, applied.err + applied.out);
    t.equal((await command({ cwd }, "drift", "all")).exit, 0, "all of them match the declarations");
    t.equal((await command({ cwd }, "apply", "plans/", "all")).exit, 0, "and again");
    fill(join(cwd, "data", "strange.db"), ["CREATE TABLE other (x)"]);
    const strange = await command({ cwd }, "apply", "plans/", "all");
    t.not(strange.exit, 0, "no exit 0 beside another schema");
    t.match(strange.out + strange.err, /strange\.db/);
    const sealed = await command({ cwd }, "apply", "plans/", "all", "--expect-seal", "0123456789");
    t.not(sealed.exit, 0, "a seal that was not approved");
  },
);

t.test("a chain is rehearsed as a chain, on one copy", async (t) => {
  const cwd = t.testdir();
  await stageTwoBehind(cwd, "file:app.db");
  fill(join(cwd, "app.db"), behind);
  const rehearsed = await command({ cwd }, "rehearse", "plans/", "prod");
  t.equal(rehearsed.exit, 0, rehearsed.err);
  t.match(
    rehearsed.err + rehearsed.out,
    /1 of 2: plans\/tags\.plan\.sql[\s\S]*2 of 2: plans\/unique-titles\.plan\.sql/,
  );
  t.equal((await command({ cwd }, "apply", "plans/", "prod")).exit, 0);
  const again = await command({ cwd }, "rehearse", "plans/", "prod");
  t.equal(again.exit, 0);
  t.match(again.err, /matches the declarations/);
});

t.test("hooks run only if something will be done", async (t) => {
  const cwd = t.testdir();
  await stageTwoBehind(cwd, "file:app.db");
  fill(join(cwd, "app.db"), behind);
  config(cwd, `prod: { url: "file:app.db", hooks: { before: { run: ["touch", "stopped"] } } }`);
  const stopped = () => existsSync(join(cwd, "stopped"));
  const stale = await command({ cwd }, "apply", "plans/unique-titles.plan.sql", "prod");
  t.equal(stale.exit, 20, stale.err);
  t.match(stale.err, /apply-stale/);
  t.notOk(stopped(), "a stale plan stops nobody");
  config(cwd, `prod: "file:app.db"`);
  t.equal((await command({ cwd }, "apply", "plans/tags.plan.sql", "prod")).exit, 0);
  config(cwd, `prod: { url: "file:app.db", hooks: { before: { run: ["touch", "stopped"] } } }`);
  const twice = await command({ cwd }, "apply", "plans/tags.plan.sql", "prod");
  t.equal(twice.exit, 0, twice.err);
  t.match(twice.out, /Nothing to do/);
  t.notOk(stopped(), "nor does a second deploy");
  t.not((await command({ cwd }, "restore", "backups/prod/2020-01-01T00-00-00-000Z-none.db", "prod", "--yes")).exit, 0);
  t.notOk(stopped(), "nor a backup that is not there");
  t.equal((await command({ cwd }, "apply", "plans/unique-titles.plan.sql", "prod")).exit, 0);
  t.ok(stopped());
});

t.test("a Drizzle schema: what it cannot express stays, and the plans lead there", async (t) => {
  const cwd = t.testdir();
  const declare = (...columns: readonly string[]) =>
    writeFileSync(
      join(cwd, "schema.ts"),
      `import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
export const tune = sqliteTable("tune", { id: integer("id").primaryKey(), ${columns.map((name) => `${name}: text("${name}")`).join(", ")} });\n`,
    );
  writeFileSync(
    join(cwd, "trueup.config.ts"),
    `import { defineConfig } from "trueup";\nexport default defineConfig({ schema: "schema.ts", targets: { prod: "file:app.db", fresh: "file:fresh.db" } });\n`,
  );
  const run = (...args: readonly string[]) => command({ cwd }, ...args);
  const trigger = "CREATE TRIGGER titles AFTER INSERT ON tune BEGIN SELECT 1; END";
  const made = join(cwd, "made.db");
  for (const path of [made, join(cwd, "app.db")])
    fill(path, ["CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT)", trigger]);
  fill(join(cwd, "fresh.db"), ["PRAGMA user_version = 1"]);
  for (const columns of [
    ["title", "key"],
    ["title", "key", "tempo"],
  ]) {
    declare(...columns);
    const planned = await run("plan", made, "--out", `plans/${columns.at(-1)}.plan.sql`);
    t.equal(planned.exit, 0, planned.err);
    t.equal((await run("apply", `plans/${columns.at(-1)}.plan.sql`, made)).exit, 0);
  }
  t.match((await run("plans", "prod")).out, /2 plans behind/);
  t.equal((await run("verify", "plans/")).exit, 0, "whole, as far as it is known without a database");
  t.equal((await run("plan", "prod", "--check", "plans/")).exit, 0);
  const applied = await run("apply", "plans/", "prod");
  t.equal(applied.exit, 0, applied.err);
  t.match(applied.out, /Applied 2 plans/);
  t.equal((await run("apply", "plans/", "prod")).exit, 0);
  t.equal((await run("drift", "prod")).exit, 0);
  const fresh = await run("apply", "plans/", "fresh");
  t.equal(fresh.exit, 0, fresh.err);
  t.equal((await run("drift", "fresh")).exit, 0);
  declare("title", "key", "tempo", "mood");
  const ahead = await run("apply", "plans/", "prod");
  t.equal(ahead.exit, 20, ahead.out);
  t.match(ahead.err, /no-plan-for-base/);
  const database = new Database(join(cwd, "app.db"));
  t.strictSame(database.prepare("SELECT sql FROM sqlite_schema WHERE name = 'titles'").raw().all(), [[trigger]]);
  database.close();
  t.ok(readFileSync(join(cwd, "schema.ts"), "utf8").includes("mood"));
});
