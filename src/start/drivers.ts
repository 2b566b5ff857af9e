import type { Row, Value } from "../database/connection.ts";
import type { Driver, Opened } from "./driver.ts";
import { asEngineError } from "./engine-error.ts";

/** The connections of others, in the words of `Driver`. What each needs that the others do not is said beside it. */

export interface BetterSqlite3Database {
  prepare(sql: string): { raw(on: boolean): { all(): unknown[][]; iterate(): Iterable<unknown[]> } };
  exec(sql: string): unknown;
  close(): unknown;
}

type Opens<T> = new (path: string) => T;

export function betterSqlite3(db: BetterSqlite3Database): Opened {
  return {
    name: "better-sqlite3",
    all: (sql) => asked(() => db.prepare(sql).raw(true).all()),
    exec: (sql) => saying(() => db.exec(sql)),
    prepare: (sql) => saying(() => db.prepare(sql)),
    open: (path) => betterSqlite3(anew(db, path)),
    close: () => db.close(),
  };
}

/** The same shape. `all` of a statement aborts the process on text that is not UTF-8, and so does `iterate`: it is read as bytes. */
export function libsql(db: BetterSqlite3Database): Opened {
  return {
    ...betterSqlite3(db),
    name: "libsql",
    all: (sql) => asked(() => [...db.prepare(sql).raw(true).iterate()]),
    open: (path) => libsql(anew(db, path)),
    readsBytes: true,
  };
}

export interface NodeSqliteDatabase {
  prepare(sql: string): {
    all(): unknown[];
    setReturnArrays?(on: boolean): void;
    setReadBigInts?(on: boolean): void;
  };
  exec(sql: string): unknown;
  close(): unknown;
}

export function nodeSqlite(db: NodeSqliteDatabase): Opened {
  return {
    name: "node:sqlite",
    all: (sql) =>
      asked(() => {
        const statement = db.prepare(sql);
        statement.setReadBigInts?.(false);
        statement.setReturnArrays?.(true);
        return statement.all().map((row) => (Array.isArray(row) ? row : Object.values(row as object)));
      }),
    exec: (sql) => saying(() => db.exec(sql)),
    prepare: (sql) => saying(() => db.prepare(sql)),
    open: (path) => nodeSqlite(anew(db, path)),
    close: () => db.close(),
  };
}

export interface BunSqliteDatabase {
  prepare(sql: string): { values(): unknown[][]; finalize(): void; readonly columnNames: readonly string[] };
  exec(sql: string): unknown;
  close(): unknown;
}

/** A statement that is not finalized holds the database. */
export function bunSqlite(db: BunSqliteDatabase): Opened {
  const using = <T>(sql: string, work: (statement: ReturnType<BunSqliteDatabase["prepare"]>) => T): T => {
    const statement = db.prepare(sql);
    try {
      return work(statement);
    } finally {
      statement.finalize();
    }
  };
  return {
    name: "bun:sqlite",
    all: (sql) => asked(() => using(sql, (statement) => statement.values())),
    exec: (sql) => saying(() => db.exec(sql)),
    prepare: (sql) => saying(() => using(sql, (statement) => statement.columnNames)),
    open: (path) => bunSqlite(anew(db, path)),
    close: () => db.close(),
  };
}

export interface SqlJsDatabase {
  prepare(sql: string): { step(): boolean; get(): unknown[]; free(): unknown };
  exec(sql: string): unknown;
  close(): unknown;
}

/** All in memory: there is no second connection to it, and a path means nothing. */
export function sqlJs(db: SqlJsDatabase): Opened {
  const using = <T>(sql: string, work: (statement: ReturnType<SqlJsDatabase["prepare"]>) => T): T => {
    const statement = db.prepare(sql);
    try {
      return work(statement);
    } finally {
      statement.free();
    }
  };
  return {
    name: "sql.js",
    all: (sql) =>
      asked(() =>
        using(sql, (statement) => {
          const rows: unknown[][] = [];
          while (statement.step()) rows.push(statement.get());
          return rows;
        }),
      ),
    exec: (sql) => saying(() => db.exec(sql)),
    prepare: (sql) => saying(() => using(sql, () => {})),
    open: (path) => {
      if (path !== ":memory:") throw asEngineError(new Error("sql.js opens no files"));
      return sqlJs(new (db.constructor as new () => SqlJsDatabase)());
    },
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
 * A Durable Object. BEGIN is not allowed, a transaction is a function; foreign keys follow only while no write is pending; there
 * is no second connection, and the copies are points in time.
 */
export function durableObject(storage: Storage): Driver {
  const all = (sql: string) => asked(() => [...storage.sql.exec(sql).raw()].map((row) => row.map(asValue)));
  return {
    name: "Durable Object storage",
    all,
    exec: all,
    transaction: (work) => storage.transactionSync(work),
    settle: () => storage.sync(),
    // Not there in miniflare.
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

/** A pool of connections, or a server: a transaction of several calls is not to be had with foreign keys off. */
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

function anew<T extends object>(db: T, path: string): T {
  return saying(() => new (db.constructor as Opens<T>)(path));
}

function saying<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asEngineError(error);
  }
}

/** As most drivers give them: blobs are a kind of `Uint8Array` already. */
function asked(work: () => readonly (readonly unknown[])[]): readonly Row[] {
  return saying(work) as readonly Row[];
}

function asValue(value: unknown): Value {
  return (value instanceof ArrayBuffer ? new Uint8Array(value) : value) as Value;
}
