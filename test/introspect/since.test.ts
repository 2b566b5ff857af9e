import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import type { Snapshot } from "../../src/database/connection.ts";
import { Engine } from "../../src/database/engine.ts";
import { snapshotOf } from "../../src/database/file.ts";
import { catalogRows, differentRows, rowsQuery } from "../../src/database/catalog-rows.ts";
import { introspectSince } from "../../src/introspect/introspect.ts";
import { compiledIn } from "../../src/introspect/seen.ts";
import { type Beside, nothingBeside } from "../../src/model/beside.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import type { Schema } from "../../src/model/schema.ts";
import { readPlan } from "../../src/plan/read.ts";
import { writing } from "../kit/run-plan.ts";
import { readScenario } from "../kit/scenario.ts";

/** Reads the schema with what is known of an earlier one, and notes what the engine was asked. */
async function look(engine: Engine, earlier: Schema | null, beside = nothingBeside) {
  const asked: string[] = [];
  const plain = snapshotOf(engine);
  const snapshot: Snapshot = {
    read: (queries) => {
      asked.push(...queries.map(({ sql }) => sql));
      return plain.read(queries);
    },
  };
  const rows = catalogRows(engine.all(rowsQuery.sql));
  if (rows === null) throw new Error("the rows cannot be told apart");
  const read = await introspectSince(snapshot, beside, rows, earlier);
  if (!read.ok) throw new Error(read.problems[0]?.message);
  return { schema: read.value, asked };
}

/** What is read with the help of an earlier schema is what is read without. */
async function changed(t: Test, engine: Engine, earlier: Schema, beside?: Beside) {
  const since = await look(engine, earlier, beside);
  const whole = await look(engine, null, beside);
  t.strictSame(since.schema, whole.schema, "the schema");
  t.equal(fingerprint(since.schema), fingerprint(whole.schema), "its fingerprint");
  const names = (schema: Schema) => [...compiledIn(schema)].map(({ kind, name }) => `${kind} ${name}`).sort();
  t.strictSame(names(since.schema), names(whole.schema), "what compiles");
  return since;
}

interface Case {
  readonly before: string;
  readonly change: string;
  /** What is set aside afterwards. */
  readonly aside: readonly string[];
  readonly ignore?: readonly string[];
}

