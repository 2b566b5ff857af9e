/**
 * What the engine behind a target can do. A target reports it, and the planner and apply read it; no other code asks
 * which kind of database it works on. Functions, collations and modules that only the application has are reported by
 * whatever needs them: see `Missing` in `reason.ts`.
 */
export interface EngineProfile {
  /** The name people know it by: `libSQL`, `SQLite`. */
  readonly engine: string;
  /** Whether it has libSQL's additions to SQL: `RANDOM ROWID`, vector indexes. */
  readonly dialect: "libsql" | "sqlite";
  /**
   * How a column's definition can change without rewriting the table: with libSQL's `ALTER COLUMN … TO`, with the `SET
   * NOT NULL`, `ADD CHECK` and `DROP CONSTRAINT` of SQLite 3.53, or not at all.
   */
  readonly alterColumn: "libsql" | "native" | "none";
  /** Whether ALTER adds, drops and renames columns that are called like the rowid: SQLite has not since 3.54. */
  readonly altersRowidNames: boolean;
  readonly encoding: "UTF-8" | "UTF-16le" | "UTF-16be";
  /** Whether foreign keys can be off while the tables change: with them on, DROP TABLE empties the children. */
  readonly foreignKeysOff: boolean;
  readonly temporaryObjects: boolean;
  /** Whether `PRAGMA writable_schema` lets the stored text be changed. */
  readonly writableSchema: boolean;
  /** Whether a program can register its own functions and collations, on its connection or as an extension. */
  readonly registers: boolean;
  /** `session`: a transaction spans several calls. `request`: the whole transaction is sent as one request. */
  readonly transaction: "session" | "request";
  /** Whether the engine can report the size of a table. */
  readonly pageStatistics: boolean;
  /** Whether readers can continue during a change: always, only in WAL mode, or never. */
  readonly readersGoOn: "always" | "with-wal" | "never";
  /** The dialect of plans that it runs, as their header names it. */
  readonly plans: PlanEngine;
  /** Whether reading and writing rows is billed. */
  readonly billsRows: boolean;
  /** Null if only SQLite's own limits apply. */
  readonly limits: EngineLimits | null;
}

/** What the statements of a plan are written for: `d1` plans run with foreign keys on, and stay within its limits. */
export type PlanEngine = "libsql" | "d1";

export interface EngineLimits {
  /** Bytes of one statement. */
  readonly statement: number | null;
  /** Columns of a table, and of a result. */
  readonly columns: number | null;
  /** How long the write lock may be held, in milliseconds. */
  readonly lock: number | null;
  /** SELECTs that UNION, EXCEPT and INTERSECT can join. */
  readonly terms: number | null;
  /** Operators that can follow each other in an expression without parentheses. */
  readonly depth: number | null;
  /** Functions of SQLite and libSQL that it does not support, folded. */
  readonly noFunctions: readonly string[];
  /** The modules of virtual tables that it has, folded; null for all. */
  readonly modules: readonly string[] | null;
}

export const noLimits: EngineLimits = {
  statement: null,
  columns: null,
  lock: null,
  terms: null,
  depth: null,
  noFunctions: [],
  modules: null,
};

/** The engine bundled with trueup, on a file that it opens itself. */
export const libsqlProfile: EngineProfile = {
  engine: "libSQL",
  dialect: "libsql",
  alterColumn: "libsql",
  altersRowidNames: true,
  encoding: "UTF-8",
  foreignKeysOff: true,
  temporaryObjects: true,
  writableSchema: true,
  registers: true,
  transaction: "session",
  pageStatistics: true,
  readersGoOn: "with-wal",
  plans: "libsql",
  billsRows: false,
  limits: null,
};

/** Any SQLite since 3.37: plans for it run everywhere. Many builds do not allow changes to the stored text. */
export const plainProfile: EngineProfile = {
  ...libsqlProfile,
  engine: "SQLite",
  dialect: "sqlite",
  alterColumn: "none",
  altersRowidNames: false,
  writableSchema: false,
  registers: true,
};

/** The same database, planned for with statements that any SQLite runs. Those for D1 are already like that. */
export function portable(profile: EngineProfile): EngineProfile {
  if (!profile.foreignKeysOff) return profile;
  const { engine, dialect, alterColumn, altersRowidNames, writableSchema } = plainProfile;
  return { ...profile, engine, dialect, alterColumn, altersRowidNames, writableSchema };
}

/**
 * Cloudflare D1, as workerd runs it: https://developers.cloudflare.com/d1/platform/limits/. One request is one
 * transaction, foreign keys are always on, and no other request is served meanwhile.
 */
export const d1Profile: EngineProfile = {
  engine: "D1",
  dialect: "sqlite",
  alterColumn: "none",
  altersRowidNames: false,
  encoding: "UTF-8",
  foreignKeysOff: false,
  temporaryObjects: false,
  writableSchema: false,
  registers: false,
  transaction: "request",
  pageStatistics: false,
  readersGoOn: "never",
  plans: "d1",
  billsRows: true,
  limits: {
    statement: 100_000,
    columns: 100,
    // A request is ended after 30 seconds, and an estimate is only an estimate.
    lock: 20_000,
    terms: 5,
    depth: 100,
    noFunctions:
      "base64 base85 ceiling decimal fts5_source_id generate_series if json_array_insert jsonb_array_insert json_error_position json_pretty log10 matchinfo median offsets percentile percentile_cont percentile_disc power readfile regexp sha1 sha3 soundex sqlite_compileoption_get sqlite_compileoption_used sqlite_log sqlite_offset sqlite_source_id sqlite_version subtype unistr unistr_quote uuid vector vector32 vector64 vector8 vector16 vector1bit vector_distance_cos vector_distance_l2 vector_extract writefile".split(
        " ",
      ),
    modules: ["fts5", "fts5vocab"],
  },
};

/** Why libSQL's `ALTER COLUMN … TO` cannot be used; null if it can. */
export function alterColumnObstacle(profile: EngineProfile): "engine" | "utf-16" | null {
  if (profile.alterColumn !== "libsql") return "engine";
  return profile.encoding === "UTF-8" ? null : "utf-16";
}
