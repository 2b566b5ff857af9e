import type { Row } from "../database/connection.ts";

/** A value, at once or later. */
export type Soon<T> = T | Promise<T>;

/**
 * A connection of the application, reduced to the few operations that are needed. To use a driver that trueup does not
 * know, write one of these: `name`, `all` and `exec` are enough.
 */
export interface Driver {
  /** The name of the driver or engine. */
  readonly name: string;
  /**
   * The rows of one statement, each a list in the order of its columns. No parameters are bound. Blobs are
   * `Uint8Array`s.
   */
  all(sql: string): Soon<readonly Row[]>;
  /** Runs one statement. */
  exec(sql: string): Soon<unknown>;
  /**
   * Compiles one statement without running it, and throws if that fails. If absent, the engine is asked for its query
   * plan.
   */
  prepare?(sql: string): Soon<unknown>;
  /**
   * A transaction that holds the write lock, and is rolled back if the work throws. If absent, BEGIN IMMEDIATE, COMMIT
   * and ROLLBACK are used. Everything in the work is synchronous.
   */
  transaction?<T>(work: () => T): T;
  /**
   * Runs all of these in one transaction with foreign keys off, or none of them, for connections on which a transaction
   * cannot span several calls. Everything is then decided in advance, and checked by statements in it that raise an
   * error.
   */
  request?(statements: readonly string[]): Promise<unknown>;
  /** Waits until no earlier write is pending, for engines that have pending writes. */
  settle?(): Promise<unknown>;
  /** Another connection to the file at this path, or to a database in memory (`:memory:`); absent if there is none. */
  open?(path: string): Soon<Opened>;
  /** The name of a point in time to which the database can be restored, if the service keeps such points. */
  bookmark?(): Promise<string | null>;
  /** Its rows contain text that the engine's binding cannot be trusted with: see `Engine`. */
  readonly readsBytes?: true;
}

/** A connection of our own. */
export interface Opened extends Driver {
  close(): Soon<unknown>;
}
