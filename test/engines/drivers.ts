import { createRequire } from "node:module";
import type { Database } from "./run-case.ts";

/** Opens a file, or `:memory:`, as an application does. */
export type Open = (path: string) => Database;

export const driverNames = ["better-sqlite3", "node:sqlite", "bun:sqlite", "libsql", "sql.js"] as const;
export type DriverName = (typeof driverNames)[number];

/** Loaded by name: none of them exists in every runtime. `from` is a file that can import them. */
export async function driver(name: DriverName, from: string): Promise<Open> {
  const require = createRequire(from);
  switch (name) {
    case "better-sqlite3":
    case "libsql": {
      const Opened = require(name) as New;
      return (path) => database(new Opened(path));
    }
    case "node:sqlite": {
      const { DatabaseSync } = (await import(name)) as { DatabaseSync: New };
      return (path) => database(new DatabaseSync(path));
    }
    case "bun:sqlite": {
      const { Database } = (await import(name)) as { Database: New };
      return (path) => database(new Database(path));
    }
    default: {
      const sqlJs = require(name) as () => Promise<{ Database: New }>;
      const { Database } = await sqlJs();
      return () => database(new Database());
    }
  }
}

type New = new (path?: string) => Database["db"] & Pick<Database, "exec" | "close">;

function database(db: InstanceType<New>): Database {
  return { db, exec: (sql) => db.exec(sql), close: () => db.close() };
}
