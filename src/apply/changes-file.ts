import { createHash } from "node:crypto";
import { closeSync, constants, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import type { Copied, PagePart } from "../database/copy-pages.ts";
import { type PageFile, readAt } from "../database/write-pages.ts";

/**
 * A backup that holds some pages of a database: those that a change is about to write, as they were. It begins with a
 * header of 32 bytes (these words, then as big-endian numbers of 32 bits: the size of a page, the pages of the database, how
 * many of them are here, zero), followed by the numbers of the pages in order, followed by the pages.
 */
const magic = "trueup changes 1";
const head = 32;

/** What was written, and is on disk. */
export interface WrittenChanges {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Writes a new file, flushes it and reads it back. `check` is given each page that was read back; it is an error if one
 * is not right. An incomplete file is removed.
 */
export function writeChanges(
  path: string,
  { pages, pageSize }: Copied,
  numbers: readonly number[],
  parts: Iterable<PagePart>,
  check: (page: number, data: Uint8Array) => boolean,
): WrittenChanges {
  // Exclusive: a file or link created there in the meantime is not followed.
  const handle = openSync(path, "wx+", 0o600);
  let whole = false;
  try {
    const start = Buffer.alloc(head + 4 * numbers.length);
    start.write(magic, "latin1");
    for (const [n, value] of [pageSize, pages, numbers.length].entries()) start.writeUInt32BE(value, 16 + 4 * n);
    for (const [n, page] of numbers.entries()) start.writeUInt32BE(page, head + 4 * n);
    const hash = createHash("sha256").update(start);
    let at = writeAll(handle, start, 0);
    let n = 0;
    for (const { page, data } of parts) {
      if (page !== numbers[n++] || data.length !== pageSize) throw new Error(`page ${page} came out of turn`);
      hash.update(data);
      at += writeAll(handle, data, at);
    }
    if (n !== numbers.length) throw new Error(`${n} of ${numbers.length} pages came`);
    fsyncSync(handle);
    const sha256 = hash.digest("hex");
    if (readBack(handle, start, numbers, pageSize, check) !== sha256) throw new Error("it was read back differently");
    whole = true;
    return { bytes: at, sha256 };
  } finally {
    closeSync(handle);
    if (!whole) rmSync(path, { force: true });
  }
}

function writeAll(handle: number, data: Uint8Array, place: number): number {
  for (let at = 0; at < data.length; ) at += writeSync(handle, data, at, data.length - at, place + at);
  return data.length;
}

function readBack(
  handle: number,
  start: Buffer,
  numbers: readonly number[],
  pageSize: number,
  check: (page: number, data: Uint8Array) => boolean,
): string {
  const hash = createHash("sha256");
  const again = Buffer.alloc(start.length);
  readAt(handle, again, 0);
  hash.update(again);
  const data = Buffer.alloc(pageSize);
  for (const [n, page] of numbers.entries()) {
    readAt(handle, data, start.length + n * pageSize);
    if (!check(page, data)) throw new Error(`page ${page} is not as it was`);
    hash.update(data);
  }
  return hash.digest("hex");
}

/** Such a file, open for reading. */
export interface Changes extends PageFile {
  /** The pages that it holds, in order. */
  readonly numbers: readonly number[];
  close(): void;
}

/** Null if it is none. Its checksum is for the caller to verify. */
export function openChanges(path: string): Changes | null {
  const handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  let open = false;
  try {
    const start = Buffer.alloc(head);
    readAt(handle, start, 0);
    if (start.toString("latin1", 0, magic.length) !== magic) return null;
    const [pageSize = 0, pages = 0, count = 0] = [16, 20, 24].map((at) => start.readUInt32BE(at));
    const index = Buffer.alloc(4 * count);
    readAt(handle, index, head);
    const places = new Map<number, number>();
    for (let n = 0; n < count; n++) places.set(index.readUInt32BE(4 * n), head + 4 * count + n * pageSize);
    open = true;
    return {
      pages,
      pageSize,
      numbers: [...places.keys()],
      read(page, into) {
        const place = places.get(page);
        if (place === undefined) throw new Error(`the backup does not hold page ${page}`);
        readAt(handle, into, place);
      },
      close: () => closeSync(handle),
    };
  } finally {
    if (!open) closeSync(handle);
  }
}
