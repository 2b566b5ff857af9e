import type { Problem } from "../problem/problem.ts";

export type StartCode =
  /** It looks like the database of a newer release. */
  | "newer"
  /** It is not from a release that this one can bring up to date. */
  | "unknown"
  /** Another connection held the database the whole time. */
  | "locked"
  /** There are rows that the new schema does not allow. */
  | "rows"
  /** The application has a transaction open on this connection. */
  | "in-transaction"
  /** The application is in the middle of reading rows on this connection. */
  | "reading"
  | "foreign-keys-on"
  /** The engine cannot do what is needed. */
  | "engine"
  | "read-only"
  /** The disk is full, or cannot be read or written. */
  | "disk"
  | "backup"
  | "bundle"
  /**
   * It was committed, and the schema is not as expected. This happens only if nothing can be verified before the
   * commit.
   */
  | "unverified"
  | "damaged"
  | "sql";

export interface More {
  readonly evidence?: readonly string[];
  readonly help?: readonly string[];
  readonly differences?: readonly string[];
  readonly rows?: FoundRows;
  readonly backups?: readonly string[];
  readonly cause?: unknown;
}

/** The rows that prevent an update. */
export interface FoundRows {
  /** The check or step that stopped: `not-null project.name`. */
  readonly check: string;
  /** How many; null if the engine stopped at the first. */
  readonly count: number | null;
  /** A statement that finds them; null if there is none. */
  readonly find: string | null;
}

/** Why the database was not brought up to date. Everything was rolled back, unless `changed` says otherwise. */
export class StartError extends Error {
  override readonly name = "StartError";
  readonly code: StartCode;
  /** True only for `unverified`. */
  readonly changed: boolean;
  /** For `newer` and `unknown`: the differences, object by object. */
  readonly differences?: readonly string[];
  readonly rows?: FoundRows;
  /** Copies from before a newer release, newest first. */
  readonly backups?: readonly string[];
  /** The same, as one of trueup's problems. */
  readonly report: Problem;

  constructor(code: StartCode, message: string, more: More = {}) {
    const { evidence = [], help = [], differences, rows, backups, cause } = more;
    super([message, ...evidence.map((line) => `  ${line}`), ...help].join("\n"), { cause });
    this.code = code;
    this.changed = code === "unverified";
    if (differences) this.differences = differences;
    if (rows) this.rows = rows;
    if (backups) this.backups = backups;
    this.report = { code: `start-${code}`, level: "error", subject: "database", message, evidence, help };
  }
}
