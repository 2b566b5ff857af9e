import { createHash } from "node:crypto";
import { quoteName, quoteText } from "../sql/quote.ts";
import { lockPage, withoutCounters } from "./copy-pages.ts";
import { collectRead, Engine } from "./engine.ts";
import { fileUri } from "./file.ts";

/** What a database has that a backup of it has not. */
export interface Difference {
  /** The numbers of the pages that are not the backup's, in their order. */
  readonly pages: readonly number[];
  /** How many pages the database has in all. */
  readonly size: number;
  /**
   * A hash of what those pages hold, by which it is seen whether anybody wrote since. Together with the backup it
   * stands for the whole content. Free pages do not count: what they hold is nobody's, and a commit need not write it.
   */
  readonly content: string;
}

/** So many pages are read before what was read is given back: else memory grows with what a change has written. */
const atOnce = 2048;

/** How the backup is called in a connection that it is attached to. */
const kept = "trueup_kept";
const keptText = quoteText(kept);

/** Attaches a backup to a connection, for as long as that is open: inside a transaction nothing can be detached. */
export function attachKept(engine: Engine, path: string): void {
  engine.exec(`ATTACH ${quoteText(`${fileUri(path, "ro")}&immutable=1`)} AS ${quoteName(kept)}`);
}

/** The pages of both are compared by the engine: bringing each of them here takes twice as long. */
export function differenceFromKept(engine: Engine): Difference {
  const size = count(engine, "main");
  const pageSize = Number(engine.all("PRAGMA main.page_size")[0]?.[0]);
  const hash = createHash("sha256").update(`${size} pages of ${pageSize}\n`);
  const pages: number[] = [];
  let free: ((page: number) => boolean) | null = null;
  const differs = (page: number, data: unknown) => {
    if (!(data instanceof Uint8Array)) throw new Error(`page ${page} holds no bytes`);
    pages.push(page);
    if (pages.length % atOnce === 0) collectRead();
    free ??= freeLeaves(engine, size);
    if (free(page)) return;
    hash.update(Uint32Array.of(page)).update(page === 1 ? withoutCounters(data) : data);
  };
  const first = one(engine, "main", 1);
  const before = one(engine, kept, 1);
  if (first !== null && (before === null || !withoutCounters(first).equals(withoutCounters(before)))) differs(1, first);
  const changed = `SELECT a.pgno, a.data FROM sqlite_dbpage('main') AS a
CROSS JOIN sqlite_dbpage(${keptText}) AS b ON b.pgno = a.pgno WHERE a.pgno > 1 AND a.data IS NOT b.data`;
  for (const [page, data] of engine.iterate(changed)) differs(Number(page), data);
  const more = "SELECT pgno, data FROM sqlite_dbpage('main') WHERE pgno > ? AND pgno > 1 AND pgno <> ?";
  const from = count(engine, kept);
  for (const [page, data] of engine.iterate(more, [from, lockPage(pageSize)])) differs(Number(page), data);
  return { pages, size, content: hash.digest("hex") };
}

/** The same of two files that nobody writes. */
export async function differenceOf(path: string, backup: string): Promise<Difference> {
  const engine = new Engine(`${fileUri(path, "ro")}&immutable=1`);
  try {
    attachKept(engine, backup);
    return differenceFromKept(engine);
  } finally {
    await engine.close();
  }
}

function count(engine: Engine, schema: string): number {
  return Number(engine.all(`PRAGMA ${quoteName(schema)}.page_count`)[0]?.[0]);
}

function one(engine: Engine, schema: string, page: number): Uint8Array | null {
  const data = engine.all("SELECT data FROM sqlite_dbpage(?) WHERE pgno = ?", [schema, page])[0]?.[0];
  return data instanceof Uint8Array ? data : null;
}

/**
 * The pages that the list of free ones names, without those that carry the list itself.
 * https://www.sqlite.org/fileformat2.html#the_freelist
 */
function freeLeaves(engine: Engine, size: number): (page: number) => boolean {
  const free = new Uint8Array((size >> 3) + 1);
  let next = number(one(engine, "main", 1), 32);
  for (let trunks = 0; next !== 0 && trunks < size; trunks++) {
    const trunk = one(engine, "main", next);
    const leaves = Math.min(number(trunk, 4), trunk === null ? 0 : trunk.length / 4 - 2);
    for (let at = 0; at < leaves; at++) {
      const page = number(trunk, 8 + 4 * at);
      if (page <= size) free[page >> 3] = (free[page >> 3] ?? 0) | (1 << (page & 7));
    }
    next = number(trunk, 0);
  }
  return (page) => (((free[page >> 3] ?? 0) >> (page & 7)) & 1) === 1;
}

function number(page: Uint8Array | null, at: number): number {
  return page === null ? 0 : new DataView(page.buffer, page.byteOffset, page.byteLength).getUint32(at);
}
