import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeDatabase } from "../kit/database.ts";
import { built, command } from "./run.ts";

built();

t.test("the results of a rehearsal are remembered for its plan", async (t) => {
  const cwd = t.testdir({ schema: {} });
  const env = { XDG_CACHE_HOME: join(cwd, "cache") };
  const at = { cwd, env };
  await makeDatabase(
    join(cwd, "app.db"),
    "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT); INSERT INTO tune VALUES (1, 'x')",
  );
  mkdirSync(join(cwd, "node_modules"));
  t.equal((await command(at, "init", "--from", "app.db")).exit, 0);
  const schema = join(cwd, "schema", "schema.ts");
  writeFileSync(schema, readFileSync(schema, "utf8").replace("title: text().nullable()", "title: text()"));
  t.equal((await command(at, "plan", "--out", "plans/title.plan.sql")).exit, 0);

  const page = async () => (await command(at, "show", "plans/title.plan.sql", "--html")).out;
  t.notMatch(await page(), /Rehears/, "a plan that nobody rehearsed has no timings");
  t.equal((await command(at, "rehearse", "plans/title.plan.sql")).exit, 0);
  t.match(await page(), /Rehears/, "after the rehearsal its page has");

  const events = (await command(at, "apply", "plans/title.plan.sql", "--json")).out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const started = events.find(({ type, name }) => type === "step-started" && /alter-column/.test(name));
  t.type(started?.estimate, "number", "and apply tells time by it");
});

t.test("a converted column is not damage", async (t) => {
  const cwd = t.testdir({ schema: {}, node_modules: {} });
  await makeDatabase(
    join(cwd, "app.db"),
    "CREATE TABLE tune (id INTEGER PRIMARY KEY, tempo, note TEXT); INSERT INTO tune VALUES (1, 120, 'x')",
  );
  const at = { cwd, env: { XDG_CACHE_HOME: join(cwd, "cache") } };
  t.equal((await command(at, "init", "--from", "app.db")).exit, 0);
  const schema = join(cwd, "schema", "schema.ts");
  const written = readFileSync(schema, "utf8");
  writeFileSync(schema, written.replace(/tempo: .*/, "tempo: text().nullable(),").replace("column, ", ""));
  t.equal((await command(at, "plan", "--out", "plans/tempo.plan.sql")).exit, 0);
  const rehearsed = await command(at, "rehearse", "plans/tempo.plan.sql");
  t.equal(rehearsed.exit, 0);
  t.match(rehearsed.out, "✓ tune: 1 row before, 1 after; 2 columns the same in every value; changed by");
});
