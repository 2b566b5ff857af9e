import type { EngineProfile } from "../model/profile.ts";

/** What a query takes and gives. Integers come as bigint where they do not fit a number. */
export type Value = null | number | bigint | string | Uint8Array;
export type Row = readonly Value[];

export interface Query {
  readonly sql: string;
  readonly args?: readonly Value[];
}

/** Reads that see one and the same state of the database. */
export interface Snapshot {
  /**
   * One round trip on a server; the answers stand in the order of the queries. `rows` says what is asked of the rows, and
   * that the answer may take its time: this thread stays awake meanwhile, and a stop is obeyed.
   */
  read(queries: readonly Query[], rows?: string): Promise<readonly (readonly Row[])[]>;
}

/** A live database, whatever carries it. Opened read-only: writing is the business of apply. */
export interface Connection {
  /** What carries it, in a word for people. */
  readonly kind: string;
  readonly profile: EngineProfile;
  /** Whether what its catalog means may be kept for the next time that the same catalog is read. */
  readonly remembered: boolean;
  /** How it is named to people: no secret in it. */
  readonly label: string;
  /** Runs `work` on one snapshot. Where the carrier cannot hold one, it is read again when it changed meanwhile. */
  snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
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
  close(): void;
}

/** What SQLite said, as it said it. `code` is its extended name: SQLITE_CONSTRAINT_UNIQUE. */
export class EngineError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
