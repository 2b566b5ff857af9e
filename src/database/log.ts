import { closeSync, openSync, readSync } from "node:fs";
import type { Engine } from "./engine.ts";

/**
 * The write-ahead log of a database at one moment. To be read while the write lock is held, because only then does
 * nobody write to it. SQLite holds no lock on this file, so it may be opened and closed while a connection is open,
 * which is true neither of the database nor of its `-shm`. https://www.sqlite.org/fileformat2.html#the_write_ahead_log
 */
export interface Log {
  /** A new value each time that the log is restarted. */
  readonly salts: bigint;
  /** The page that each frame holds. */
  readonly pages: readonly number[];
  /** What distinguishes each frame from any other that was or will be in its place. */
  readonly checksums: readonly bigint[];
  /** How many of them were committed. What follows was rolled back, or is not committed yet. */
  readonly committed: number;
}

const head = 32;
const frameHead = 24;
const magic = 0x377f0682;

/** The frames of a log that stay as they are until it is restarted, and the checksum that the next one continues. */
export interface Settled extends Pick<Log, "salts" | "pages" | "checksums"> {
  readonly sum: Sum;
}

type Sum = readonly [number, number];

/** Where the log of a connection is; null if it uses none. */
export function logPath(engine: Engine): string | null {
  if (engine.all("PRAGMA main.journal_mode")[0]?.[0] !== "wal") return null;
  const file = engine.all("SELECT file FROM temp.pragma_database_list WHERE name = 'main'")[0]?.[0];
  return typeof file === "string" && file !== "" ? `${file}-wal` : null;
}

/**
 * The frames of the log, in order; null if it is not a valid log. Frames that were written but never committed may be
 * among the last ones: they may name too many pages, but never too few. Those that are known to be settled are not
 * read again: a log may have grown for hours.
 */
export function readLog(path: string, pageSize: number, settled: Settled | null = null): Log | null {
  return withLog(path, pageSize, (handle, { salts }) => {
    const known = settled?.salts === salts ? settled : null;
    const pages = known?.pages.slice() ?? [];
    const checksums = known?.checksums.slice() ?? [];
    let committed = pages.length;
    const frame = Buffer.alloc(frameHead);
    const length = frameHead + pageSize;
    for (let at = head + committed * length; readSync(handle, frame, 0, frameHead, at) === frameHead; at += length) {
      if (frame.readBigUInt64BE(8) !== salts && !isUnfinished(frame)) break;
      pages.push(frame.readUInt32BE(0));
      // The last frame of a commit says how large the database is now.
      if (frame.readUInt32BE(4) !== 0) committed = pages.length;
      // Within one log, checksums continue from frame to frame, and the salts distinguish one log from the next.
      checksums.push(frame.readBigUInt64BE(16) ^ salts);
    }
    return { salts, pages, checksums, committed };
  });
}

/** How many bytes are read at once. */
const chunk = 1 << 20;

/**
 * Reads whole frames and verifies their checksums, each of which covers all frames before it. Needs no lock, and may be
 * called at any time, `known` being what it found earlier. The last commit is left out: a process that was killed before
 * it published its commit leaves its frames to be overwritten. Whatever precedes the last commit was published, because
 * the writer of the last commit continued from it.
 */
