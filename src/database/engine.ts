import { createRequire } from "node:module";
import type Libsql from "libsql";
import { collectClosed, isTimeToCollect } from "./collect.ts";
import { EngineError, type Row, type Value } from "./connection.ts";
import { explained } from "../sql/statement.ts";
import { extendedName } from "./result-codes.ts";
import { fromNative, type NativeValue, toNative } from "./values.ts";

export interface EngineOptions {
  /** Milliseconds to wait for a lock; 0 gives up at once. */
  readonly timeout?: number;
  readonly encryptionKey?: string;
}

let loaded: typeof Libsql | null = null;

/** npm libsql, loaded with the first database: commands that open none start without it. */
function libsql(): typeof Libsql {
  loaded ??= createRequire(import.meta.url)("libsql") as typeof Libsql;
  return loaded;
}

/** The few methods of the binding that are safe to use. Its published types declare more, and differ. */
interface Native {
  exec(sql: string): void;
  prepare(sql: string): NativeStatement;
  defaultSafeIntegers(on: boolean): void;
  close(): void;
  readonly inTransaction: boolean;
}

interface NativeStatement {
  raw(on: boolean): NativeStatement;
  iterate(args: readonly NativeValue[]): Iterable<readonly unknown[]>;
  get(args: readonly NativeValue[]): unknown;
  columns(): readonly { readonly name: string }[];
}

/**
 * One connection of npm libsql, and the only code that touches it. What it avoids:
 *
 * - `run()` of a statement: after SQLITE_BUSY the next write reports success and is lost. Writing is `exec`.
 * - anything at all after a statement met BUSY: the connection refuses, and has to be discarded.
 * - booleans and single buffers as arguments, and use after close: each aborts the process, uncatchably.
 * - text that is not UTF-8: reading it aborts the process as well. Code that reads stored text reads it as
 *   `CAST(x AS BLOB)` and decodes it itself (`asText`).
 * - numbers: the binding stores each as REAL, and rounds integers past 2^53. Integers go in and out as bigint.
 */
export class Engine {
  readonly #native: Native;
  #open = true;
  #used = false;
  #spoiled: EngineError | null = null;

