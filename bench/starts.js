// What an application does at a start with nothing to do, many times in one process: `node starts.js WHAT FOLDER`. Each time the
// file is opened and closed. The floor reads sqlite_schema; the others are asked to bring the database up to date, by the same driver.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";

const [, , what, folder] = process.argv;
const times = 300;

const ways = {
  floor: async () => (db) => db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema").raw().all(),
  trueup: async () => {
    const { convergeSync } = await import("../dist/start/sync.js");
    const bundle = JSON.parse(readFileSync(join(folder, "bundle.json"), "utf8"));
    return (db) => convergeSync(db, bundle);
  },
  drizzle: async () => {
    const { drizzle } = await import("drizzle-orm/better-sqlite3");
    const { migrate } = await import("drizzle-orm/better-sqlite3/migrator");
    return (db) => migrate(drizzle(db), { migrationsFolder: join(folder, "drizzle") });
  },
  kysely: async () => {
    const { Kysely, Migrator, SqliteDialect } = await import("kysely");
    const migrations = { first: { up: async () => {} } };
    return async (db) => {
      const kysely = new Kysely({ dialect: new SqliteDialect({ database: db }) });
      const { error } = await new Migrator({
        db: kysely,
        provider: { getMigrations: async () => migrations },
      }).migrateToLatest();
      if (error) throw error;
    };
  },
};

const start = await ways[what]();
for (let n = 0; n < times; n++) {
  const db = new Database(join(folder, "live.db"));
  await start(db);
  db.close();
}
