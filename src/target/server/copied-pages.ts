import { writeSync } from "node:fs";
import { EngineError, type Row } from "../../database/connection.ts";

export interface Copying {
  /** Milliseconds without receiving a byte after which it is given up. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
  readonly progress: (bytes: number, of: number) => void;
}

/** `lock`: others wait from the reading to the end of the change, which then finds what was read. */
export interface Again {
  readonly lock: boolean;
}

export interface Pages {
  readonly pages: number;
  readonly pageSize: number;
  readonly reading: PagesRead;
}

/** How long the reading of the pages took, and since when others wait; null if they do not. */
export interface PagesRead {
  readonly milliseconds: number;
  readonly lockedSince: number | null;
}

export function writePage(file: number, [number, data]: Row, size: number): void {
  if (typeof number !== "number" || !(data instanceof Uint8Array) || data.length !== size) {
    throw new EngineError("SQLITE_IOERR", `page ${String(number)} is incomplete`);
  }
  writeSync(file, data, 0, size, (number - 1) * size);
}

/** The server's file has a WAL beside it. The copy has none and needs none, and its header must say so. */
export function standAlone(file: number): void {
  writeSync(file, new Uint8Array([1, 1]), 0, 2, 18);
}
