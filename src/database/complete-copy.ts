import { fstatSync, ftruncateSync, readSync, writeSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { collectRead } from "./collect.ts";
import { EngineError } from "./connection.ts";
import { type Copied, lockPage, pagesAtOnce, readPages, type PagePart, sizeOf, thesePages } from "./copy-pages.ts";
import { Engine } from "./engine.ts";
import { fileUri } from "./file.ts";
import { attachKept, kept } from "./page-difference.ts";

/** A copy that was made of an earlier state, and now matches what the running transaction sees. */
export interface Completed extends Copied {
  /** The pages that were rewritten. */
  readonly written: readonly number[];
}

/** A copy that is open for writing. */
export interface OpenCopy {
  readonly path: string;
  readonly handle: number;
  /** The path of the database that it is a copy of. */
  readonly of: string;
}

/**
 * Brings an earlier copy up to what the running transaction sees. `suspects` are the pages that may have changed; if
 * they are not known, every page is compared. During this transaction nobody else may commit, and it may have written
 * nothing itself. Each page that is written is read back. Null if it was stopped.
 */
export async function completeCopy(
  engine: Engine,
  { path, handle, of }: OpenCopy,
  suspects: ReadonlySet<number> | null,
  stop: () => boolean,
): Promise<Completed | null> {
  const size = sizeOf(engine);
  const file = new Patched(handle, size.pageSize);
  const known = suspects ?? (await differing(of, path, size));
  const parts = known === null ? allOf(engine, size) : someOf(engine, size, known, file.pages);
  let read = 0;
  for (const { page, data } of parts) {
    if (data.length % size.pageSize !== 0) throw new Error(`${data.length} bytes came from page ${page} on`);
    file.put(page, data);
    read += data.length;
    if (read < 8 << 20) continue;
    read = 0;
    collectRead();
    await turn();
    if (stop()) return null;
  }
  ftruncateSync(handle, size.bytes);
  return { ...size, written: file.written };
}

/**
 * The pages that differ from those of the copy, as found by the engine: this takes half the time of reading all of them
 * here. It has its own connection, because what is attached to a connection stays, and its tables would be found by
 * their bare names. Null if the copy cannot be read as a database: it may be a mix of several states.
 */
async function differing(of: string, copy: string, { pages, pageSize }: Copied): Promise<ReadonlySet<number> | null> {
  const engine = new Engine(fileUri(of, "rw"), { timeout: 1000 });
  try {
    engine.exec("PRAGMA query_only = ON; BEGIN");
    attachKept(engine, copy);
    const one = (pragma: string) => Number(engine.all(`PRAGMA ${kept}.${pragma}`)[0]?.[0]);
    if (one("page_size") !== pageSize) return null;
    const sql = `SELECT a.pgno FROM sqlite_dbpage('main') AS a
CROSS JOIN sqlite_dbpage('${kept}') AS b ON b.pgno = a.pgno WHERE a.data IS NOT b.data`;
    const found = new Set(engine.all(sql).map(([page]) => Number(page)));
    for (let page = one("page_count") + 1; page <= pages; page++) found.add(page);
    return found;
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  } finally {
    // Not left to the close: that may wait for statements that have not been collected yet, and so would the lock.
    if (engine.inTransaction && !engine.spoiled) engine.exec("ROLLBACK");
    await engine.close();
  }
}

function* allOf(engine: Engine, { pages, pageSize }: Copied): Generator<PagePart> {
  const locks = lockPage(pageSize);
  const atOnce = pagesAtOnce(engine, pageSize);
  for (let page = 1; page <= pages; ) {
    const end = Math.min(page + atOnce, pages + 1);
    const last = page < locks && locks < end ? locks - 1 : end - 1;
    if (page !== locks) yield { page, data: readPages(engine, page, last) };
    page = page === locks ? page + 1 : last + 1;
  }
}

/** Also whatever is beyond the end of the copy. */
function* someOf(
  engine: Engine,
  { pages, pageSize }: Copied,
  suspects: ReadonlySet<number>,
  copied: number,
): Generator<PagePart> {
  const wanted = new Set(suspects);
  for (let page = copied + 1; page <= pages; page++) wanted.add(page);
  const list = [...wanted].filter((page) => page >= 1 && page <= pages && page !== lockPage(pageSize));
  yield* thesePages(engine, list);
}

/** A file whose differing pages are replaced. */
class Patched {
  readonly written: number[] = [];
  /** How many it had before. */
  readonly pages: number;
  readonly #handle: number;
  readonly #pageSize: number;
  #buffer = Buffer.alloc(0);

  constructor(handle: number, pageSize: number) {
    this.#handle = handle;
    this.#pageSize = pageSize;
    this.pages = Math.floor(fstatSync(handle).size / pageSize);
  }

  put(first: number, data: Uint8Array): void {
    const size = this.#pageSize;
    const old = this.#read(first, data.length);
    if (old.equals(data)) return;
    for (let at = 0; at < data.length; at += size) {
      const page = data.subarray(at, at + size);
      if (old.subarray(at, at + size).equals(page)) continue;
      const number = first + at / size;
      const place = (number - 1) * size;
      for (let done = 0; done < size; ) done += writeSync(this.#handle, page, done, size - done, place + done);
      if (!this.#read(number, size, Buffer.alloc(size)).equals(page))
        throw new Error(`page ${number} was read back differently`);
      this.written.push(number);
    }
  }

  #room(length: number): Buffer {
    if (this.#buffer.length < length) this.#buffer = Buffer.alloc(length);
    return this.#buffer;
  }

  /** The content of the file from a page on: at its end, less than was asked for. */
  #read(page: number, length: number, buffer = this.#room(length)): Buffer {
    let at = 0;
    for (;;) {
      const read = readSync(this.#handle, buffer, at, length - at, (page - 1) * this.#pageSize + at);
      at += read;
      if (read === 0 || at === length) return buffer.subarray(0, at);
    }
  }
}
