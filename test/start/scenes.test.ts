import { join } from "node:path";
import { Kysely, type Migration, Migrator, SqliteDialect, sql } from "kysely";
import Libsql from "libsql";
import t, { type Test } from "tap";
import { convergeSync } from "../../src/start/sync.ts";
import { bundleFor } from "../kit/bundle.ts";
import { temporaryFolder } from "../kit/database.ts";
import { notebook, someRows } from "./notebook.ts";

/**
 * What users of applications report, who got their databases by journals of migrations. A journal tells what was run; here it is
 * looked at what is there.
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

const journal = (...stamps: readonly number[]) => `
  CREATE TABLE __drizzle_migrations (id INTEGER PRIMARY KEY, hash text NOT NULL, created_at numeric);
  INSERT INTO __drizzle_migrations (hash, created_at) VALUES ${stamps.map((stamp) => `('x', ${stamp})`).join(", ")};`;

t.test("a stamp of a development build is later than that of the release, and its table is never made", async (t) => {
  // The journal's last entry decides: everything before it counts as done.
  const db = database(t, schema("v1.0.0"), someRows, journal(1, 99));
  t.match(convergeSync(db, v11), { state: "applied", from: "v1.0.0" });
  t.equal(one(db, "SELECT count(*) FROM message"), 0, "the table is there");
});

t.test("the journal says done, and a table is of an older form", async (t) => {
  const older = schema("v1.1.0").replace("data TEXT NOT NULL CHECK (json_valid(data))", "body TEXT");
  const db = database(t, older, someRows, journal(1, 2));
  t.throws(() => convergeSync(db, v11), {
    code: "unknown",
    differences: [/^table message, checks/, /columns, data: is declared/, /columns, body: exists/],
  });
  t.equal(one(db, "SELECT count(*) FROM session"), 2);
});

t.test("the journal says done, and a column is missing", async (t) => {
  const db = database(t, schema("v1.1.0").replace(", icon TEXT", ""), someRows, journal(1, 2));
  t.throws(() => convergeSync(db, v11), {
    code: "unknown",
    differences: [/table project, columns, icon|columns icon/],
  });
  t.match(convergeSync(db, v11, { unknown: "plan" }), { state: "added", added: ["column project.icon"] });
});

t.test("a table is rebuilt while foreign keys are on, and its children are there", async (t) => {
  const db = database(t, "PRAGMA foreign_keys = ON", schema("v1.1.0"), someRows);
  t.match(convergeSync(db, v12), { state: "applied" });
  t.equal(one(db, "SELECT count(*) FROM session"), 2);
  t.equal(one(db, "PRAGMA foreign_keys"), 1);
});

t.test("an older release opens a newer file", async (t) => {
  const db = database(t);
  convergeSync(db, v12);
  t.throws(() => convergeSync(db, v11), { code: "newer", changed: false });
});

t.test("a migration of Kysely's fails halfway, and every start after it", async (t) => {
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

/** Each call is a start of the application; what it says if it failed. */
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
