import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { FewRows } from "../../src/database/few-rows.ts";

const rows = (table: string, n: number) =>
  `WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${n}) INSERT INTO ${table} SELECT i, i FROM c;`;

function database(t: { teardown(work: () => void): void }): Engine {
  const engine = new Engine(":memory:");
  t.teardown(() => engine.closeNow());
  engine.exec(`CREATE TABLE none (id INTEGER PRIMARY KEY, a); CREATE TABLE ten (id INTEGER PRIMARY KEY, a);
    CREATE TABLE "a thousand" (id INTEGER PRIMARY KEY, a); CREATE TABLE many (id INTEGER PRIMARY KEY, a);
    CREATE VIEW seen AS SELECT * FROM many; CREATE VIRTUAL TABLE found USING fts5 (a);
    ${rows("ten", 10)} ${rows('"a thousand"', 1000)} ${rows("many", 1001)}`);
  return engine;
}

t.test("questions about few rows are answered at once", (t) => {
  const engine = database(t);
  const quick = [
    "SELECT count(*) FROM none WHERE a IS NULL",
    'SELECT count(*) FROM "none" WHERE "none"."a" NOT IN (SELECT "ten"."id" FROM "ten")',
    'SELECT count(*) FROM "A Thousand" AS x WHERE EXISTS (SELECT 1 FROM "a thousand" AS y WHERE y.a = x.id)',
  ];
  for (const sql of quick) t.ok(new FewRows(engine).answers(sql), sql);
  t.end();
});

t.test("everything else may take long", (t) => {
  const engine = database(t);
  const slow = [
    "SELECT count(*) FROM many",
    "SELECT count(*) FROM none, MANY",
    'SELECT count(*) FROM "a thousand" AS x, "a thousand" AS y, ten',
    "SELECT count(*) FROM seen",
    "SELECT count(*) FROM found",
    "SELECT count(*) FROM ten WHERE a < (SELECT sum(value) FROM generate_series)",
    "SELECT count(*) FROM ten WHERE a < (WITH r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT max(x) FROM r)",
  ];
  for (const sql of slow) t.notOk(new FewRows(engine).answers(sql), sql);
  t.end();
});

t.test("so may many short ones", (t) => {
  const few = new FewRows(database(t));
  const sql = 'SELECT count(*) FROM "a thousand" AS x, "a thousand" AS y';
  t.ok(few.answers(sql));
  t.notOk(few.answers(sql));
  t.end();
});