  /** `name` is `:memory:` or a `file:` URI with its mode; a bare path would be created if it is missing. */
  constructor(name: string, options: EngineOptions = {}) {
    this.#native = guarded(() => {
      const native = new (libsql())(name, nativeOptions(options));
      native.defaultSafeIntegers(true);
      return native as Native;
    });
  }

  /** Runs any number of statements, and asks for no rows. */
  exec(sql: string): void {
    this.#usable();
    guarded(() => this.#native.exec(sql));
  }

  all(sql: string, args: readonly Value[] = []): readonly Row[] {
    return [...this.iterate(sql, args)];
  }

  /** Rows as they arrive. Do not change the database before all rows are read. */
  iterate(sql: string, args: readonly Value[] = []): IterableIterator<Row> {
    this.#usable();
    this.#used = true;
    const asks = explained(sql);
    // EXPLAIN is asked to see whether a statement compiles. The binding never ends one that was run, and it then blocks
    // every DROP.
    if (asks === "code") {
      this.prepare(sql);
      return [][Symbol.iterator]();
    }
    const bound = args.map(toNative);
    const stepping = <T>(work: () => T) => this.#noting(work);
    if (asks === "plan") return stepping(() => this.#explain(sql, bound))[Symbol.iterator]();
    let rows: Iterator<readonly unknown[]> | null = stepping(() =>
      this.#native.prepare(sql).raw(true).iterate(bound)[Symbol.iterator](),
    );
    return {
      next() {
        const next = rows === null ? null : stepping(() => rows?.next());
        if (next && !next.done) return { done: false, value: next.value.map(fromNative) };
        rows = null;
        return { done: true, value: undefined };
      },
      // A caller that stops halfway may still hold this object, and must not hold the statement with it: so this is not
      // a generator, which keeps its variables to the end.
      return() {
        rows = null;
        return { done: true, value: undefined };
      },
      [Symbol.iterator]() {
        return this;
      },
    };
  }

  /** The binding leaves an EXPLAIN running after its last row, and no COMMIT or DROP gets past it; `get` ends it. */
  #explain(sql: string, bound: readonly NativeValue[]): readonly Row[] {
    const statement = this.#native.prepare(sql).raw(true);
    const rows = [...statement.iterate(bound)].map((row) => row.map(fromNative));
    statement.get(bound);
    return rows;
  }

  /** Compiles one statement without running it. */
  prepare(sql: string): void {
    this.#usable();
    this.#used = true;
    guarded(() => this.#native.prepare(sql));
  }

  /** The columns that a statement returns, without running it; none for one that returns no rows. */
  columns(sql: string): readonly string[] {
    this.#usable();
    this.#used = true;
    return guarded(() =>
      this.#native
        .prepare(sql)
        .columns()
        .map(({ name }) => name),
    );
  }

  get inTransaction(): boolean {
    return this.#open && this.#native.inTransaction;
  }

  get open(): boolean {
    return this.#open;
  }

  /** True once a statement met a lock: the connection must be closed, not used. */
  get spoiled(): boolean {
    return this.#spoiled !== null;
  }

  /**
   * Really closes. The binding keeps the file, its WAL and its locks as long as any statement has not been garbage
   * collected, so they are collected first.
   */
  async close(): Promise<void> {
    if (!this.#open) return;
    if (this.#used && isTimeToCollect(() => this.#hasLog())) await collectClosed();
    this.closeNow();
  }

  /**
   * Closes without collecting: for in-memory databases, which have no file, and for many files, see `collectClosed`.
   */
  closeNow(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#endTransaction();
    this.#native.close();
  }

  /** SQLite would do this once the last statement has been collected, and hold the locks until then. */
  #endTransaction(): void {
    try {
      if (this.#native.inTransaction) this.#native.exec("ROLLBACK");
    } catch {
      // It ends with the connection.
    }
  }

  /** A WAL beside the file is removed only by a proper close, not by the exit of the process. */
  #hasLog(): boolean {
    if (this.#spoiled !== null) return true;
    try {
      return this.all("PRAGMA journal_mode")[0]?.[0] === "wal";
    } catch (error) {
      // A file that cannot be read now may have one.
      if (error instanceof EngineError) return true;
      throw error;
    }
  }

  #noting<T>(work: () => T): T {
    try {
      return guarded(work);
    } catch (error) {
      if (error instanceof EngineError && /^SQLITE_(BUSY|LOCKED)/.test(error.code)) this.#spoiled = error;
      throw error;
    }
  }

  #usable(): void {
    if (!this.#open) throw new EngineError("SQLITE_MISUSE", "the connection is closed");
    if (this.#spoiled) throw this.#spoiled;
  }
}

/** The published options do not know the key. */
function nativeOptions(options: EngineOptions): { timeout: number; encryptionKey?: string } {
  const timeout = { timeout: Math.max(0, Math.round(options.timeout ?? 0)) };
  return options.encryptionKey === undefined ? timeout : { ...timeout, encryptionKey: options.encryptionKey };
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asEngineError(error);
  }
}

/** The one place that knows what the binding throws. */
function asEngineError(error: unknown): EngineError {
  if (!(error instanceof Error)) return new EngineError("SQLITE_ERROR", String(error));
  const raw = "rawCode" in error && typeof error.rawCode === "number" ? error.rawCode : null;
  if (raw !== null) return new EngineError(extendedName(raw), error.message);
  // A failed open is a plain Error whose text ends in the number: ConnectionFailed("… x.db: 14")
  const opening = /^ConnectionFailed\("(.*): (\d+)"\)$/s.exec(error.message);
  if (opening) return new EngineError(extendedName(Number(opening[2])), opening[1] ?? error.message);
  const code = "code" in error && typeof error.code === "string" && error.code !== "" ? error.code : "SQLITE_ERROR";
  return new EngineError(code, error.message);
}
