import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Kysely, type Migration, Migrator, SqliteDialect, sql } from "kysely";
import Libsql from "libsql";
import t, { type Test } from "tap";
import { convergeSync } from "../../src/start/sync.ts";
import { bundleFor } from "../kit/bundle.ts";
import { temporaryFolder } from "../kit/database.ts";
import { nowhere, nowhereLater } from "../kit/nowhere.ts";
import { notebook, someRows } from "./notebook.ts";

/**
 * What users of applications report whose databases were made by journals of migrations. A journal says what was run;
 * here the database itself is examined.
 */
const ignore = ["__drizzle_migrations", "kysely_*"];
const app = { ...notebook, ignore };
const [v11, v12] = [await bundleFor(app, "v1.1.0"), await bundleFor(app, "v1.2.0")];
const schema = (release: string) => notebook.releases[release] ?? "";

function database(t: Test, ...statements: readonly string[]): Libsql.Database {
  const db = new Libsql(join(temporaryFolder(t), "app.db"));
  t.teardown(() => db.close());
  for (const each of statements) db.exec(each);
  return db;
}

function one(db: Libsql.Database, query: string): unknown {
  return (db.prepare(query).raw(true).get() as unknown[] | undefined)?.[0];
}

type Migrate = (db: Libsql.Database, folder: string, migrations: readonly Written[]) => void;

/** Drizzle's migrator, over the same connection, if it is installed: `npm run engines`. */
const drizzle = await (async (): Promise<Migrate> => {
  const home = createRequire(join(import.meta.dirname, "..", "engines", "package.json"));
  try {
    const { drizzle } = home("drizzle-orm/better-sqlite3") as { drizzle(db: unknown): unknown };
    const { migrate } = home("drizzle-orm/better-sqlite3/migrator") as { migrate(db: unknown, options: object): void };
    return (db, migrationsFolder) => migrate(drizzle(db), { migrationsFolder });
  } catch {
    return asDrizzle;
  }
})();

/**
 * If it is not installed, its rule is applied here: every migration with a later stamp than the last one in the journal
 * is run, in one transaction.
 */
function asDrizzle(db: Libsql.Database, _: string, migrations: readonly Written[]): void {
  db.exec(
    `CREATE TABLE IF NOT EXISTS "__drizzle_migrations" (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)`,
  );
  const last = Number(one(db, "SELECT max(created_at) FROM __drizzle_migrations") ?? 0);
  db.exec("BEGIN");
  try {
    for (const [, when, ...statements] of migrations.filter(([, when]) => when > last)) {
      for (const each of statements) db.exec(each);
      db.exec(`INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('', ${when})`);
    }
    db.exec("COMMIT");
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
}

type Written = readonly [tag: string, when: number, ...statements: readonly string[]];

/** What the migrator reports for a folder as drizzle-kit writes it: empty if all is well. */
function started(t: Test, db: Libsql.Database, ...migrations: readonly Written[]): string {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, "meta"));
  const entries = migrations.map(([tag, when], idx) => ({ idx, version: "6", when, tag, breakpoints: true }));
  writeFileSync(join(folder, "meta", "_journal.json"), JSON.stringify({ version: "7", dialect: "sqlite", entries }));
  for (const [tag, , ...statements] of migrations)
    writeFileSync(join(folder, `${tag}.sql`), statements.join("--> statement-breakpoint\n"));
  try {
    drizzle(db, folder, migrations);
    return "";
  } catch (error) {
    const { cause, message } = error as Error;
    return cause instanceof Error ? cause.message : message;
  }
}

const statements = (text: string) => text.split(";").filter((each) => each.trim() !== "");
const first: Written = ["0000_init", 1000, ...statements(schema("v1.0.0"))];
const second: Written = [
  "0001_message",
  2000,
  "ALTER TABLE project ADD COLUMN icon TEXT",
  "ALTER TABLE session ADD COLUMN archived INTEGER NOT NULL DEFAULT 0",
  ...statements(schema("v1.1.0")).filter((text) => text.includes("TABLE message")),
];

