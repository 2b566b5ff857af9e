import type { Query } from "../../database/connection.ts";
import { lockPage, withoutCounters } from "../../database/copy-pages.ts";
import { keepCounters, type PageFile, readPage } from "../../database/write-pages.ts";
import { unlessWritten } from "./content.ts";

/** The pages of `wanted` that `live` does not have so. Where it has to grow first, that is all of them. */
export function differing(wanted: PageFile, live: PageFile): readonly number[] {
  const one = Buffer.alloc(wanted.pageSize);
  const other = Buffer.alloc(wanted.pageSize);
  const different: number[] = [];
  for (let page = 1; page <= wanted.pages; page++) {
    if (page === lockPage(wanted.pageSize)) continue;
    readPage(wanted, page, one);
    if (live.pages >= wanted.pages) {
      readPage(live, page, other);
      if (page === 1 ? withoutCounters(one).equals(withoutCounters(other)) : one.equals(other)) continue;
    }
    different.push(page);
  }
  return different;
}

/** What one request carries: pages as they are, before they are written as text. */
const portion = 16e6;

/**
 * The statements that turn `live` into `wanted`, in parts that a request can carry each. `content` is that of `wanted`,
 * and held against what was written. The first page comes last, and nothing may be read behind it: SQLite's own
 * picture of the pages is old by then.
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
      sql: `INSERT INTO "__trueup_room" SELECT zeroblob(${wanted.pageSize}) FROM generate_series(1, ${rows})`,
    });
  }
  for (const number of pages) {
    if (number === 1) continue;
    readPage(wanted, number, page);
    part.push(update(number, page));
    if (part.length * wanted.pageSize < portion) continue;
    yield part;
    part = [];
  }
  const head = Buffer.alloc(live.pageSize);
  readPage(live, 1, head);
  // The copy says of itself that it has no log; the server's own page says that it has one.
  head.writeUInt16BE(0x0202, 18);
  readPage(wanted, 1, page);
  keepCounters(page, head);
  yield [...part, unlessWritten(content, wanted.pageSize), update(1, page)];
}

function update(number: number, data: Buffer): Query {
  return { sql: "UPDATE sqlite_dbpage SET data = ?1 WHERE pgno = ?2", args: [Buffer.from(data), number] };
}
