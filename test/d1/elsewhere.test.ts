import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t from "tap";
import { built, command } from "../cli/run.ts";
import { ask, run, skipServer, startSqld } from "../server/sqld.ts";
import { statements } from "./fixture.ts";

built();

const scenarios = join(import.meta.dirname, "..", "scenarios");
const read = (scenario: string, file: string) => readFileSync(join(scenarios, scenario, file), "utf8");

/** A plan for D1, and a file in the state that it was made for. */
function project(cwd: string, scenario: string, url = "file:app.db") {
  writeFileSync(join(cwd, "trueup.config.ts"), `export default { schema: "schema.ts", targets: { dev: "${url}" } };\n`);
  copyFileSync(join(scenarios, scenario, "schema.ts"), join(cwd, "schema.ts"));
  copyFileSync(join(scenarios, scenario, "d1.sql"), join(cwd, "x.plan.sql"));
  return (...args: readonly string[]) => command({ cwd }, ...args);
}

function file(cwd: string, scenario: string) {
  const open = <T>(work: (database: InstanceType<typeof Database>) => T): T => {
    const database = new Database(join(cwd, "app.db"));
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  open((database) => database.exec(`${read(scenario, "before.sql")}\n${read(scenario, "rows.sql")}`));
  return (sql: string) => open((database) => database.prepare(sql).raw().all());
}

t.test("a plan for D1 also runs on a file with foreign keys on: what refers to a row follows it", async (t) => {
  const cwd = t.testdir();
  const run = project(cwd, "rows-others-follow");
  const ask = file(cwd, "rows-others-follow");
  const rehearsed = await run("rehearse", "x.plan.sql", "dev");
  t.equal(rehearsed.exit, 0, rehearsed.err + rehearsed.out);
  t.strictSame(ask("SELECT genre FROM tune ORDER BY id"), [["ie"], ["ie"], ["sc"]], "the database was only read");
  const applied = await run("apply", "x.plan.sql", "dev");
  t.equal(applied.exit, 0, applied.err + applied.out);
  t.strictSame(ask("SELECT genre FROM tune ORDER BY id"), [["irl"], ["irl"], ["sco"]]);
  t.equal((await run("drift")).exit, 0);
});

t.test("rows that refer to each other are written in any order on D1, too", async (t) => {
  const cwd = t.testdir();
  const run = project(cwd, "rows-of-tables-in-a-circle");
  const ask = file(cwd, "rows-of-tables-in-a-circle");
  const applied = await run("apply", "x.plan.sql", "dev");
  t.equal(applied.exit, 0, applied.err + applied.out);
  t.strictSame(ask("PRAGMA foreign_key_check"), []);
  t.equal((await run("drift")).exit, 0);
});

t.test("a libSQL server has foreign keys off, and refuses it by name", { skip: skipServer }, async (t) => {
  const server = await startSqld();
  t.teardown(() => server.remove());
  const cwd = t.testdir();
  const scenario = "rows-others-follow";
  const here = project(cwd, scenario, server.url);
  await run(server.url, statements(`${read(scenario, "before.sql")}\n${read(scenario, "rows.sql")}`));
  const refused = await here("apply", "x.plan.sql", "dev");
  t.not(refused.exit, 0);
  t.match(
    refused.err,
    /error\[d1-engine\]: dev: the plan is made for D1, with foreign keys on, and a\s+libSQL server runs plans/,
  );
  t.strictSame(await ask(server.url, "SELECT group_concat(genre) FROM tune"), [["ie,ie,sc"]], "nothing was sent");
});