export function settledFrames(path: string, pageSize: number, known: Settled | null = null): Settled | null {
  return withLog(path, pageSize, (handle, { salts, sum, littleEndian }) => {
    const from: Settled = known?.salts === salts ? known : { salts, pages: [], checksums: [], sum };
    const [pages, checksums] = [from.pages.slice(), from.checksums.slice()];
    let [s0, s1] = from.sum;
    /** After the last commit but one, and after the last. */
    let [settled, last] = [
      { count: pages.length, sum: from.sum },
      { count: pages.length, sum: from.sum },
    ];
    const length = frameHead + pageSize;
    const buffer = Buffer.alloc(Math.max(1, Math.floor(chunk / length)) * length);
    const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    const take = (frame: number): boolean => {
      if (view.getBigUint64(frame + 8) !== salts) return false;
      [s0, s1] = summed([s0, s1], view, frame, frame + 8, littleEndian);
      [s0, s1] = summed([s0, s1], view, frame + frameHead, frame + length, littleEndian);
      if (view.getInt32(frame + 16) !== s0 || view.getInt32(frame + 20) !== s1) return false;
      pages.push(view.getUint32(frame));
      checksums.push(view.getBigUint64(frame + 16) ^ salts);
      if (view.getUint32(frame + 4) !== 0) [settled, last] = [last, { count: pages.length, sum: [s0, s1] }];
      return true;
    };
    let read = buffer.length;
    for (let at = head + pages.length * length; read === buffer.length; at += read) {
      read = readSync(handle, buffer, 0, buffer.length, at);
      for (let frame = 0; frame + length <= read; frame += length) if (!take(frame)) read = 0;
    }
    const { count } = settled;
    return { salts, pages: pages.slice(0, count), checksums: checksums.slice(0, count), sum: settled.sum };
  });
}

/** https://www.sqlite.org/fileformat2.html#checksum_algorithm */
function summed([first, second]: Sum, view: DataView, from: number, to: number, littleEndian: boolean): Sum {
  let [s0, s1] = [first, second];
  for (let at = from; at < to; at += 8) {
    s0 = (s0 + view.getInt32(at, littleEndian) + s1) | 0;
    s1 = (s1 + view.getInt32(at + 4, littleEndian) + s0) | 0;
  }
  return [s0, s1];
}

/** Null if there is no log, or none that is valid. */
function withLog<T>(path: string, pageSize: number, work: (handle: number, begin: LogHead) => T): T | null {
  const handle = opened(path);
  if (handle === null) return null;
  try {
    const begin = readHead(handle, pageSize);
    return begin === null ? null : work(handle, begin);
  } finally {
    closeSync(handle);
  }
}

/** What the log begins with. */
interface LogHead {
  readonly salts: bigint;
  readonly sum: Sum;
  readonly littleEndian: boolean;
}

/** Null if it is not a valid one. */
function readHead(handle: number, pageSize: number): LogHead | null {
  const start = Buffer.alloc(head);
  if (readSync(handle, start, 0, head, 0) !== head) return null;
  // The last bit gives the byte order of the checksums.
  const first = start.readUInt32BE(0);
  if ((first & ~1) >>> 0 !== magic || start.readUInt32BE(8) !== pageSize) return null;
  const sum: Sum = [start.readInt32BE(24), start.readInt32BE(28)];
  return { salts: start.readBigUInt64BE(16), sum, littleEndian: (first & 1) === 0 };
}

/**
 * Once a transaction writes a frame of its own a second time, SQLite leaves the salts and the checksums of the following
 * ones to the commit. https://github.com/sqlite/sqlite/blob/version-3.45.1/src/wal.c (walEncodeFrame)
 */
function isUnfinished(frame: Buffer): boolean {
  return frame.readUInt32BE(0) !== 0 && frame.subarray(8, frameHead).every((byte) => byte === 0);
}

/**
 * The pages that may have changed between two moments: those of every frame that is new or different. One that was not
 * committed at the first moment counts as new in any case: what was rolled back may have been done again. Null if they
 * are not known because the log was restarted. That does not matter if `pinned`, that is, if a reader kept its snapshot
 * from the first moment to the second: then no commit after that snapshot can have left the log.
 * https://www.sqlite.org/wal.html#ckpt
 */
export function pagesBetween(earlier: Log | null, later: Log, pinned: boolean): ReadonlySet<number> | null {
  if (!pinned && earlier?.salts !== later.salts) return null;
  const changed = new Set<number>();
  for (const [n, page] of later.pages.entries())
    if (earlier === null || n >= earlier.committed || earlier.checksums[n] !== later.checksums[n]) changed.add(page);
  return changed;
}

function opened(path: string): number | null {
  try {
    return openSync(path, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error) return null;
    throw error;
  }
}