t.test("a development build was there first, and the release's table is never made", async (t) => {
  // Its journal's last stamp decides, and everything before it counts as done.
  const beta: Written = ["0001_experiment", 9000, "CREATE TABLE experiment (id TEXT)", "DROP TABLE experiment"];
  const db = database(t);
  t.equal(started(t, db, first, beta), "");
  db.exec(someRows);
  t.equal(started(t, db, first, second), "", "its migrator: all is well");
  t.throws(() => one(db, "SELECT count(*) FROM message"), { message: /no such table/ });
  const third: Written = ["0002_kind", 9500, "ALTER TABLE message ADD COLUMN kind TEXT"];
  for (const _ of ["the next release", "and every start after it"])
    t.match(started(t, db, first, second, third), /no such table: message/);

  t.match(convergeSync(db, v11), { state: "applied", from: "v1.0.0" });
  t.equal(one(db, "SELECT count(*) FROM message"), 0, "the table is there");
  t.equal(one(db, "SELECT count(*) FROM session"), 2);
});

t.test("a development build left a table of its own", async (t) => {
  const beta: Written = ["0001_experiment", 9000, "CREATE TABLE experiment (id TEXT)"];
  const db = database(t);
  t.equal(started(t, db, first, beta), "");
  t.equal(started(t, db, first, second), "");
  t.throws(() => convergeSync(db, v11), {
    code: "unknown",
    differences: ["table experiment: exists, but is not declared"],
  });
  t.match(convergeSync(db, v11, { unknown: "plan" }), { state: "added" });
  t.equal(one(db, "SELECT count(*) FROM experiment"), 0, "it stays");
});

t.test("the journal says done, but a table has an older form", async (t) => {
  const older = schema("v1.1.0").replace("data TEXT NOT NULL CHECK (json_valid(data))", "body TEXT");
  const made = statements(older).filter((text) => text.includes("TABLE message"));
  const db = database(t);
  t.equal(started(t, db, first, ["0001_message", 2000, ...made, ...second.slice(2, 4).map(String)]), "");
  db.exec(someRows);
  t.equal(started(t, db, first, second), "", "its migrator: all is well");
  t.throws(() => one(db, "SELECT data FROM message"), { message: /no such column/ });
  db.exec("INSERT INTO message VALUES ('m1', 's1', 'hello')");

  t.throws(() => convergeSync(db, v11), {
    code: "unknown",
    differences: [/^table message, checks/, /columns, data: is declared/, /columns, body: exists/],
  });
  t.throws(() => convergeSync(db, v11, { unknown: "plan" }), {
    code: "unknown",
    message: /what this release lacks here cannot be added\b[^]*column message\.data: /,
  });
  t.equal(one(db, "SELECT count(*) FROM session"), 2);

  // Known by then as one of the bases, and decided about, it is brought up to date.
  const releases = { "v1.0.9": older, "v1.1.0": schema("v1.1.0") };
  const flags = `--fill "message.data='{}'" --approve drop-column:message.body:any`;
  const knowing = await bundleFor({ ...app, releases, flags }, "v1.1.0");
  t.match(convergeSync(db, knowing), { state: "applied", from: "v1.0.9" });
});

t.test("the journal says done, but a column is missing", async (t) => {
  const db = database(t);
  t.equal(started(t, db, first, [...second.slice(0, 2), ...second.slice(3)] as unknown as Written), "");
  t.equal(started(t, db, first, second), "", "its migrator: all is well");
  t.throws(() => one(db, "SELECT icon FROM project"), { message: /no such column/ });

  t.throws(() => convergeSync(db, v11), { code: "unknown", differences: [/icon/] });
  t.match(convergeSync(db, v11, { unknown: "plan" }), { state: "added", added: ["column project.icon"] });
});

t.test("the journal itself has an older form", async (t) => {
  const db = database(t);
  t.equal(started(t, db, first), "");
  db.exec(someRows);
  t.throws(
    () => one(db, "SELECT name FROM __drizzle_migrations"),
    { message: /no such column: name/ },
    "as asked later",
  );
  t.match(convergeSync(db, v12), { state: "applied", from: "v1.0.0" }, "it is not asked");
});