const cases: Record<string, Case> = {
  "a view on a view on a table that loses a column": {
    before: "CREATE TABLE t (a, b); CREATE VIEW v AS SELECT b FROM t; CREATE VIEW w AS SELECT b FROM v",
    change: "DROP TABLE t; CREATE TABLE t (a)",
    aside: ["v", "w"],
  },
  "a view that becomes good with a table": {
    before: "CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v",
    change: "CREATE TABLE t (a)",
    aside: [],
  },
  "the columns of a view of everything": {
    before: "CREATE TABLE t (a, b); CREATE VIEW v AS SELECT * FROM t; CREATE VIEW w AS SELECT b FROM v",
    change: "ALTER TABLE t RENAME TO u; CREATE TABLE t (a); DROP VIEW v; CREATE VIEW v AS SELECT * FROM t",
    aside: ["w"],
  },
  "a column that makes another one ambiguous": {
    before: "CREATE TABLE t (a); CREATE TABLE u (b); CREATE VIEW v AS SELECT b FROM t, u",
    change: "ALTER TABLE t ADD COLUMN b",
    aside: ["v"],
  },
  "a trigger of another table that writes a column which is gone": {
    before: `CREATE TABLE t (a, b); CREATE TABLE u (a);
      CREATE TRIGGER r AFTER INSERT ON u BEGIN INSERT INTO t (b) VALUES (new.a); END`,
    change: "ALTER TABLE t RENAME TO was; CREATE TABLE t (a)",
    aside: [],
  },
  "a trigger that writes a column which is gone": {
    before: `CREATE TABLE t (a, b); CREATE TABLE u (a);
      CREATE TRIGGER r AFTER INSERT ON u BEGIN INSERT INTO t (b) VALUES (new.a); END`,
    change: "DROP TABLE t; CREATE TABLE t (a)",
    aside: ["r"],
  },
  "a trigger that fires a trigger that fires one that does not work": {
    before: `CREATE TABLE a (x); CREATE TABLE b (x); CREATE TABLE c (x, y);
      CREATE TRIGGER ta AFTER INSERT ON a BEGIN INSERT INTO b VALUES (new.x); END;
      CREATE TRIGGER tb AFTER INSERT ON b BEGIN UPDATE c SET y = new.x; END;
      CREATE VIEW v AS SELECT x FROM b`,
    change: "DROP TABLE c; CREATE TABLE c (x)",
    aside: ["ta", "tb"],
  },
  "a new trigger on a table that others write": {
    before: `CREATE TABLE a (x); CREATE TABLE b (x);
      CREATE TRIGGER ta AFTER DELETE ON a BEGIN DELETE FROM b; END`,
    change: "CREATE TRIGGER tb AFTER DELETE ON b BEGIN DELETE FROM missing; END",
    aside: ["ta", "tb"],
  },
  "a trigger on a view": {
    before: `CREATE TABLE t (a, b); CREATE VIEW v AS SELECT a, b FROM t;
      CREATE TRIGGER r INSTEAD OF UPDATE OF b ON v BEGIN UPDATE t SET b = new.b; END;
      CREATE TABLE u (a); CREATE TRIGGER s AFTER INSERT ON u BEGIN UPDATE v SET b = 1; END`,
    change: "DROP TABLE t; CREATE TABLE t (a)",
    aside: ["r", "s", "v"],
  },
  "a trigger on a view that stays": {
    before: `CREATE TABLE t (a); CREATE TABLE u (b); CREATE VIEW v AS SELECT a FROM t;
      CREATE TRIGGER r INSTEAD OF INSERT ON v BEGIN INSERT INTO u (b) VALUES (new.a); END`,
    change: "DROP TABLE u; CREATE TABLE u (c)",
    aside: ["r"],
  },
  "a view of an ignored view": {
    before: "CREATE TABLE t (a, b); CREATE VIEW x_v AS SELECT b FROM t; CREATE VIEW w AS SELECT b FROM x_v",
    change: "DROP TABLE t; CREATE TABLE t (a)",
    aside: ["w"],
    ignore: ["x_*"],
  },
  "a name in other letters and other quotation marks": {
    before: `CREATE TABLE "Größe" (a, b); CREATE VIEW v AS SELECT b FROM [GRöße]; CREATE VIEW w AS SELECT b FROM "größe"`,
    change: `DROP TABLE "Größe"; CREATE TABLE "Größe" (a)`,
    aside: ["v", "w"],
  },
  "a name with quotation marks in it": {
    before: 'CREATE TABLE "a""b" (x, y); CREATE VIEW v AS SELECT y FROM "a""b"; CREATE VIEW w AS SELECT y FROM [a"b]',
    change: 'DROP TABLE "a""b"; CREATE TABLE "a""b" (x)',
    aside: ["v", "w"],
  },
  "a name that a regular expression would read otherwise": {
    before: `CREATE TABLE "a.(b" (x, y); CREATE VIEW v AS SELECT y FROM "a.(b"`,
    change: `DROP TABLE "a.(b"; CREATE TABLE "a.(b" (x)`,
    aside: ["v"],
  },
  "a name in a string": {
    before: "CREATE TABLE t (a, b); CREATE VIEW v AS SELECT b FROM 't'",
    change: "DROP TABLE t; CREATE TABLE t (a)",
    aside: ["v"],
  },
  "a view of a table's own description": {
    before: "CREATE TABLE t (a); CREATE VIEW v AS SELECT name FROM pragma_table_xinfo('t')",
    change: "DROP TABLE t",
    aside: [],
  },
  "a table that takes the name of a function for tables": {
    before: `CREATE TABLE t (a); CREATE VIEW v AS SELECT value FROM json_each('[1]')`,
    change: "CREATE TABLE json_each (a)",
    aside: ["v"],
  },
  "a table that takes the place of a view": {
    before: "CREATE VIEW p AS SELECT 1 AS a, 2 AS b; CREATE VIEW v AS SELECT b FROM p",
    change: "DROP VIEW p; CREATE TABLE p (a)",
    aside: ["v"],
  },
  "a full-text table that takes its columns from another one": {
    before: `CREATE TABLE t (a, b); CREATE VIRTUAL TABLE f USING fts4 (content='t');
      CREATE VIEW v AS SELECT b FROM f`,
    change: "DROP TABLE f; DROP TABLE t; CREATE TABLE t (a); CREATE VIRTUAL TABLE f USING fts4 (content='t')",
    aside: ["v"],
  },
  "a full-text table that stays, and takes its columns from another one": {
    before: `CREATE TABLE t (a, b); CREATE VIRTUAL TABLE f USING fts4 (content='t');
      CREATE VIEW v AS SELECT b FROM f; CREATE VIEW w AS SELECT a FROM f`,
    change: "DROP TABLE t; CREATE TABLE t (a); PRAGMA writable_schema = RESET",
    aside: ["v"],
  },
  "a shadow table that is gone": {
    before: `CREATE VIRTUAL TABLE f USING fts5 (a); CREATE VIEW v AS SELECT a FROM f; CREATE TABLE t (a)`,
    change: `PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'f_config';
      PRAGMA writable_schema = RESET; ALTER TABLE t ADD COLUMN b`,
    aside: ["f", "v"],
  },
  "a table with the name of a shadow": {
    before: "CREATE TABLE t (a); CREATE TABLE f_data (a)",
    change: "ALTER TABLE t ADD COLUMN b; CREATE VIRTUAL TABLE f USING fts4 (a)",
    aside: [],
  },
  "the key of a parent": {
    before: `CREATE TABLE p (a PRIMARY KEY, b); CREATE TABLE c (a REFERENCES p);
      CREATE TABLE d (a REFERENCES c)`,
    change: "DROP TABLE p; CREATE TABLE p (a, b PRIMARY KEY)",
    aside: [],
  },
  "the collation of an indexed column": {
    before: "CREATE TABLE t (a TEXT, b AS (a || 'x')); CREATE INDEX i ON t (a) WHERE b > 'c'",
    change: `DROP TABLE t; CREATE TABLE t (a TEXT COLLATE NOCASE, b AS (a || 'x'));
      CREATE INDEX i ON t (a) WHERE b > 'c'`,
    aside: [],
  },
  "an index that is gone": {
    before: "CREATE TABLE t (a); CREATE INDEX i ON t (a); CREATE INDEX j ON t (a, a)",
    change: "DROP INDEX i",
    aside: [],
  },
  "a row of the catalog that no statement should change": {
    before: "CREATE TABLE t (a); CREATE TABLE u (a, b); CREATE VIEW v AS SELECT b FROM u",
    change: `ALTER TABLE t ADD COLUMN b; PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = 'CREATE TABLE u (a, c)' WHERE name = 'u'; PRAGMA writable_schema = RESET`,
    aside: ["v"],
  },
  "a statement of the same length": {
    before: "CREATE TABLE t (a, b); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT 1 AS a",
    change: "DROP VIEW v; CREATE VIEW v AS SELECT c FROM t",
    aside: ["v"],
  },
  "a table that is made again as it was, with what was on it": {
    before: `CREATE TABLE t (a, b); CREATE INDEX i ON t (b); CREATE VIEW v AS SELECT b FROM t;
      CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT b FROM v; END`,
    change: `DROP TABLE t; CREATE TABLE t (a, b); CREATE INDEX i ON t (b);
      CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT b FROM v; END`,
    aside: [],
  },
  "a renamed table, where statements are rewritten": {
    before: `CREATE TABLE t (a); CREATE TABLE c (a REFERENCES t (a)); CREATE INDEX i ON t (a);
      CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER r AFTER INSERT ON c BEGIN DELETE FROM t; END`,
    change: "ALTER TABLE t RENAME TO u",
    aside: [],
  },
  "a renamed table, where they are not": {
    before: "CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t",
    change: "PRAGMA legacy_alter_table = ON; ALTER TABLE t RENAME TO u",
    aside: ["v"],
  },
  "what was set aside before": {
    before: `CREATE TABLE t (a); CREATE TABLE u (a); CREATE VIEW v AS SELECT b FROM u; CREATE VIEW w AS SELECT a FROM u;
      CREATE TRIGGER r AFTER INSERT ON u BEGIN SELECT b FROM v; END`,
    change: "ALTER TABLE t ADD COLUMN b",
    aside: ["r", "v"],
  },
  "a trigger that no longer fires": {
    before: "CREATE TABLE t (a, b); CREATE TRIGGER r AFTER UPDATE OF b ON t BEGIN SELECT 1; END",
    change: `PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = 'CREATE TABLE t (a, c)' WHERE name = 't'; PRAGMA writable_schema = RESET`,
    aside: ["r"],
  },
  "an empty name": {
    before: `CREATE TABLE "" (a, b); CREATE VIEW v AS SELECT b FROM ""; CREATE TABLE t (a)`,
    change: `DROP TABLE ""; CREATE TABLE "" (a)`,
    aside: ["v"],
  },
  "everything gone": {
    before: "CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t",
    change: "DROP VIEW v; DROP TABLE t",
    aside: [],
  },
  "everything new": { before: "", change: "CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t", aside: [] },
};

