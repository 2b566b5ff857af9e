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

/** Where the log of a connection is; null if it uses none. */
export function logPath(engine: Engine): string | null {
  if (engine.all("PRAGMA main.journal_mode")[0]?.[0] !== "wal") return null;
  const file = engine.all("SELECT file FROM pragma_database_list WHERE name = 'main'")[0]?.[0];
  return typeof file === "string" && file !== "" ? `${file}-wal` : null;
}

/**
 * The frames of the log, in order; null if it is not a valid log. Frames that were written but never committed may be
 * among the last ones: they may name too many pages, but never too few.
 */
export function readLog(path: string, pageSize: number): Log | null {
  const handle = opened(path);
  if (handle === null) return null;
  try {
    const start = Buffer.alloc(head);
    if (readSync(handle, start, 0, head, 0) !== head) return null;
    // The last bit gives the byte order of the checksums.
    if ((start.readUInt32BE(0) & ~1) >>> 0 !== magic || start.readUInt32BE(8) !== pageSize) return null;
    const salts = start.readBigUInt64BE(16);
    const pages: number[] = [];
    const checksums: bigint[] = [];
    let committed = 0;
    const frame = Buffer.alloc(frameHead);
    for (let at = head; readSync(handle, frame, 0, frameHead, at) === frameHead; at += frameHead + pageSize) {
      if (frame.readBigUInt64BE(8) !== salts && !isUnfinished(frame)) break;
      pages.push(frame.readUInt32BE(0));
      // The last frame of a commit says how large the database is now.
      if (frame.readUInt32BE(4) !== 0) committed = pages.length;
      // Within one log, checksums continue from frame to frame, and the salts distinguish one log from the next.
      checksums.push(frame.readBigUInt64BE(16) ^ salts);
    }
    return { salts, pages, checksums, committed };
  } finally {
    closeSync(handle);
  }
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
