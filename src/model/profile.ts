/**
 * What the engine behind a target can do. A target reports it, and the planner and apply read it; no other code asks
 * which kind of database it works on. Functions, collations and modules that only the application has are reported by
 * whatever needs them: see `Missing` in `reason.ts`.
 */
export interface EngineProfile {
  /** The name people know: `libSQL`, `SQLite`. */
  readonly engine: string;
  /** Whether it has libSQL's additions to SQL: `RANDOM ROWID`, vector indexes. */
  readonly dialect: "libsql" | "sqlite";
  /**
   * How a column's definition can change without rewriting the table: with libSQL's `ALTER COLUMN … TO`, with the `SET
   * NOT NULL`, `ADD CHECK` and `DROP CONSTRAINT` of SQLite 3.53, or not at all.
   */
  readonly alterColumn: "libsql" | "native" | "none";
  readonly encoding: "UTF-8" | "UTF-16le" | "UTF-16be";
  /** Whether foreign keys can be off while the tables change: with them on, DROP TABLE empties the children. */
  readonly foreignKeysOff: boolean;
  readonly temporaryObjects: boolean;
  /** Whether `PRAGMA writable_schema` lets the stored text be changed. */
  readonly writableSchema: boolean;
  /** `session`: a transaction spans several calls. `request`: the whole transaction is sent as one request. */
  readonly transaction: "session" | "request";
  /** Whether the engine can report the size of a table. */
  readonly pageStatistics: boolean;
  /** Whether readers can continue during a change: always, only in WAL mode, or never. */
  readonly readersGoOn: "always" | "with-wal" | "never";
  /** Null if only SQLite's own limits apply. */
  readonly limits: EngineLimits | null;
}

export interface EngineLimits {
  /** Bytes of one statement. */
  readonly statement: number | null;
  /** Columns of a table, and of a result. */
  readonly columns: number | null;
  /** How long the write lock may be held, in milliseconds. */
  readonly lock: number | null;
}

/** The engine bundled with trueup, on a file that it opens itself. */
export const libsqlProfile: EngineProfile = {
  engine: "libSQL",
  dialect: "libsql",
  alterColumn: "libsql",
  encoding: "UTF-8",
  foreignKeysOff: true,
  temporaryObjects: true,
  writableSchema: true,
  transaction: "session",
  pageStatistics: true,
  readersGoOn: "with-wal",
  limits: null,
};

/** Any SQLite since 3.37: plans for it run everywhere. Many builds do not allow the stored text to be changed. */
export const plainProfile: EngineProfile = {
  ...libsqlProfile,
  engine: "SQLite",
  dialect: "sqlite",
  alterColumn: "none",
  writableSchema: false,
};

/** Why libSQL's `ALTER COLUMN … TO` cannot be used; null if it can. */
export function alterColumnObstacle(profile: EngineProfile): "engine" | "utf-16" | null {
  if (profile.alterColumn !== "libsql") return "engine";
  return profile.encoding === "UTF-8" ? null : "utf-16";
}
