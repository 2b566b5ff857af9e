import type { Row, Value } from "../database/connection.ts";
import type { Driver, Opened } from "./driver.ts";
import { asEngineError } from "./engine-error.ts";

/** The connections of others, adapted to `Driver`. What each needs and the others do not is explained beside it. */

export interface BetterSqlite3Database extends Connected {
  prepare(sql: string): { raw(on: boolean): { all(): unknown[][]; iterate(): Iterable<unknown[]> } };
}

export function betterSqlite3(db: BetterSqlite3Database): Opened {
  return connection("better-sqlite3", db, betterSqlite3, (sql) => db.prepare(sql).raw(true).all());
}

/**
 * The same shape. `all` of a statement aborts the process on text that is not UTF-8, and so does `iterate`, so the text
 * is read as bytes.
 */
export function libsql(db: BetterSqlite3Database): Opened {
  const all = (sql: string) => [...db.prepare(sql).raw(true).iterate()];
  return { ...connection("libsql", db, libsql, all), readsBytes: true };
}

export interface NodeSqliteDatabase extends Connected {
  prepare(sql: string): {
    all(): unknown[];
    setReturnArrays?(on: boolean): void;
    setReadBigInts?(on: boolean): void;
  };
}

export function nodeSqlite(db: NodeSqliteDatabase): Opened {
  return connection("node:sqlite", db, nodeSqlite, (sql) => {
    const statement = db.prepare(sql);
    statement.setReadBigInts?.(false);
    statement.setReturnArrays?.(true);
    return statement.all().map((row) => (Array.isArray(row) ? row : Object.values(row as object)));
  });
}

export interface BunSqliteDatabase extends Connected {
  prepare(sql: string): { values(): unknown[][]; finalize(): void; readonly columnNames: readonly string[] };
}

/** A statement that is not finalized keeps the database open. It is compiled when it is first used. */
export function bunSqlite(db: BunSqliteDatabase): Opened {
  const using = <T>(sql: string, work: (statement: ReturnType<BunSqliteDatabase["prepare"]>) => T): T => {
    const statement = db.prepare(sql);
    try {
      return work(statement);
    } finally {
      statement.finalize();
    }
  };
  const prepare = (sql: string) => using(sql, ({ columnNames }) => columnNames);
  return connection("bun:sqlite", db, bunSqlite, (sql) => using(sql, (statement) => statement.values()), prepare);
}

export interface SqlJsDatabase extends Connected {
  prepare(sql: string): { step(): boolean; get(): unknown[]; free(): unknown };
}

/** All in memory: there is no second connection to it, and a path means nothing. */
export function sqlJs(db: SqlJsDatabase): Opened {
  const all = (sql: string) => {
    const statement = db.prepare(sql);
    try {
      const rows: unknown[][] = [];
      while (statement.step()) rows.push(statement.get());
      return rows;
    } finally {
      statement.free();
    }
  };
  return {
    ...connection("sql.js", db, sqlJs, all, (sql) => db.prepare(sql).free()),
    open: (path) => {
      if (path !== ":memory:") throw asEngineError(new Error("sql.js opens no files"));
      return sqlJs(new (db.constructor as new () => SqlJsDatabase)());
    },
  };
}

interface Connected {
  prepare(sql: string): unknown;
  exec(sql: string): unknown;
  close(): unknown;
}

/** What is the same for all drivers that answer at once. */
function connection<T extends Connected>(
  name: string,
  db: T,
  wrap: (db: T) => Opened,
  all: (sql: string) => readonly (readonly unknown[])[],
  prepare: (sql: string) => unknown = (sql) => db.prepare(sql),
): Opened {
  return {
    name,
    all: rowsOf(all),
    exec: saying((sql) => db.exec(sql)),
    prepare: saying(prepare),
    open: saying((path) => wrap(new (db.constructor as new (path: string) => T)(path))),
    close: () => db.close(),
  };
}

export interface Storage {
  readonly sql: { exec(sql: string): { raw(): Iterable<unknown[]> } };
  transactionSync<T>(work: () => T): T;
  sync(): Promise<unknown>;
  getCurrentBookmark?(): Promise<string>;
}

/**
 * A Durable Object. BEGIN is not allowed, and a transaction is a function. Foreign keys can only be switched while no
 * write is pending. There is no second connection, and the copies are points in time.
 */
export function durableObject(storage: Storage): Driver {
  const all = rowsOf((sql) => [...storage.sql.exec(sql).raw()].map((row) => row.map(asValue)));
  return {
    name: "Durable Object storage",
    all,
    exec: all,
    transaction: (work) => storage.transactionSync(work),
    settle: () => storage.sync(),
    // Does not exist in miniflare.
    bookmark: async () => {
      try {
        return (await storage.getCurrentBookmark?.()) ?? null;
      } catch {
        return null;
      }
    },
  };
}

export interface ClientOfLibsql {
  execute(sql: string): Promise<{ readonly columns: readonly string[]; readonly rows: readonly ArrayLike<unknown>[] }>;
  migrate(statements: readonly string[]): Promise<unknown>;
}

/** A pool of connections, or a server: a transaction over several calls is not possible with foreign keys off. */
export function libsqlClient(db: ClientOfLibsql): Driver {
  const later = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw asEngineError(error);
    }
  };
  return {
    name: "@libsql/client",
    all: async (sql) => (await later(db.execute(sql))).rows.map((row) => Array.from(row, asValue)),
    exec: (sql) => later(db.execute(sql)),
    request: (statements) => later(db.migrate(statements)),
    readsBytes: true,
  };
}

/** The same, with errors of one kind. */
function saying<T>(work: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return work(text);
    } catch (error) {
      throw asEngineError(error);
    }
  };
}

/** As most drivers return them: blobs are already a kind of `Uint8Array`. */
const rowsOf = saying as (all: (sql: string) => readonly (readonly unknown[])[]) => (sql: string) => readonly Row[];

function asValue(value: unknown): Value {
  return (value instanceof ArrayBuffer ? new Uint8Array(value) : value) as Value;
}
