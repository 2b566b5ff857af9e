import { nothingBeside } from "../../src/model/beside.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import type { Decision } from "../../src/plan/plan.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { schemaOf } from "../kit/database.ts";
import { runPlan } from "../kit/run-plan.ts";

/**
 * `unaccent` is registered by an application on its own connection: here it is unknown, and nothing can be computed
 * with it.
 */
const live = `
  CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, key TEXT, worth INTEGER);
  INSERT INTO tune VALUES (1, 'The Kesh', 'G', 3), (2, 'Morrison''s', 'Em', 4);
  CREATE INDEX tune_plain ON tune (lower(title)) WHERE lower(title) <> '';
  CREATE TABLE note (tune INTEGER REFERENCES tune (id), body TEXT CHECK (lower(body) <> ''), plain AS (lower(body)));
  PRAGMA writable_schema = ON;
  UPDATE sqlite_schema SET sql = replace(sql, 'lower', 'unaccent');
  PRAGMA writable_schema = RESET;`;
const renames: Decision[] = [
  { kind: "rename-column", table: "tune", from: "id", to: "number" },
  { kind: "rename-column", table: "tune", from: "title", to: "name" },
];
const drops: Decision = { kind: "approve", rule: "drop-column", object: "tune.worth", rows: 2, because: null };

async function plan(engine: Engine, target: string, ...decisions: readonly Decision[]) {
  const snapshot = {
    read: async (queries: readonly { sql: string }[]) => queries.map(({ sql }) => engine.all(sql, [])),
  };
  const before = introspectScratch({
    all: (sql, ...args) => engine.all(sql, args),
    prepare: (sql) => engine.prepare(sql),
  });
  return makePlan({
    snapshot,
    live: before,
    target: schemaOf(target),
    hints: { tables: [], columns: [], fills: [] },
    decisions,
    protect: [],
    beside: nothingBeside,
    columnOrder: false,
    profile: libsqlProfile,
  });
}

t.test("a table changes in place next to definitions that call it", async (t) => {
  const engine = new Engine(":memory:");
  t.teardown(() => engine.close());
  engine.exec(live);
  const target = "CREATE TABLE tune (number INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT CHECK (key <> ''))";
  const planned = await plan(engine, target, ...renames, drops);
  if (planned.kind !== "plan") return t.fail(JSON.stringify(planned));
  runPlan(engine, planned.plan);
  t.strictSame(
    engine.all("SELECT sql FROM sqlite_schema WHERE name IN ('tune_plain', 'note') ORDER BY name", []).flat(),
    [
      "CREATE TABLE note (tune INTEGER REFERENCES tune (\"number\"), body TEXT CHECK (unaccent(body) <> ''), plain AS (unaccent(body)))",
      'CREATE INDEX tune_plain ON tune (unaccent("name")) WHERE unaccent("name") <> \'\'',
    ],
    "they stand as they stood, and follow the renames",
  );
  t.strictSame(engine.all("SELECT number, name, key FROM tune", []), [
    [1, "The Kesh", "G"],
    [2, "Morrison's", "Em"],
  ]);
});

t.test("its own index would have to be computed: no rebuild, and no write to its rows", async (t) => {
  for (const column of ["key TEXT UNIQUE", "key BLOB"]) {
    const engine = new Engine(":memory:");
    t.teardown(() => engine.close());
    engine.exec(live);
    const planned = await plan(
      engine,
      `CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, ${column}, worth INTEGER)`,
    );
    if (planned.kind !== "refused") return t.fail(planned.kind);
    t.match(planned.problems, [
      { code: "opaque-in-the-way", message: /index tune_plain .* unaccent is not in this engine/ },
    ]);
  }
});

t.test("another table is rebuilt next to them", async (t) => {
  const engine = new Engine(":memory:");
  t.teardown(() => engine.close());
  engine.exec(`CREATE TABLE gig (id INTEGER PRIMARY KEY, place TEXT); INSERT INTO gig VALUES (1, 'Ennis'); ${live}`);
  const tune = "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, key TEXT, worth INTEGER);";
  const planned = await plan(engine, `${tune} CREATE TABLE gig (id INTEGER PRIMARY KEY, place TEXT, UNIQUE (place))`);
  if (planned.kind !== "plan") return t.fail(JSON.stringify(planned));
  runPlan(engine, planned.plan);
  t.strictSame(engine.all("SELECT * FROM gig", []), [[1, "Ennis"]]);
});
