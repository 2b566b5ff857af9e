/**
 * What the engine behind a target can do. A target reports it, the planner and apply read it: no other code asks what kind
 * of database it works on. Functions, collations and modules that only the application has are told by what needs them: see
 * `Missing` in `reason.ts`.
 */
export interface EngineProfile {
  /** As people know it: `libSQL`, `SQLite`. */
  readonly engine: string;
  /** Whether it knows what libSQL adds to SQL: `RANDOM ROWID`, vector indexes. */
  readonly dialect: "libsql" | "sqlite";
  /**
   * How a column's definition changes without writing the table anew: libSQL's `ALTER COLUMN … TO`, the `SET NOT NULL`,
   * `ADD CHECK` and `DROP CONSTRAINT` that SQLite has since 3.53, or not at all.
   */
  readonly alterColumn: "libsql" | "native" | "none";
  readonly encoding: "UTF-8" | "UTF-16le" | "UTF-16be";
  /** Whether foreign keys can be off while the tables change: with them on, DROP TABLE empties the children. */
  readonly foreignKeysOff: boolean;
  readonly temporaryObjects: boolean;
  /** Whether `PRAGMA writable_schema` lets the stored text be changed. */
  readonly writableSchema: boolean;
  /** `session`: a transaction goes on from call to call. `request`: all of it travels as one request. */
  readonly transaction: "session" | "request";
  /** Whether the engine tells how many bytes a table takes. */
  readonly pageStatistics: boolean;
  /** Whether readers go on while it is changed: always, where its journal is a write-ahead log, or never. */
  readonly readersGoOn: "always" | "with-wal" | "never";
  /** Null where nothing but SQLite's own limits holds. */
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

/** The engine that trueup brings, on a file that it opens itself. */
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

/** Any SQLite since 3.37: what is planned for it runs everywhere. Many builds keep the stored text from being changed. */
export const plainProfile: EngineProfile = {
  ...libsqlProfile,
  engine: "SQLite",
  dialect: "sqlite",
  alterColumn: "none",
  writableSchema: false,
};

/** Why libSQL's `ALTER COLUMN … TO` cannot be used; null where it can. */
export function alterColumnObstacle(profile: EngineProfile): "engine" | "utf-16" | null {
  if (profile.alterColumn !== "libsql") return "engine";
  return profile.encoding === "UTF-8" ? null : "utf-16";
}
