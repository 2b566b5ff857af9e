import type { Row } from "../database/connection.ts";

/** A value, at once or later. */
export type Soon<T> = T | Promise<T>;

/**
 * A connection of the application, in the few words that are needed of it. Whoever uses a driver that trueup does not know
 * writes one of these: `name`, `all` and `exec` are enough.
 */
export interface Driver {
  /** The driver or engine, as people call it. */
  readonly name: string;
  /** The rows of one statement, each a list in the order of its columns. Nothing is bound. Blobs are `Uint8Array`s. */
  all(sql: string): Soon<readonly Row[]>;
  /** Runs one statement. */
  exec(sql: string): Soon<unknown>;
  /** Compiles one statement without running it, and throws if that fails. Left out, the engine is asked for its plan. */
  prepare?(sql: string): Soon<unknown>;
  /**
   * A transaction that holds the write lock, and is rolled back if the work throws. Left out, it is BEGIN IMMEDIATE, COMMIT
   * and ROLLBACK. Everything in the work is synchronous.
   */
  transaction?<T>(work: () => T): T;
  /**
   * All of these in one transaction with foreign keys off, or nothing, where a transaction cannot span several calls. Everything
   * is then decided before it, and checked by statements in it that raise an error.
   */
  request?(statements: readonly string[]): Promise<unknown>;
  /** Waits until nothing of what was written before is pending, where an engine has such a thing. */
  settle?(): Promise<unknown>;
  /** Another connection to the file at this path, or to a database in memory (`:memory:`); left out if there is none. */
  open?(path: string): Soon<Opened>;
  /** The name of a point in time that the database can be taken back to, where the service keeps such points. */
  bookmark?(): Promise<string | null>;
  /** Its rows give text that the binding of the engine cannot be trusted with: see `Engine`. */
  readonly readsBytes?: true;
}

/** A connection of our own. */
export interface Opened extends Driver {
  close(): Soon<unknown>;
}
