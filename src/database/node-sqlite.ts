import { createRequire } from "node:module";

interface NodeSqlite {
  prepare(sql: string): unknown;
  exec(sql: string): unknown;
  close(): unknown;
  readonly isTransaction: boolean;
}

/** A database in memory in the SQLite that Node brings. Null where it brings none, or one that is older than 3.54. */
export function openNodeSqlite(): NodeSqlite | null {
  try {
    const { DatabaseSync } = createRequire(import.meta.url)("node:sqlite") as {
      DatabaseSync: new (path: string) => NodeSqlite;
    };
    const db = new DatabaseSync(":memory:");
    // The first that had it, 3.53, refuses rows for which the CHECK is NULL.
    db.exec("CREATE TABLE t AS SELECT NULL AS a; ALTER TABLE t ADD CHECK (a > 0); DROP TABLE t");
    return db;
  } catch {
    return null;
  }
}
