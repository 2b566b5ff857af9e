import { writeSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import type { Engine } from "./engine.ts";

export interface Copied {
  readonly bytes: number;
  readonly pages: number;
  readonly pageSize: number;
}

export interface Copying {
  /** Where the bytes go. */
  readonly to: number;
  readonly stop: () => boolean;
  readonly onProgress?: (bytes: number, of: number) => void;
}

const chunk = 1 << 20;

/** The page that SQLite keeps its locks on: never stored, and refused when it is asked for. */
export function lockPage(pageSize: number): number {
  return 0x40000000 / pageSize + 1;
}

/**
 * The first page without what says nothing about the content: the journal mode, the change counters, and the schema's
 * version, which a restore has to move on. https://www.sqlite.org/fileformat2.html#the_database_header
 */
export function withoutCounters(page: Uint8Array): Buffer {
  return Buffer.from(page).fill(0, 18, 20).fill(0, 24, 28).fill(0, 40, 44).fill(0, 92, 100);
}

/**
 * Every page of the database as the running transaction sees it, its log and its own changes included. Byte for byte
 * what the file would be after a checkpoint, and the only way to copy that neither drops our locks (opening the file
 * again in this process would) nor changes anything (VACUUM INTO would). Null when it was stopped.
 */
export async function copyPages(engine: Engine, { to, stop, onProgress }: Copying): Promise<Copied | null> {
  const pageSize = Number(engine.all("PRAGMA page_size")[0]?.[0]);
  const pages = Number(engine.all("PRAGMA page_count")[0]?.[0]);
  const buffer = Buffer.allocUnsafe(Math.max(pageSize, Math.min(chunk, pages * pageSize)));
  let filled = 0;
  let written = 0;
  let next = 1;

  const flush = () => {
    for (let at = 0; at < filled; ) at += writeSync(to, buffer, at, filled - at);
    written += filled;
    filled = 0;
  };
  const add = (page: Uint8Array) => {
    if (filled + pageSize > buffer.length) flush();
    buffer.set(page, filled);
    filled += pageSize;
    next++;
  };

  let told = 0;
  for (const [pgno, data] of engine.iterate("SELECT pgno, data FROM sqlite_dbpage")) {
    if (next === lockPage(pageSize)) add(Buffer.alloc(pageSize));
    if (Number(pgno) < next) continue;
    if (pgno !== next || !(data instanceof Uint8Array) || data.length !== pageSize) {
      throw new Error(`page ${String(pgno)} came where page ${next} of ${pageSize} bytes was due`);
    }
    add(data);
    if (written - told >= 8 * chunk) {
      told = written;
      onProgress?.(written, pages * pageSize);
      await turn();
      if (stop()) return null;
    }
  }
  flush();
  if (next !== pages + 1) throw new Error(`${next - 1} of ${pages} pages came`);
  return { bytes: written, pages, pageSize };
}
