/**
 * The connections that are recognised, by their properties. Only the properties that are used are listed, so that
 * importing this needs no driver's types.
 */
export type SyncDatabase = BetterSqlite3 | NodeSqlite | BunSqlite | SqlJs;
export type SupportedDatabase = SyncDatabase | DurableObjectStorage | LibsqlClient;

/** better-sqlite3, and libsql, which has the same shape. */
export interface BetterSqlite3 {
  prepare(sql: string): unknown;
  pragma(source: string): unknown;
  exec(sql: string): unknown;
}

/** node:sqlite, from Node 22. */
export interface NodeSqlite {
  prepare(sql: string): unknown;
  exec(sql: string): unknown;
  readonly isTransaction: boolean;
}

/** bun:sqlite. */
export interface BunSqlite {
  prepare(sql: string): unknown;
  query(sql: string): unknown;
  fileControl(op: number, value: never): unknown;
}

/** sql.js. */
export interface SqlJs {
  prepare(sql: string): unknown;
  getRowsModified(): number;
  export(): Uint8Array;
}

/** `ctx.storage` of a Durable Object that keeps its data in SQLite. */
export interface DurableObjectStorage {
  readonly sql: { exec(sql: string): unknown };
  transactionSync<T>(work: () => T): T;
  sync(): Promise<unknown>;
}

/** @libsql/client, for a file or a server. */
export interface LibsqlClient {
  batch(statements: never, mode?: never): Promise<unknown>;
  migrate(statements: never): Promise<unknown>;
  executeMultiple(sql: string): Promise<unknown>;
}
