import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { touchedBy } from "../../src/apply/touched.ts";
import { emptyCopy } from "../../src/database/empty-copy.ts";
import { Engine } from "../../src/database/engine.ts";
import { fileUri, snapshotOf } from "../../src/database/file.ts";
import { rowsQuery } from "../../src/database/catalog-rows.ts";
import { introspect } from "../../src/introspect/introspect.ts";
import { type Beside, nothingBeside } from "../../src/model/beside.ts";
import { readPlan } from "../../src/plan/read.ts";
import { folder } from "../apply/fixture.ts";
import { writing } from "../kit/run-plan.ts";
import { readScenario } from "../kit/scenario.ts";

/** A file with this schema, open, and the empty copy of it. */
async function copied(t: Test, sql: string) {
  const path = join(folder(t), "app.db");
  const live = new Engine(fileUri(path, "rwc"), { timeout: 2000 });
  t.teardown(() => live.close());
  live.exec(`PRAGMA foreign_keys = OFF; ${sql}`);
  const copy = await emptyCopy(path);
  if (copy !== null) t.teardown(() => copy.closeNow());
  copy?.exec("PRAGMA foreign_keys = OFF");
  return { path, live, copy };
}

/** Both have the same rows in their catalogs, and mean the same by them. */
async function same(t: Test, live: Engine, copy: Engine, what: string, beside: Beside = nothingBeside) {
  t.strictSame(copy.all(rowsQuery.sql), live.all(rowsQuery.sql), `${what}: the catalog`);
  const [a, b] = [await introspect(snapshotOf(copy), beside), await introspect(snapshotOf(live), beside)];
  t.strictSame(a, b, `${what}: the schema`);
}

const shapes: Record<string, string> = {
  "nothing any more": "CREATE TABLE a (x); DROP TABLE a",
  "tables with rowids and without, keys, indexes, views and triggers": `
    CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT UNIQUE, y, UNIQUE (x, y));
    CREATE TABLE b (k TEXT, l TEXT, m AS (k || l) STORED, PRIMARY KEY (k, l)) WITHOUT ROWID;
    CREATE INDEX a_y ON a (y) WHERE y > 3; CREATE INDEX a_xy ON a (lower(x), y DESC); CREATE INDEX b_m ON b (m);
    CREATE TABLE c (a REFERENCES a ON DELETE CASCADE, b CHECK (b > 0)) STRICT`.replace(" STRICT", ""),
  "rows of the catalog that are gone": "CREATE TABLE a (x); CREATE TABLE b (x); DROP TABLE a; CREATE TABLE c (x)",
  "statistics and sequences": `CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, x); CREATE INDEX i ON a (x);
    INSERT INTO a (x) VALUES (1), (2); ANALYZE`,
  "names that its own tables could have":
    "CREATE TABLE t (a); CREATE TABLE w (a); CREATE INDEX i0 ON w (a); CREATE TABLE live (a)",
  "a view that says main, and one that does not compile": `CREATE TABLE a (x); CREATE VIEW v AS SELECT x FROM main.a;
    CREATE VIEW w AS SELECT y FROM missing; CREATE TRIGGER r AFTER INSERT ON a BEGIN SELECT x FROM v; END`,
  "tables of many pages": `CREATE TABLE a (x PRIMARY KEY, y) WITHOUT ROWID; CREATE TABLE b (x, y); CREATE INDEX i ON b (x);
    INSERT INTO a SELECT value, randomblob(500) FROM generate_series(1, 2000); INSERT INTO b SELECT * FROM a`,
};

for (const encoding of ["UTF-8", "UTF-16le"])
  for (const mode of ["DELETE", "WAL"])
    for (const [name, sql] of Object.entries(shapes))
      t.test(`${name}, in ${encoding} and ${mode}`, async (t) => {
        const { live, copy } = await copied(
          t,
          `PRAGMA encoding = '${encoding}'; PRAGMA journal_mode = ${mode}; ${sql}`,
        );
        if (copy === null) return t.fail("no copy was made");
        await same(t, live, copy, "before");
        t.strictSame(
          copy.all("SELECT name FROM pragma_database_list WHERE name <> 'temp'"),
          [["main"]],
          "the file is not open any more",
        );
        for (const engine of [live, copy])
          engine.exec("CREATE TABLE z (p, q); CREATE INDEX z_q ON z (q); CREATE VIEW z_v AS SELECT q FROM z");
        await same(t, live, copy, "after a change");
      });

t.test("virtual tables need what is in their own tables, so there is no copy", async (t) => {
  t.equal((await copied(t, "CREATE VIRTUAL TABLE f USING fts5 (a)")).copy, null);
});

for (const mode of ["DELETE", "WAL"])
  t.test(`a writer is neither stopped nor waited for, in ${mode}`, async (t) => {
    const { path, live } = await copied(
      t,
      `PRAGMA journal_mode = ${mode}; CREATE TABLE a (x PRIMARY KEY) WITHOUT ROWID`,
    );
    const writer = new Engine(fileUri(path, "rw"), { timeout: 0 });
    t.teardown(() => writer.close());
    writer.exec("BEGIN IMMEDIATE; INSERT INTO a VALUES (1)");
    (await emptyCopy(path))?.closeNow();
    writer.exec("COMMIT; BEGIN IMMEDIATE; INSERT INTO a VALUES (2); COMMIT");
    t.strictSame(live.all("SELECT count(*) FROM a"), [[2]]);
  });

/** What is known of the copy is used for the database itself, so both have to come to the same with every plan. */
const scenarios = join(import.meta.dirname, "../scenarios");
for (const name of readdirSync(scenarios)) {
  const file = join(scenarios, name, "plan.sql");
  if (!existsSync(file)) continue;
  t.test(`after the plan of ${name}`, async (t) => {
    const plan = readPlan(readFileSync(file, "utf8"), file);
    if (!plan.ok) return;
    const { before, beside } = await readScenario(join(scenarios, name));
    const { live, copy } = await copied(t, before);
    if (copy === null) return;
    await same(t, live, copy, "before", beside);
    if (touchedBy(plan.value.plan) === null) return;
    const steps = plan.value.plan.items.filter((item) => item.kind === "step");
    for (const step of steps) {
      live.exec(writing(live, step));
      try {
        copy.exec(writing(copy, step));
      } catch (error) {
        // Then nothing is known beforehand: the page of an index that was dropped is another index's page as well.
        t.match(error, { code: "SQLITE_CORRUPT" });
        t.ok(steps.filter((each) => each.step === "drop-index").length > 1, "only several dropped indexes end this");
        return;
      }
    }
    await same(t, live, copy, "after", beside);
  });
}
