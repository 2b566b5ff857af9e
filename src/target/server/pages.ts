import { setImmediate as turn } from "node:timers/promises";
import type { Query } from "../../database/connection.ts";
import { lockPage, withoutCounters } from "../../database/copy-pages.ts";
import { keepCounters, type PageFile } from "../../database/write-pages.ts";
import { unlessWritten } from "./content.ts";

/** How many pages are compared before anything else gets its turn. */
const atOnce = 4096;

/** The pages of `wanted` that differ in `live`; all of them if `live` has to grow first. */
export async function differing(wanted: PageFile, live: PageFile): Promise<readonly number[]> {
  const one = Buffer.alloc(wanted.pageSize);
  const other = Buffer.alloc(wanted.pageSize);
  const different: number[] = [];
  for (let page = 1; page <= wanted.pages; page++) {
    if (page % atOnce === 0) await turn();
    if (page === lockPage(wanted.pageSize)) continue;
    wanted.read(page, one);
    if (live.pages >= wanted.pages) {
      live.read(page, other);
      if (page === 1 ? withoutCounters(one).equals(withoutCounters(other)) : one.equals(other)) continue;
    }
    different.push(page);
  }
  return different;
}

/** The page bytes that one request carries, before they are encoded as text. */
const portion = 16e6;

/**
 * The statements that turn `live` into `wanted`, in parts that each fit one request. `content` is that of `wanted`, and
 * is compared with what was written. The first page comes last, and nothing may be read after it: SQLite's cache of the
 * pages is outdated by then.
 */
export function* restoreScript(
  wanted: PageFile,
  live: PageFile,
  pages: readonly number[],
  content: string,
): Generator<readonly Query[], void> {
  const page = Buffer.alloc(wanted.pageSize);
  let part: Query[] = [];
  if (live.pages < wanted.pages) {
    const rows = wanted.pages - live.pages;
    part.push({ sql: 'CREATE TABLE "__trueup_room" (x)' });
    part.push({
      sql: `INSERT INTO "__trueup_room" SELECT zeroblob(${wanted.pageSize}) FROM temp.generate_series(1, ${rows})`,
    });
  }
  for (const number of pages) {
    if (number === 1) continue;
    wanted.read(number, page);
    part.push(update(number, page));
    if (part.length * wanted.pageSize < portion) continue;
    yield part;
    part = [];
  }
  const head = Buffer.alloc(live.pageSize);
  live.read(1, head);
  // The header of the copy says that it has no WAL; the server's own header says that it has one.
  head.writeUInt16BE(0x0202, 18);
  wanted.read(1, page);
  keepCounters(page, head);
  yield [...part, unlessWritten(content, wanted.pageSize), update(1, page)];
}

function update(number: number, data: Buffer): Query {
  return { sql: "UPDATE sqlite_dbpage SET data = ?1 WHERE pgno = ?2", args: [Buffer.from(data), number] };
}
