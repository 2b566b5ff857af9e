import { readSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { lockPage, withoutCounters } from "./copy-pages.ts";
import type { PageDifference } from "./page-difference.ts";
import type { Session } from "./session.ts";

/** The pages of a database, from wherever they are kept. */
export interface PageFile {
  readonly pages: number;
  readonly pageSize: number;
  read(page: number, into: Buffer): void;
}

/** A database file that is no longer being written, open for reading: not the one that the session has open. */
export function wholeFile(handle: number, pages: number, pageSize: number): PageFile {
  return { pages, pageSize, read: (page, into) => readAt(handle, into, (page - 1) * pageSize) };
}

/** The pages of the session's database that differ from the wanted ones; missing ones count. */
async function differingPages(session: Session, file: PageFile): Promise<readonly number[]> {
  const { pages, pageSize } = file;
  const wanted = Buffer.alloc(pageSize);
  const different: number[] = [];
  let seen = 0;
  for (const [pgno, data] of session.engine.iterate("SELECT pgno, data FROM sqlite_dbpage")) {
    const page = Number(pgno);
    if (page > pages) continue;
    seen = page;
    if (page === lockPage(pageSize) || !(data instanceof Uint8Array)) continue;
    file.read(page, wanted);
    const same = page === 1 ? sameHead(wanted, data) : wanted.equals(data);
    if (!same) different.push(page);
    if (page % 4096 === 0) await turn();
  }
  for (let page = seen + 1; page <= pages; page++) if (page !== lockPage(pageSize)) different.push(page);
  return different;
}

/** The pages of a file that differ from the database, or that the database does not have. */
export function wantedPages(
  { pages, size }: PageDifference,
  file: Pick<PageFile, "pages" | "pageSize">,
): readonly number[] {
  const wanted = pages.filter((page) => page <= file.pages);
  for (let page = size + 1; page <= file.pages; page++) if (page !== lockPage(file.pageSize)) wanted.push(page);
  return wanted;
}

/**
 * Turns the session's database into the wanted one, inside its transaction: atomic, and every other process notices.
 * Afterwards the session can only be committed and closed: SQLite's own cache of these pages is outdated. False if a
 * page did not come out as it was written, and the transaction has to be rolled back. `disturbed` names the pages to write
 * if the database had to grow first, which writes to others.
 */
export async function writePages(
  session: Session,
  file: PageFile,
  different: readonly number[],
  disturbed: () => Promise<readonly number[]> = () => differingPages(session, file),
): Promise<boolean> {
  const head = session.all("SELECT data FROM sqlite_dbpage WHERE pgno = 1")[0]?.[0];
  if (!(head instanceof Uint8Array)) throw new Error("the database has no first page");
  // Growing uses free pages that were already correct, so they are compared again.
  const needed = grow(session, file.pages) ? await disturbed() : different;
  const page = Buffer.alloc(file.pageSize);
  const update = (pgno: number) => `UPDATE sqlite_dbpage SET data = x'${page.toString("hex")}' WHERE pgno = ${pgno};`;
  let statements: string[] = [];
  for (const pgno of needed) {
    if (pgno === 1) continue;
    file.read(pgno, page);
    statements.push(update(pgno));
    if (statements.length < 64) continue;
    session.exec(statements.join("\n"));
    statements = [];
    await turn();
  }
  session.exec(statements.join("\n"));
  for (const pgno of needed) {
    if (pgno === 1) continue;
    const data = session.all("SELECT data FROM sqlite_dbpage WHERE pgno = ?", [pgno])[0]?.[0];
    file.read(pgno, page);
    if (!(data instanceof Uint8Array) || !page.equals(data)) return false;
  }
  // The first page comes last: with it the schema's version changes, and SQLite rereads the schema.
  file.read(1, page);
  keepCounters(page, head);
  session.exec(update(1));
  return true;
}

/** sqlite_dbpage can replace pages but not add them, so the database is first filled up to the size it had. */
function grow(session: Session, pages: number): boolean {
  const count = () => session.number("PRAGMA page_count");
  if (count() >= pages) return false;
  const table = `trueup_restore_${Math.random().toString(36).slice(2)}`;
  const size = session.number("PRAGMA page_size");
  session.exec(`CREATE TABLE ${table} (x)`);
  for (let missing = pages - count(); missing > 0; missing = pages - count()) {
    // Free pages are used up first, so it may take more than one round.
    const rows = Math.max(1, Math.floor(missing / 2));
    session.exec(`INSERT INTO ${table} SELECT zeroblob(${size}) FROM temp.generate_series(1, ${rows})`);
  }
  return true;
}

/**
 * What the first page may not take from the backup. The journal mode (18, 19) belongs to the file as it is used now.
 * The schema's version (40) may never return to an earlier value: a process that has cached another schema with that
 * number would mistake it for this one. SQLite itself advances the change counters (24, 92) at the commit.
 */
export function keepCounters(page: Buffer, head: Uint8Array): void {
  const live = Buffer.from(head);
  live.copy(page, 18, 18, 20);
  live.copy(page, 24, 24, 28);
  live.copy(page, 92, 92, 100);
  page.writeUInt32BE((Math.max(live.readUInt32BE(40), page.readUInt32BE(40)) + 1) >>> 0, 40);
}

function sameHead(wanted: Buffer, data: Uint8Array): boolean {
  return withoutCounters(wanted).equals(withoutCounters(data));
}

/** Fills a buffer from a place in a file. */
export function readAt(handle: number, into: Buffer, place: number): void {
  for (let at = 0; at < into.length; ) {
    const read = readSync(handle, into, at, into.length - at, place + at);
    if (read === 0) throw new Error(`the backup ends at ${place + at}`);
    at += read;
  }
}
