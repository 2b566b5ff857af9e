import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t, { type Test } from "tap";
import { built, command, shell } from "../cli/run.ts";
import { temporaryFolder } from "../kit/database.ts";

built();

/** Branches that each change the schema, merged by git, and databases that are somewhere among them. */
interface Repository {
  readonly cwd: string;
  git(command: string): void;
  /** On a branch of this name: one more table, and its plan, made from a database as main had it. */
  branch(name: string, ...more: readonly string[]): Promise<void>;
  merge(name: string): void;
  run(...args: readonly string[]): ReturnType<typeof command>;
  tables(database: string): string;
  plans(): readonly string[];
}

const table = (name: string) => `CREATE TABLE ${name} (id INTEGER PRIMARY KEY, said TEXT);\n`;

/** Where the first one was made, of which each is a copy. */
let first: string | null = null;

async function repository(test: Test): Promise<Repository> {
  first ??= await staged(temporaryFolder(t));
  const cwd = test.testdir();
  cpSync(first, cwd, { recursive: true, preserveTimestamps: true });
  const { git, run, must, declare } = actions(cwd);
  return {
    cwd,
    git,
    run,
    async branch(name, ...more) {
      git(`checkout -q -b ${name} main`);
      declare(name);
      await must("plan", "prod", "--out", `plans/${name}.plan.sql`, ...more);
      git(`add -A && git commit -qm ${name} && git checkout -q main`);
    },
    merge: (name) => git(`merge -q --no-ff -m ${name} ${name}`),
    tables(database) {
      const opened = new Database(join(cwd, database));
      const found = opened.prepare("SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema ORDER BY 1)");
      const [names] = found.raw().get() as unknown[];
      opened.close();
      return String(names);
    },
    plans: () => readdirSync(join(cwd, "plans")).map((name) => name.replace(".plan.sql", "")),
  };
}

function actions(cwd: string) {
  const run = (...args: readonly string[]) => command({ cwd }, ...args);
  return {
    run,
    git(command: string) {
      const ran = shell({ cwd }, `git ${command}`);
      if (ran.exit !== 0) throw new Error(`git ${command}: ${ran.err}${ran.out}`);
    },
    async must(...args: readonly string[]) {
      const ran = await run(...args);
      if (ran.exit !== 0) throw new Error(`${args.join(" ")}: ${ran.err}${ran.out}`);
    },
    declare: (name: string) => writeFileSync(join(cwd, "schema", `${name}.sql`), table(name)),
  };
}

async function staged(cwd: string): Promise<string> {
  const { git, must, declare } = actions(cwd);
  mkdirSync(join(cwd, "schema"));
  writeFileSync(
    join(cwd, "trueup.config.ts"),
    `import { defineConfig } from "trueup";
export default defineConfig({ targets: { prod: "file:prod.db", dev: "file:dev.db" }, default: "prod" });\n`,
  );
  writeFileSync(join(cwd, ".gitignore"), "*.db*\nbackups\n");
  declare("tune");
  writeFileSync(join(cwd, "prod.db"), "");
  writeFileSync(join(cwd, "dev.db"), "");
  await must("plan", "--out", "plans/first.plan.sql");
  await must("apply", "plans/", "prod");
  await must("apply", "plans/", "dev");
  git("init -q -b main && git config maintenance.auto false && git add -A && git commit -qm first");
  return cwd;
}

