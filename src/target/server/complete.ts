import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, fsyncSync, ftruncateSync, openSync, readSync } from "node:fs";
import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import { EngineError, type Query, type Row } from "../../database/connection.ts";
import { lockPage } from "../../database/copy-pages.ts";
import { type Again, type Copying, type Pages, standAlone, writePage } from "./copied-pages.ts";
import { ProblemError } from "../../problem/problem.ts";
import { oneByOne, type ServerStream, step } from "./stream.ts";
import { lockTaken, noLock } from "./too-long.ts";

/** How many pages share a hash. */
const slice = 256;

/**
 * Brings an earlier copy up to what a new transaction of the stream sees, which stays open. The server hashes its pages
 * in slices; only those are read that the copy has not, and they have to give the hash.
 */
export async function completePages(
  stream: ServerStream,
  { label, part }: { readonly label: string; readonly part: string },
  options: Copying,
  { lock }: Again,
): Promise<Pages> {
  const file = openSync(part, constants.O_RDWR | constants.O_NOFOLLOW);
  try {
    const [was = 0] = await only(stream, [pageSize], options);
    const here = await stream.during(() => sumsOf(file, Math.floor(fstatSync(file).size / Number(was)), Number(was)));
    if (lock) await takeLock(stream, label, options);
    const started = performance.now();
    const head: readonly Query[] = lock ? [] : [{ sql: "BEGIN" }];
    const [pages, size] = (await only(stream, [...head, sizes], options)).map(Number);
    if (pages === undefined || size === undefined || size !== Number(was))
      throw incomplete("its page size has changed");
    const there = new Map<number, string>();
    for await (const { row } of stream.rows([step(sumsThere(pages, size))], options))
      there.set(Number(row[0]), String(row[1]).toLowerCase());
    const differ = [...there.keys()].filter((first) => here.get(first) !== there.get(first));
    const numbers = differ.flatMap((first) => slicePages(first, pages, size));
    let written = 0;
    for await (const { row } of stream.rows([step(these, [JSON.stringify(numbers)])], options)) {
      writePage(file, row, size);
      written++;
      options.progress(written * size, numbers.length * size);
    }
    if (written !== numbers.length) throw incomplete(`${written} of ${numbers.length} pages arrived`);
    ftruncateSync(file, pages * size);
    const now = await sumsOf(file, pages, size, differ);
    const wrong = differ.find((first) => now.get(first) !== there.get(first));
    if (wrong !== undefined) throw incomplete(`what arrived of page ${wrong} and the next ones has another hash`);
    standAlone(file);
    fsyncSync(file);
    const milliseconds = performance.now() - started;
    return { pages, pageSize: size, reading: { milliseconds, lockedSince: lock ? started : null } };
  } catch (error) {
    // It took longer than the first time, and others waited.
    const late = error instanceof EngineError && error.code === "TRANSACTION_TIMEOUT";
    throw late ? new ProblemError(lockTaken(label, error)) : error;
  } finally {
    closeSync(file);
  }
}

const pageSize: Query = { sql: "SELECT page_size FROM temp.pragma_page_size" };
const sizes: Query = { sql: "SELECT page_count, page_size FROM temp.pragma_page_count, temp.pragma_page_size" };
const these = "SELECT p.pgno, p.data FROM temp.json_each(?1) AS j CROSS JOIN sqlite_dbpage AS p ON p.pgno = j.value";

function incomplete(message: string): EngineError {
  return new EngineError("SQLITE_IOERR", message);
}

/** The last row. */
async function only(stream: ServerStream, queries: readonly Query[], options: Copying): Promise<Row> {
  let last: Row = [];
  for await (const { row } of stream.rows(oneByOne(queries), options)) last = row;
  return last;
}

/** How often it is asked for while another client has it. */
const attempts = 100;

async function takeLock(stream: ServerStream, label: string, options: Copying): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const answers = await stream.batch([step("BEGIN IMMEDIATE")], options);
    const error = answers instanceof EngineError ? answers : answers[0];
    if (!(error instanceof EngineError)) return;
    if (!error.code.startsWith("SQLITE_BUSY")) throw error;
    if (attempt === attempts) throw new ProblemError(noLock(label));
    await sleep(50);
  }
}

function slicePages(first: number, pages: number, size: number): readonly number[] {
  const all = Array.from({ length: Math.min(slice, pages + 1 - first) }, (_, n) => first + n);
  return all.filter((page) => page !== lockPage(size));
}

/** The query whose text and rows are hashed. */
function rowsOf(first: number | string, last: number | string, size: number): string {
  return `SELECT p.data FROM temp.generate_series(${first}, ${last}) AS s CROSS JOIN sqlite_dbpage AS p ON p.pgno = s.value WHERE s.value <> ${lockPage(size)}`;
}

/** The hash of each slice, by its first page. */
function sumsThere(pages: number, size: number): string {
  const text = `printf('${rowsOf("%d", "%d", size)}', f.value, f.value + ${slice - 1})`;
  return `SELECT f.value, hex(sha3_query(${text})) FROM temp.generate_series(1, ${pages}, ${slice}) AS f`;
}

/** The same of a file, as SQLite computes it. https://www.sqlite.org/src/file/ext/misc/shathree.c */
async function sumsOf(
  file: number,
  pages: number,
  size: number,
  only: readonly number[] | null = null,
): Promise<ReadonlyMap<number, string>> {
  const every = Array.from({ length: Math.ceil(pages / slice) }, (_, n) => n * slice + 1);
  const page = Buffer.alloc(size);
  const found = new Map<number, string>();
  for (const first of only ?? every) {
    const text = rowsOf(first, first + slice - 1, size);
    const hash = createHash("sha3-256").update(`S${text.length}:${text}`);
    for (const number of slicePages(first, pages, size)) {
      readSync(file, page, 0, size, (number - 1) * size);
      // The server's file has a log, and the copy has none: see `standAlone`.
      if (number === 1) page.fill(2, 18, 20);
      hash.update(`RB${size}:`).update(page);
    }
    found.set(first, hash.digest("hex"));
    // The stream is kept alive meanwhile.
    await turn();
  }
  return found;
}
