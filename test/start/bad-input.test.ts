import { closeSync, copyFileSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import t, { type Test } from "tap";
import { fingerprint } from "../../src/model/fingerprint.ts";
import { converge, type Bundle, type Driver, type StartCode, type StartError } from "../../src/start/start.ts";
import { convergeSync } from "../../src/start/sync.ts";
import { bundleFor } from "../kit/bundle.ts";
import { schemaOf, temporaryFolder } from "../kit/database.ts";
import { notebook, someRows } from "./notebook.ts";

const [v10, v12] = [await bundleFor(notebook, "v1.0.0"), await bundleFor(notebook, "v1.2.0")];

/** A file of the first release, with rows, and the connection of an application. */
function old(t: Test, ...options: ConstructorParameters<typeof Libsql> extends [unknown, ...infer R] ? R : never) {
  const path = join(temporaryFolder(t), "app.db");
  const db = new Libsql(path, ...options);
  t.teardown(() => db.close());
  convergeSync(db, v10);
  db.exec(someRows);
  return { path, db };
}

function one(db: Libsql.Database, sql: string): unknown {
  return (db.prepare(sql).raw(true).get() as unknown[])[0];
}

/** Refused with this code and these words, with the database as it was, and the connection too. */
function refused(t: Test, db: Libsql.Database, code: StartCode, says: RegExp, work: () => unknown): StartError {
  const keys = one(db, "PRAGMA foreign_keys");
  const timeout = one(db, "PRAGMA busy_timeout");
  try {
    work();
  } catch (error) {
    const { code: found, message } = error as StartError;
    t.equal(found, code, message);
    t.match(message, says);
    t.equal(one(db, "PRAGMA foreign_keys"), keys, "foreign keys are as they were");
    t.equal(one(db, "PRAGMA busy_timeout"), timeout, "the connection waits as it did");
    return error as StartError;
  }
  throw new Error("it was not refused");
}

/** The first release with its two sessions. */
function isOld(t: Test, db: Libsql.Database): void {
  const tables = db
    .prepare("SELECT group_concat(name) FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .raw(true);
  t.strictSame(tables.get(), ["project,session"]);
  t.equal(one(db, "SELECT count(*) FROM session"), 2);
}

t.test("a transaction of the application is open", async (t) => {
  for (const keys of ["ON", "OFF"]) {
    const { db } = old(t);
    db.exec(`PRAGMA foreign_keys = ${keys}; BEGIN; INSERT INTO project (id, path) VALUES ('p3', '/c')`);
    refused(t, db, "in-transaction", /has a transaction open/, () => convergeSync(db, v12));
    db.exec("COMMIT");
    t.equal(one(db, "SELECT count(*) FROM project"), 3, "and is still its own");
    isOld(t, db);
  }
});

t.test("a statement of the application is half read", async (t) => {
  const { db } = old(t);
  // libsql fetches a hundred rows at a time.
  db.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
    INSERT INTO session (id, project_id) SELECT 'x' || i, 'p1' FROM n`);
  const rows = db.prepare("SELECT * FROM session").raw(true).iterate() as IterableIterator<unknown>;
  rows.next();
  refused(t, db, "reading", /in the middle of reading rows/, () => convergeSync(db, v12));
  t.throws(() => [...rows], { code: "SQLITE_ABORT_ROLLBACK" }, "SQLite ends it with the rollback");
  t.equal(one(db, "SELECT count(*) FROM session"), 1002);
  t.match(convergeSync(db, v12), { state: "applied" });
});

t.test("the file is opened read-only", async (t) => {
  const { path } = old(t);
  const db = new Libsql(`file:${path}?mode=ro`);
  t.teardown(() => db.close());
  refused(t, db, "read-only", /cannot be written/, () => convergeSync(db, v12));
  t.match(convergeSync(db, v10), { state: "unchanged" }, "where nothing is to do, that is enough");
});

t.test("the disk is full", async (t) => {
  const { db } = old(t);
  db.exec(`PRAGMA max_page_count = ${one(db, "PRAGMA page_count")}`);
  refused(t, db, "disk", /the disk is full/, () => convergeSync(db, v12));
  isOld(t, db);
});

t.test("another connection holds the database for longer than the start waits", async (t) => {
  const { path, db } = old(t);
  const other = new Libsql(path);
  t.teardown(() => other.close());
  other.exec("BEGIN IMMEDIATE");
  const waited: number[] = [];
  refused(t, db, "locked", /held the database for all of 0.3 s/, () =>
    convergeSync(db, v12, {
      lockTimeout: 300,
      onEvent: (event) => event.kind === "waiting" && waited.push(event.milliseconds),
    }),
  );
  t.ok(waited.length > 1, "the application hears that it waits");
  t.match(convergeSync(db, v10), { state: "unchanged" }, "whoever has nothing to do does not wait");
  setTimeout(() => other.exec("COMMIT"), 200);
  t.match(await converge(db, v12), { state: "applied" });
});

t.test("a reader keeps a commit waiting, with a rollback journal", async (t) => {
  const { path, db } = old(t);
  const other = new Libsql(path);
  t.teardown(() => other.close());
  other.exec("BEGIN; CREATE TEMP TABLE seen AS SELECT * FROM project");
  refused(t, db, "locked", /held the database/, () => convergeSync(db, v12, { lockTimeout: 200 }));
  isOld(t, db);
  setTimeout(() => other.exec("COMMIT"), 100);
  t.match(await converge(db, v12), { state: "applied" });
});

t.test("the bundle", async (t) => {
  const { db } = old(t);
  const json = JSON.parse(JSON.stringify(v12)) as Bundle;
  const bad = (bundle: unknown, says: RegExp) =>
    refused(t, db, "bundle", says, () => convergeSync(db, bundle as Bundle));
  bad(null, /it has no format/);
  bad({ default: json }, /it has no format/);
  bad({ ...json, format: 2 }, /its format is 2, and this version of trueup reads 1\nupdate trueup/);
  bad({ ...json, plans: undefined }, /plans is missing/);
  bad({ ...json, target: { ...json.target, objects: undefined } }, /target.objects is missing/);
  const [first, ...others] = json.target.objects;
  bad({ ...json, target: { ...json.target, objects: others } }, /target.objects is not whole/);
  const shorter = { ...first, texts: first?.texts.map((text) => text.slice(0, -1)) };
  bad({ ...json, target: { ...json.target, objects: [shorter, ...others] } }, /target.objects is not whole/);
  const cut = json.plans.map((plan) => ({ ...plan, items: plan.items.slice(0, -1) }));
  bad({ ...json, plans: cut }, /a plan does not match its seal/);
  isOld(t, db);
  t.match(convergeSync(db, json), { state: "applied" }, "and one that came as JSON is one");
});

t.test("the file is damaged", async (t) => {
  const { path, db } = old(t);
  db.close();
  const page = 4096;
  const spoil = (to: string, at: number, bytes: Uint8Array) => {
    copyFileSync(path, to);
    const file = openSync(to, "r+");
    writeSync(file, bytes, 0, bytes.length, at);
    closeSync(file);
    const spoiled = new Libsql(to);
    t.teardown(() => spoiled.close());
    return spoiled;
  };
  const damaged = (db: Libsql.Database, says: RegExp) => {
    t.throws(() => convergeSync(db, v12), { code: "damaged", message: says } as Partial<StartError> & {
      message: RegExp;
    });
  };
  damaged(spoil(`${path}.1`, 0, Buffer.from("this is no database at all, not at all")), /not a SQLite database/);
  damaged(spoil(`${path}.2`, page, new Uint8Array(page).fill(0xff)), /damaged/);
});

t.test("a table of the user's own is in the way", async (t) => {
  const { db } = old(t);
  db.exec("CREATE TABLE message (mine TEXT)");
  const error = refused(
    t,
    db,
    "unknown",
    /not from a release that v1\.2\.0 can bring up to date; the closest is v1\.0\.0/,
    () => convergeSync(db, v12),
  );
  t.strictSame(error.differences, ["table message: exists, but is not declared"]);
  t.match(error.report, { code: "start-unknown", level: "error" });
});

t.test("a table of others is ignored", async (t) => {
  const { db } = old(t);
  db.exec(
    "CREATE TABLE plugin_state (a); CREATE VIEW plugin_view AS SELECT a FROM plugin_state; CREATE TABLE _litestream_seq (id)",
  );
  t.match(convergeSync(db, v10, { ignore: ["plugin_*"] }), { state: "unchanged" });
  t.match(convergeSync(db, v12, { ignore: ["plugin_*"] }), { state: "applied" });
  t.equal(one(db, "SELECT count(*) FROM plugin_view"), 0);
});

t.test("the user's own views and triggers that do not compile stay as they are", async (t) => {
  const { db } = old(t);
  db.exec(`
    CREATE VIEW lost AS SELECT gone FROM nowhere;
    CREATE TRIGGER noted AFTER INSERT ON project BEGIN INSERT INTO nowhere VALUES (NEW.id); END`);
  t.match(convergeSync(db, v12), { state: "applied" });
  const kept = db.prepare("SELECT sql FROM sqlite_schema WHERE name IN ('lost', 'noted') ORDER BY name").raw(true);
  t.strictSame(kept.all(), [
    ["CREATE VIEW lost AS SELECT gone FROM nowhere"],
    ["CREATE TRIGGER noted AFTER INSERT ON project BEGIN INSERT INTO nowhere VALUES (NEW.id); END"],
  ]);
  t.match(convergeSync(db, v12), { state: "unchanged" });
});

t.test("what is not managed stays where its table is rebuilt", async (t) => {
  const { db } = old(t);
  const own = [
    "CREATE TRIGGER never AFTER UPDATE OF absent ON project BEGIN SELECT 1; END",
    "CREATE INDEX plugin_index ON project (name)",
    "CREATE TRIGGER plugin_noted AFTER INSERT ON project BEGIN SELECT 1; END",
  ];
  db.exec(own.join(";"));
  t.match(convergeSync(db, v12, { ignore: ["plugin_*"] }), { state: "applied" });
  const kept = db.prepare("SELECT sql FROM sqlite_schema WHERE name LIKE 'plugin%' OR name = 'never' ORDER BY name");
  t.strictSame(
    kept.raw(true).all(),
    own.map((sql) => [sql]),
  );
});

t.test("rows that a new rule does not allow are named, and stay", async (t) => {
  const { db } = old(t);
  db.exec("UPDATE project SET path = '/same'");
  const error = refused(t, db, "rows", /there are rows that this release does not allow/, () => convergeSync(db, v12));
  t.match(error.rows, { check: "unique project", count: 1 });
  t.equal(db.prepare(error.rows?.find ?? "").all().length, 1, "the statement finds them");
  isOld(t, db);
});

/** The words of a custom driver, over libsql; what is asked of it goes through `instead` first. */
function driver(db: Libsql.Database, instead: (sql: string) => string): Driver {
  return {
    name: "a driver of one's own",
    all: (sql) => [...db.prepare(instead(sql)).raw(true).iterate()] as (readonly (string | null)[])[],
    exec: (sql) => db.exec(instead(sql)),
  };
}

t.test("foreign keys that cannot be turned off", async (t) => {
  const { db } = old(t);
  const stubborn = driver(db, (sql) => (sql === "PRAGMA foreign_keys = OFF" ? "SELECT 1" : sql));
  refused(t, db, "foreign-keys-on", /cannot be turned off/, () => convergeSync(stubborn, v12));
  isOld(t, db);
});

t.test("an engine below 3.37", async (t) => {
  const { db } = old(t);
  // The table came with 3.37, and an older SQLite says what any SQLite says about a table that does not exist.
  const older = driver(db, (sql) => sql.replaceAll("pragma_table_list", "pragma_table_lis"));
  const error = refused(t, db, "sql", /no such table: temp.pragma_table_lis/, () => convergeSync(older, v12));
  t.match(error.report.evidence, [/^SQLite: no such table/]);
});

t.test("something other than a connection", async (t) => {
  for (const no of [{}, "app.db", null] as unknown as Driver[])
    await t.rejects(converge(no, v12), { code: "engine", message: /not a known kind of database connection/ });
  await t.rejects(converge({ batch() {}, withSession() {} } as never, v12), { message: /D1 is changed from outside/ });
});

t.test("a custom driver may answer later", async (t) => {
  const { db } = old(t);
  const now = driver(db, (sql) => sql);
  const later: Driver = {
    name: "later",
    all: async (sql) => now.all(sql),
    exec: async (sql) => now.exec(sql),
  };
  t.throws(() => convergeSync(later, v12), { code: "engine", message: /answers later\nuse converge/ });
  t.match(await converge(later, v12), { state: "applied", from: "v1.0.0" });
});

t.test("an error of a custom driver is read like that of any other", async (t) => {
  const { path, db } = old(t);
  db.exec("CREATE VIEW lost AS SELECT gone FROM nowhere");
  const other = new Libsql(path);
  t.teardown(() => other.close());
  other.exec("BEGIN IMMEDIATE");
  const own = driver(db, (sql) => sql);
  t.throws(() => convergeSync(own, v12, { lockTimeout: 100 }), { code: "locked" });
  other.exec("COMMIT");
  t.match(convergeSync(own, v12), { state: "applied" });
});

t.test("text that is not UTF-8 aborts nothing", async (t) => {
  const { db } = old(t);
  db.exec(
    `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = CAST(sql || ' -- ' || x'ff' AS TEXT) WHERE name = 'project'`,
  );
  t.throws(() => convergeSync(db, v12), { code: "damaged", message: /not valid UTF-8/ });
});

t.test("the fingerprint is the one of the command line", async (t) => {
  const { db } = old(t);
  t.match(convergeSync(db, v12), { fingerprint: fingerprint(schemaOf(notebook.releases["v1.2.0"] ?? "")) });
});
