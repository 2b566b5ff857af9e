import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t from "tap";
import { built, command } from "../cli/run.ts";
import { ask, run, skipServer, startSqld } from "../server/sqld.ts";
import { machine, noMachine } from "../ssh/machine.ts";
import { behind, stageTwoBehind } from "./two-behind.ts";

built();

function fill(path: string, ...more: readonly string[]): void {
  const database = new Database(path);
  for (const sql of [...behind, ...more]) database.exec(sql);
  database.close();
}

function indexes(path: string): unknown {
  const database = new Database(path);
  const found = database
    .prepare("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1")
    .raw()
    .all();
  database.close();
  return found.flat();
}

const backups = (cwd: string) => readdirSync(join(cwd, "backups", "prod")).filter((name) => name.endsWith(".db"));

t.test("two plans on a file: one backup, one commit, one undo", async (t) => {
  const cwd = t.testdir();
  await stageTwoBehind(cwd, "file:app.db");
  fill(join(cwd, "app.db"));
  const ran = await command({ cwd }, "apply", "plans/", "prod");
  t.equal(ran.exit, 0, ran.err);
  t.match(ran.err, /prod is 2 plans behind: plans\/tags.plan.sql, plans\/unique-titles.plan.sql/);
  t.match(ran.err, /1 of 2: plans\/tags.plan.sql\n[^]*2 of 2: plans\/unique-titles.plan.sql/);
  t.match(ran.out, /Applied 2 plans to prod/);
  t.equal(backups(cwd).length, 1, "one backup, of before the first");
  t.match((await command({ cwd }, "history", "prod")).out, /unique-titles[^]*tags/);
  const restored = await command({ cwd }, "restore", join("backups", "prod", backups(cwd)[0] ?? ""), "prod", "--yes");
  t.equal(restored.exit, 0, restored.err);
  t.strictSame(indexes(join(cwd, "app.db")), ["tune"], "both are undone");
});

t.test("if the second of two plans cannot be applied, the first is not applied either", async (t) => {
  const cwd = t.testdir();
  await stageTwoBehind(cwd, "file:app.db");
  fill(join(cwd, "app.db"), "INSERT INTO tune VALUES (3, 'The Butterfly')");
  const ran = await command({ cwd }, "apply", "plans/", "prod");
  t.equal(ran.exit, 23);
  t.match(ran.out, /Rolled back: prod is as it was/);
  t.strictSame(indexes(join(cwd, "app.db")), ["tune"], "not even the table of the first");
  t.strictSame(backups(cwd), []);
});

t.test("several seals can be expected, and every plan has to match one of them", async (t) => {
  const cwd = t.testdir();
  await stageTwoBehind(cwd, "file:app.db");
  fill(join(cwd, "app.db"));
  const sealOf = (name: string) =>
    /--@ seal sha256:(\w+)/.exec(readFileSync(join(cwd, "plans", `${name}.plan.sql`), "utf8"))?.[1] ?? "";
  const [one, two] = [sealOf("tags"), sealOf("unique-titles")];
  const refused = await command({ cwd }, "apply", "plans/", "prod", "--expect-seal", one);
  t.equal(refused.exit, 1);
  t.match(refused.err, /plans\/unique-titles.plan.sql is not the plan that was\s+approved/);
  t.strictSame(indexes(join(cwd, "app.db")), ["tune"]);
  t.equal((await command({ cwd }, "apply", "plans/", "prod", "--expect-seal", one, "--expect-seal", two)).exit, 0);
});

t.test("two plans on a server: each in its own transaction, one backup, one undo", { skip: skipServer }, async (t) => {
  const server = await startSqld();
  t.teardown(() => server.remove());
  await run(server.url, behind);
  const cwd = t.testdir();
  await stageTwoBehind(cwd, server.url);
  const ran = await command({ cwd }, "apply", "plans/", "prod");
  t.equal(ran.exit, 0, ran.err);
  t.match(ran.out, /Applied 2 plans to prod/);
  t.equal(backups(cwd).length, 1, "one backup is left");
  t.strictSame(await ask(server.url, "SELECT count(*) FROM sqlite_schema WHERE name = 'tag'"), [["1"]]);
  const restored = await command({ cwd }, "restore", join("backups", "prod", backups(cwd)[0] ?? ""), "prod", "--yes");
  t.equal(restored.exit, 0, restored.err);
  t.strictSame(await ask(server.url, "SELECT name FROM sqlite_schema WHERE type = 'table'"), [["tune"]]);
});

t.test(
  "on a server what was applied before a failure is told, and undone by one command",
  { skip: skipServer },
  async (t) => {
    const server = await startSqld();
    t.teardown(() => server.remove());
    await run(server.url, [...behind, "INSERT INTO tune VALUES (3, 'The Butterfly')"]);
    const cwd = t.testdir();
    await stageTwoBehind(cwd, server.url);
    const ran = await command({ cwd }, "apply", "plans/", "prod");
    t.not(ran.exit, 0);
    t.match(ran.err, /plans\/tags.plan.sql was applied before that[^]*not applied: plans\/unique-titles.plan.sql/);
    t.match(ran.out, /it has the changes of plans\/tags.plan.sql, and none of those that follow/);
    const told = /undo what was applied:[^]*?trueup ([^]*?)\n\s*(?:help|more):/.exec(ran.err)?.[1] ?? "";
    const undo = told.trim().split(/\s+/);
    t.equal((await command({ cwd }, ...undo, "--yes")).exit, 0);
    t.strictSame(await ask(server.url, "SELECT name FROM sqlite_schema WHERE type = 'table'"), [["tune"]]);
  },
);

t.test("two plans over ssh: one exchange of the file", { skip: noMachine ?? false }, async (t) => {
  const there = await machine({ shared: true });
  t.teardown(() => there.close());
  const cwd = t.testdir();
  const file = join(there.folder, "app.db");
  fill(file);
  await stageTwoBehind(cwd, there.url(file));
  const at = { cwd, env: { TRUEUP_SSH: there.command } };
  const ran = await command(at, "apply", "plans/", "prod");
  t.equal(ran.exit, 0, ran.err);
  t.match(ran.out, /Applied 2 plans to prod/);
  t.equal(ran.err.match(/exchanged/g)?.length, 1);
  t.strictSame(indexes(file), ["tag", "tune"]);
  t.match((await command(at, "apply", "plans/", "prod")).out, "Nothing to do");
});