for (const encoding of ["UTF-8", "UTF-16le"]) {
  for (const [name, { before, change, aside, ignore = [] }] of Object.entries(cases)) {
    t.test(`${name}, in ${encoding}`, async (t) => {
      const engine = new Engine(":memory:");
      t.teardown(() => engine.closeNow());
      engine.exec(`PRAGMA encoding = '${encoding}'; ${before}`);
      const beside = { ...nothingBeside, ignore };
      const { schema } = await look(engine, null, beside);
      engine.exec(change);
      const since = await changed(t, engine, schema, beside);
      t.strictSame(since.schema.opaque.map(({ name }) => name).sort(), aside);
      await changed(t, engine, since.schema, beside);
    });
  }
}

t.test("rows of a catalog differ by any byte, and by where their values end", (t) => {
  const rows = (text: string, lengths: string, ids: string) => {
    const read = catalogRows([[Buffer.from(text), lengths, ids]]);
    if (read === null) throw new Error("they cannot be told apart");
    return read;
  };
  const was = rows("tableabcindexijt", "5 1 2 -,5 1 1 1", "1,7");
  t.strictSame(differentRows(was, was), []);
  t.strictSame(differentRows(rows("tableabcindexijx", "5 1 2 -,5 1 1 1", "1,7"), was), ["7"], "a byte");
  t.strictSame(differentRows(rows("tableabcindexijt", "5 2 1 -,5 1 1 1", "1,7"), was), ["1"], "where a value ends");
  t.strictSame(differentRows(rows("tableabcindexijt", "5 1 2 0,5 1 1 1", "1,7"), was), ["1"], "a statement");
  t.strictSame(differentRows(rows("tableabcindexijt", "5 1 2 -,5 1 1 1", "1,8"), was), ["8"], "a row of its own");
  t.strictSame(differentRows(rows("tableabc", "5 1 2 -", "1"), was), [], "one that is gone is seen by its absence");
  t.equal(catalogRows([[Buffer.from("tableabc"), "5 1 3 -", "1"]]), null, "too few bytes");
  t.equal(catalogRows([[Buffer.from("tableabc"), "5 1 2 -", "1,2"]]), null, "a row without lengths");
  t.end();
});