for (const [first, second] of [
  ["sets", "tempo"],
  ["tempo", "sets"],
] as const) {
  t.test(`${first} was merged first, then ${second}`, async (t) => {
    const { branch, merge, run, plans, tables, git } = await repository(t);
    await branch("sets");
    await branch("tempo");
    merge(first);
    t.equal((await run("plan", "--rebase")).exit, 1, "nothing is missing yet");
    merge(second);
    t.equal((await run("apply", "plans/")).exit, 20, "no path");
    t.match((await run("plans")).out, /trueup plan --rebase/);
    const rebased = await run("plan", "--rebase");
    t.equal(rebased.exit, 0, rebased.err);
    t.match(rebased.err, `on top of plans/${first}.plan.sql`);
    t.match(rebased.err, `in place of plans/${second}.plan.sql`);
    t.strictSame(plans(), ["first", "sets", "tempo"], "written over the one that lay off the path");
    t.equal((await run("verify", "plans/")).exit, 0);
    t.equal((await run("plan", "prod", "--check", "plans/")).exit, 0);
    git("commit -qam joined");
    t.equal((await run("apply", "plans/")).exit, 0);
    t.equal(tables("prod.db"), "sets,tempo,tune");
    t.equal((await run("plan", "--rebase")).exit, 1, "and then nothing is missing");
  });
}

t.test("the plan of one branch is already in production, although the other was merged first", async (t) => {
  const { branch, merge, run, plans, tables, git } = await repository(t);
  await branch("sets");
  await branch("tempo");
  git("checkout -q tempo");
  t.equal((await run("apply", "plans/", "prod")).exit, 0);
  git("checkout -q main");
  merge("sets");
  merge("tempo");
  const rebased = await run("plan", "prod", "--rebase");
  t.equal(rebased.exit, 0, rebased.err);
  t.match(rebased.err, "the database is there already");
  t.match(rebased.err.replace(/\s+/g, " "), "plans/sets.plan.sql is already merged");
  t.strictSame(plans(), ["first", "sets-after-tempo", "sets", "tempo"], "a database may stand at the other end");
  t.equal((await run("apply", "plans/", "prod")).exit, 0);
  t.equal(tables("prod.db"), "sets,tempo,tune");
});

t.test("three branches", async (t) => {
  const { branch, merge, run, plans, tables } = await repository(t);
  for (const name of ["keys", "sets", "tempo"]) await branch(name);
  merge("sets");
  merge("keys");
  t.equal((await run("plan", "--rebase")).exit, 0);
  t.equal((await run("apply", "plans/", "dev")).exit, 0);
  merge("tempo");
  t.equal((await run("apply", "plans/", "dev")).exit, 20);
  const rebased = await run("plan", "dev", "--rebase");
  t.equal(rebased.exit, 0, rebased.err);
  for (const name of ["dev", "prod"]) t.equal((await run("apply", "plans/", name)).exit, 0, name);
  t.equal(tables("prod.db"), "keys,sets,tempo,tune");
  t.equal(tables("dev.db"), "keys,sets,tempo,tune");
  t.ok(plans().length >= 4);
});

for (const [story, merges] of [
  ["of a plan that is made again", ["sets", "lyrics"]],
  ["of an already merged plan next to one that is made again", ["keys", "lyrics", "sets"]],
] as const) {
  t.test(`the decisions ${story} are carried over`, async (t) => {
    const { cwd, git, merge, run, tables, branch } = await repository(t);
    git("checkout -q -b lyrics main");
    writeFileSync(join(cwd, "schema", "tune.sql"), table("tune").replace("said", "words"));
    t.equal((await run("plan", "prod", "--rename", "tune.said:tune.words", "--out", "plans/lyrics.plan.sql")).exit, 0);
    git("add -A && git commit -qm lyrics && git checkout -q main");
    const others = merges.filter((name) => name !== "lyrics");
    for (const name of others) await branch(name);
    for (const name of merges) merge(name);
    const database = new Database(join(cwd, "prod.db"));
    database.exec("INSERT INTO tune VALUES (1, 'la')");
    database.close();
    const rebased = await run("plan", "prod", "--rebase");
    t.equal(rebased.exit, 0, rebased.err);
    t.equal((await run("apply", "plans/", "prod")).exit, 0);
    t.equal(tables("prod.db"), [...others, "tune"].join());
    const after = new Database(join(cwd, "prod.db"));
    t.strictSame(after.prepare("SELECT words FROM tune").raw().all(), [["la"]]);
    after.close();
  });
}
