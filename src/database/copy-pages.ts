import { writeSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { collectRead } from "./collect.ts";
import type { Engine } from "./engine.ts";

export interface Copied {
  readonly bytes: number;
  readonly pages: number;
  readonly pageSize: number;
}

export interface PageReading {
  /** Some pages that follow each other, and the number of the first one. */
  readonly take: (part: Uint8Array, first: number) => void;
  readonly stop: () => boolean;
  readonly onProgress?: (bytes: number, of: number) => void;
  /**
   * Called between two parts, where the transaction may be ended and a new one begun. Returning false ends the copying
   * here.
   */
  readonly between?: () => boolean;
}

export interface Copying extends Omit<PageReading, "take"> {
  /** Where the bytes go. */
  readonly to: number;
}

/** The size of the database as seen by the running transaction. */
export function sizeOf(engine: Engine): Copied {
  const pageSize = Number(engine.all("PRAGMA page_size")[0]?.[0]);
  const pages = Number(engine.all("PRAGMA page_count")[0]?.[0]);
  return { bytes: pages * pageSize, pages, pageSize };
}

/** How many bytes are read at once, and after how many progress is reported. */
const chunk = 256 << 10;
const telling = 8 << 20;

/** The page that SQLite uses for its locks: never stored, and refused if requested. */
export function lockPage(pageSize: number): number {
  return 0x40000000 / pageSize + 1;
}

/**
 * The first page without fields that are not content: the journal mode, the change counters, and the schema version,
 * which a restore has to increase. https://www.sqlite.org/fileformat2.html#the_database_header
 */
export function withoutCounters(page: Uint8Array): Buffer {
  return Buffer.from(page).fill(0, 18, 20).fill(0, 24, 28).fill(0, 40, 44).fill(0, 92, 100);
}

/**
 * Every page of the database as the running transaction sees it, including the WAL and its own changes. Byte for byte
 * what the file would be after a checkpoint, and the only way to copy that neither drops our locks (opening the file
 * again in this process would) nor changes anything (VACUUM INTO would). Null if it was stopped.
 */
export function copyPages(engine: Engine, { to, ...reading }: Copying): Promise<Copied | null> {
  const take = (part: Uint8Array) => {
    for (let at = 0; at < part.length; ) at += writeSync(to, part, at, part.length - at);
  };
  return readAllPages(engine, { ...reading, take });
}

/** The same pages, in order, for whatever is done with them. */
export async function readAllPages(
  engine: Engine,
  { take, stop, onProgress, between }: PageReading,
): Promise<Copied | null> {
  const { bytes, pages, pageSize } = sizeOf(engine);
  const atOnce = pagesAtOnce(engine, pageSize);
  const locks = lockPage(pageSize);
  let written = 0;
  let told = 0;
  while (written < bytes) {
    const first = written / pageSize + 1;
    const end = Math.min(first + atOnce, pages + 1);
    const last = first < locks && locks < end ? locks - 1 : end - 1;
    const part = first === locks ? Buffer.alloc(pageSize) : readPages(engine, first, last);
    if (first !== locks && part.length !== (last - first + 1) * pageSize) {
      throw new Error(`${part.length} bytes came for pages ${first} to ${last} of ${pageSize} bytes`);
    }
    take(part, first);
    written += part.length;
    if (written - told < telling) continue;
    told = written;
    onProgress?.(written, bytes);
    collectRead();
    await turn();
    if (stop()) return null;
    if (between?.() === false) break;
  }
  return { bytes, pages, pageSize };
}

/** How many pages `readPages` should be asked for. */
export function pagesAtOnce(engine: Engine, pageSize: number): number {
  return inOneValue(engine) ? Math.max(1, Math.floor(chunk / pageSize)) : 1;
}

/** Several pages in one value: a separate row for each would cost as much as the copying. */
export function readPages(engine: Engine, first: number, last: number): Uint8Array {
  const value = first === last ? "p.data" : "CAST(group_concat(p.data, '') AS BLOB)";
  const [[data] = []] = engine.all(
    `SELECT ${value} FROM temp.generate_series(?, ?) AS s CROSS JOIN sqlite_dbpage AS p ON p.pgno = s.value`,
    [first, last],
  );
  return data instanceof Uint8Array ? data : new Uint8Array();
}

/** The joined bytes are briefly treated as text. In UTF-8 that leaves them unchanged; UTF-16 would be converted. */
function inOneValue(engine: Engine): boolean {
  return engine.all("PRAGMA encoding")[0]?.[0] === "UTF-8";
}

/** One page, or several that follow each other. */
export interface PagePart {
  readonly page: number;
  readonly data: Uint8Array;
}

/** How many pages are read at once if they do not follow each other. */
const together = 64;

/** Single pages as the running transaction sees them, in order. */
export function* thesePages(engine: Engine, pages: Iterable<number>): Generator<PagePart> {
  const list = [...pages].sort((a, b) => a - b);
  for (let at = 0; at < list.length; at += together) {
    const some = list.slice(at, at + together);
    const rows = engine.all(
      "SELECT p.pgno, p.data FROM temp.json_each(?) AS j CROSS JOIN sqlite_dbpage AS p ON p.pgno = j.value",
      [JSON.stringify(some)],
    );
    if (rows.length !== some.length) throw new Error(`${rows.length} of ${some.length} pages came`);
    for (const [page, data] of rows) {
      if (!(data instanceof Uint8Array)) throw new Error(`page ${page} holds no bytes`);
      yield { page: Number(page), data };
    }
  }
}