t.test("what stays is read anew where it says less than it means", async (t) => {
  const engine = new Engine(":memory:");
  t.teardown(() => engine.closeNow());
  engine.exec(`CREATE TABLE p (a TEXT PRIMARY KEY, b TEXT); CREATE TABLE c (a REFERENCES p); CREATE INDEX i ON p (b);
    CREATE TRIGGER r AFTER UPDATE OF b ON p BEGIN SELECT 1; END`);
  const { schema } = await look(engine, null);
  engine.exec(`PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = 'CREATE TABLE p (a TEXT, b TEXT COLLATE NOCASE PRIMARY KEY)' WHERE name = 'p';
    PRAGMA writable_schema = RESET`);
  const since = await changed(t, engine, schema);
  t.strictSame(since.schema.tables[1]?.foreignKeys[0]?.references, ["b"], "the key of a parent");
  t.equal(since.schema.indexes[0]?.terms[0]?.collate, "NOCASE", "the collation of a column");
  t.not(fingerprint(since.schema), fingerprint(schema));
});

t.test("what a change cannot concern is not asked about again", async (t) => {
  const engine = new Engine(":memory:");
  t.teardown(() => engine.closeNow());
  engine.exec("PRAGMA foreign_keys = OFF");
  for (let n = 0; n < 100; n++)
    engine.exec(`CREATE TABLE t${n} (a, b REFERENCES t${Math.max(0, n - 1)}); CREATE VIEW v${n} AS SELECT a FROM t${n};
      CREATE TRIGGER r${n} AFTER INSERT ON t${n} BEGIN DELETE FROM t${n}; END`);
  const { schema, asked } = await look(engine, null);
  t.equal(asked.filter((sql) => sql.startsWith("EXPLAIN")).length, 200);
  engine.exec("ALTER TABLE t7 ADD COLUMN c");
  const since = await changed(t, engine, schema);
  t.equal(since.asked.filter((sql) => sql.startsWith("EXPLAIN")).length, 2);
  const kept = (all: (schema: Schema) => readonly object[]) =>
    all(since.schema).filter((each) => all(schema).includes(each)).length;
  t.equal(
    kept(({ tables }) => tables),
    99,
  );
  t.equal(
    kept(({ views }) => views),
    100,
  );
  engine.exec("CREATE VIEW w AS SELECT a FROM v7");
  t.equal((await changed(t, engine, since.schema)).asked.filter((sql) => sql.startsWith("EXPLAIN")).length, 1);
});

const scenarios = join(import.meta.dirname, "../scenarios");
for (const name of readdirSync(scenarios)) {
  const folder = join(scenarios, name);
  const file = join(folder, "plan.sql");
  if (!existsSync(file)) continue;
  t.test(`after each step of ${name}`, async (t) => {
    const plan = readPlan(readFileSync(file, "utf8"), file);
    if (!plan.ok) return;
    const { before, beside } = await readScenario(folder);
    const engine = new Engine(":memory:");
    t.teardown(() => engine.closeNow());
    engine.exec(`PRAGMA foreign_keys = OFF; ${before}`);
    let { schema } = await look(engine, null, beside);
    for (const item of plan.value.plan.items) {
      if (item.kind === "check") continue;
      engine.exec(writing(engine, item));
      ({ schema } = await changed(t, engine, schema, beside));
    }
  });
}