t.test("a table is rebuilt while foreign keys are on, and its children survive", async (t) => {
  const rebuild: Written = [
    "0002_rebuild",
    3000,
    "PRAGMA foreign_keys=OFF",
    "CREATE TABLE __new_project (id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL DEFAULT '', path TEXT NOT NULL UNIQUE, icon TEXT)",
    "INSERT INTO __new_project SELECT id, coalesce(name, ''), path, icon FROM project",
    "DROP TABLE project",
    "ALTER TABLE __new_project RENAME TO project",
    "PRAGMA foreign_keys=ON",
  ];
  const [theirs, ours] = [database(t, "PRAGMA foreign_keys = ON"), database(t, "PRAGMA foreign_keys = ON")];
  for (const db of [theirs, ours]) {
    t.equal(started(t, db, first, second), "");
    db.exec(someRows);
  }
  t.equal(started(t, theirs, first, second, rebuild), "", "its migrator: all is well");
  t.equal(one(theirs, "SELECT count(*) FROM session"), 0, "and of two sessions none is left");

  t.match(convergeSync(ours, v12), { state: "applied" });
  t.equal(one(ours, "SELECT count(*) FROM session"), 2);
  t.equal(one(ours, "PRAGMA foreign_keys"), 1);
});

t.test("an older release opens a newer file", async (t) => {
  const renames: Written = ["0002_title", 3000, "ALTER TABLE session RENAME COLUMN title TO heading"];
  const theirs = database(t);
  t.equal(started(t, theirs, first, second, renames), "");
  t.equal(started(t, theirs, first), "", "its migrator: all is well");
  t.throws(() => one(theirs, "SELECT title FROM session"), { message: /no such column/ });
  t.throws(() => convergeSync(theirs, v11), { code: "unknown", changed: false });

  const db = database(t);
  convergeSync(db, v12);
  t.throws(() => convergeSync(db, v11), { code: "newer", changed: false });
});

t.test("a Kysely migration fails halfway, and so does every start after it", async (t) => {
  const db = database(t);
  const migrate = migrator(t, db, {
    "1": { up: (kysely) => executed(kysely, schema("v1.0.0")) },
    "2": {
      up: async (kysely) => {
        await executed(kysely, "ALTER TABLE project ADD COLUMN icon TEXT");
        await executed(kysely, "CREATE TABLE message (id TEXT); this fails on one machine in a thousand");
      },
    },
  });
  t.match(await migrate(), /syntax error/);
  t.match(await migrate(), /duplicate column name: icon/, "half of it is there, and it begins anew");

  db.exec(`DROP TABLE message; ${someRows}`);
  t.throws(() => convergeSync(db, v11), { code: "unknown" });
  t.match(convergeSync(db, v11, { unknown: "plan" }), {
    state: "added",
    added: ["table message", "column session.archived"],
  });
  t.equal(one(db, "SELECT count(*) FROM session WHERE archived = 0"), 2);
});

/** Each call is a start of the application; its error if it failed. */
function migrator(t: Test, database: Libsql.Database, migrations: Record<string, Migration>): () => Promise<string> {
  const kysely = new Kysely<unknown>({ dialect: new SqliteDialect({ database: database as never }) });
  t.teardown(() => kysely.destroy());
  const provider = { getMigrations: async () => migrations };
  return async () => {
    const { error } = await new Migrator({ db: kysely, provider }).migrateToLatest();
    return error instanceof Error ? error.message : "";
  };
}

async function executed(kysely: Kysely<unknown>, statements: string): Promise<void> {
  for (const each of statements.split(";").filter((text) => text.trim() !== "")) await sql.raw(each).execute(kysely);
}

t.test("foreign keys keep triggers from compiling, on a table that refers to nothing", async (t) => {
  const bundle = await bundleFor({ releases: { v1: nowhere, v2: nowhereLater } }, "v2");
  const db = database(t, "PRAGMA foreign_keys = ON", nowhere);
  t.match(convergeSync(db, bundle), { state: "applied", from: "v1" });
  t.equal(one(db, "PRAGMA foreign_keys"), 1);
});
