/** Tables of the engine that reach outside the database. Like any table, they can be named in single quotes too. */
export const outsideTables: ReadonlySet<string> = new Set([
  "fsdir",
  "sqlite_dbpage",
  "carray",
  "sqlite3mc_config_table",
]);
