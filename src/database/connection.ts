import type { EngineProfile } from "../model/profile.ts";

/** Parameters and results of queries. Integers that do not fit a number are bigints. */
export type Value = null | number | bigint | string | Uint8Array;
export type Row = readonly Value[];

export interface Query {
  readonly sql: string;
  readonly args?: readonly Value[];
}

/** Reads that see the same state of the database. */
export interface Snapshot {
  /**
   * One round trip on a server; the results are in the order of the queries. `rows` names the question about the rows,
   * which may take long: this thread stays responsive meanwhile, and can be stopped.
   */
  read(queries: readonly Query[], rows?: string): Promise<readonly (readonly Row[])[]>;
}

/** A live database of any kind. Opened read-only: only apply writes. */
export interface Connection {
  /** Its kind, in a word. */
  readonly kind: string;
  readonly profile: EngineProfile;
  /** Whether the schema read from its catalog may be cached. */
  readonly remembered: boolean;
  /** Its name in output, without secrets. */
  readonly label: string;
  /** Runs `work` on one snapshot. If a snapshot cannot be held, `work` runs again if the database changed meanwhile. */
  snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
  /** What `doctor` shows about it, if it does not answer the questions that every SQLite does. */
  about?(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** A scratch database in memory: synchronous, because everything in it is instant. */
export interface Scratch {
  /** Throws EngineError. */
  exec(sql: string): void;
  all(sql: string, ...args: readonly Value[]): readonly Row[];
  /** Compiles one statement without running it; throws EngineError. */
  prepare(sql: string): void;
  /** The columns that a statement returns, without running it. */
  columns(sql: string): readonly string[];
  /** An empty one with the same functions and collations of the application. */
  another(): Scratch;
  close(): void;
}

/** SQLite's message, unchanged. `code` is the extended name: SQLITE_CONSTRAINT_UNIQUE. */
export class EngineError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
