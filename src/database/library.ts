import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import type { NativeValue } from "./values.ts";

declare const kind: unique symbol;
export type NativeConnection = { readonly [kind]: "connection" };
export type NativeStatement = { readonly [kind]: "statement" };
type NativeRows = { readonly [kind]: "rows" };

/** The functions of libsql's library that are safe to use, called as its own JavaScript calls them. */
interface Library {
  databaseOpen(
    name: string,
    authToken: string,
    cipher: string,
    encryptionKey: string,
    timeout: number,
    remoteEncryptionKey: string,
  ): NativeConnection;
  databaseDefaultSafeIntegers(this: NativeConnection, on: boolean): void;
  databaseExecSync(this: NativeConnection, sql: string): void;
  databasePrepareSync(this: NativeConnection, sql: string): NativeStatement;
  databaseInTransaction(connection: NativeConnection): boolean;
  databaseClose(this: NativeConnection): void;
  statementRaw(this: NativeStatement, on: boolean): void;
  statementRowsSync(this: NativeStatement, args: readonly NativeValue[]): NativeRows;
  statementGet(this: NativeStatement, args: readonly NativeValue[]): unknown;
  statementColumns(this: NativeStatement): readonly { readonly name: string }[];
  /** Puts the next rows into the list, as many as it is long; what is left after the last row stays as it was. */
  rowsNext(this: NativeRows, into: unknown[]): void;
}

/** How many rows are fetched at a time. */
const together = 100;

/** The rows of a statement, one with each call, and null after the last. */
export function rowsOf(statement: NativeStatement, args: readonly NativeValue[]): () => readonly unknown[] | null {
  const { statementRowsSync, rowsNext } = library();
  const rows = statementRowsSync.call(statement, args);
  const some: (readonly unknown[] | undefined)[] = new Array(together);
  let at = together;
  return () => {
    if (at === together) {
      rowsNext.call(rows, some);
      at = 0;
    }
    const row = some[at];
    if (row === undefined) return null;
    some[at] = undefined;
    at += 1;
    return row;
  };
}

let loaded: Library | null = null;

/** Loaded with the first database: commands that open none start without it. */
export function library(): Library {
  if (loaded === null) {
    const libsql = createRequire(createRequire(import.meta.url).resolve("libsql"));
    loaded = libsql(`@libsql/${machine(libsql)}`) as Library;
  }
  return loaded;
}

/**
 * What libsql's own JavaScript would find out, which costs five times as much as to load the library: on Linux it has Node
 * write a report on the whole process, to learn whose C library there is.
 */
function machine(libsql: NodeJS.Require): string {
  if (platform() === "linux" && arch() !== "arm" && lddIsOfGnu()) return `linux-${arch()}-gnu`;
  const { currentTarget } = libsql("@neon-rs/load") as { currentTarget(): string };
  const found = currentTarget();
  if (found !== "linux-arm-gnueabihf") return found;
  const { familySync } = libsql("detect-libc") as { familySync(): string | null };
  return familySync() === "musl" ? "linux-arm-musleabihf" : found;
}

/** It is a script, and names what it belongs to. */
function lddIsOfGnu(): boolean {
  try {
    return readFileSync("/usr/bin/ldd", "utf8").includes("GLIBC");
  } catch {
    return false;
  }
}
