import { createHash } from "node:crypto";
import type { Query } from "../database/connection.ts";
import { lockPage, withoutCounters } from "../database/copy-pages.ts";
import { keepCounters, type PageFile, readPage } from "../database/write-pages.ts";

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

/**
 * The statements that turn `live` into `wanted`, if it still is what `live` says, page by page. The first page comes
 * last, and nothing may be read behind it: SQLite's own picture of the pages is old by then.
 */
export function restoreScript(wanted: PageFile, live: PageFile, pages: readonly number[]): readonly Query[] {
  const page = Buffer.alloc(wanted.pageSize);
  const head = Buffer.alloc(live.pageSize);
  readPage(live, 1, head);
  // The copy says of itself that it has no log; the server's own page says that it has one.
  head.writeUInt16BE(0x0202, 18);
  const script: Query[] = [samePages("moved", hashes(live, head))];
  if (live.pages < wanted.pages) {
    const rows = wanted.pages - live.pages;
    script.push({ sql: 'CREATE TABLE "__trueup_room" (x)' });
    script.push({
      sql: `INSERT INTO "__trueup_room" SELECT zeroblob(${wanted.pageSize}) FROM generate_series(1, ${rows})`,
    });
  }
  for (const number of pages) {
    if (number === 1) continue;
    readPage(wanted, number, page);
    script.push(update(number, page));
  }
  script.push(samePages("unwritten", hashes(wanted, null)));
  readPage(wanted, 1, page);
  keepCounters(page, head);
  script.push(update(1, page));
  return script;
}

function update(number: number, data: Buffer): Query {
  return { sql: "UPDATE sqlite_dbpage SET data = ?1 WHERE pgno = ?2", args: [Buffer.from(data), number] };
}

/** One hash for each page, the first being given; null for what is not compared. */
function hashes(file: PageFile, first: Buffer | null): readonly (string | null)[] {
  const page = Buffer.alloc(file.pageSize);
  return Array.from({ length: file.pages }, (_, index) => {
    const data = index === 0 ? first : page;
    if (data === null || index + 1 === lockPage(file.pageSize)) return null;
    if (data === page) readPage(file, index + 1, page);
    return createHash("sha3-256").update(data).digest("hex");
  });
}

/** Raises where any page is another one. Pages beyond are free ones, and the first page does not count them. */
function samePages(word: string, expected: readonly (string | null)[]): Query {
  const different = `SELECT count(*) FROM json_each(?1) AS "e" LEFT JOIN sqlite_dbpage AS "p" ON "p".pgno = "e".key + 1
WHERE "e".value IS NOT NULL AND lower(hex(sha3("p".data, 256))) IS NOT "e".value`;
  return {
    sql: `SELECT CASE WHEN (${different}) > 0 THEN json_extract('{}', 'trueup:${word}:' || (${different})) END`,
    args: [JSON.stringify(expected)],
  };
}
