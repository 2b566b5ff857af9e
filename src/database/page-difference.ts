import { createHash } from "node:crypto";
import { quoteName, quoteText } from "../sql/quote.ts";
import { lockPage, withoutCounters } from "./copy-pages.ts";
import { collectRead } from "./collect.ts";
import { Engine } from "./engine.ts";
import { fileUri } from "./file.ts";

/** What a database has and its backup does not. */
export interface PageDifference {
  /** The numbers of the pages that differ from the backup, in order. */
  readonly pages: readonly number[];
  /** The number of pages of the database. */
  readonly size: number;
  /**
   * A hash of those pages, which shows whether anything was written since. Together with the backup it represents the
   * whole content. Free pages do not count: their content is unused, and a commit need not write it.
   */
  readonly content: string;
}

/** After this many pages, what was read is released; otherwise memory would grow with the size of the change. */
const atOnce = 2048;

/** The schema name of the attached backup. */
export const kept = "trueup_kept";
const keptText = quoteText(kept);

/**
 * Attaches a backup to a connection for as long as that is open: inside a transaction nothing can be detached. Only its
 * pages are read, but with the first statement SQLite reads the schema of whatever is attached, and a view or trigger
 * that says `main.x` is an error there, because `main` is the other database. In this mode SQLite skips what it cannot
 * parse. https://www.sqlite.org/pragma.html#pragma_writable_schema
 */
export function attachKept(engine: Engine, path: string): void {
  engine.exec("PRAGMA writable_schema = ON");
  engine.exec(`ATTACH ${quoteText(`${fileUri(path, "ro")}&immutable=1`)} AS ${quoteName(kept)}`);
}

/** Opens one of two files that are not being written, with the other attached as `trueup_kept`. */
export function openBeside(path: string, other: string): Engine {
  const engine = new Engine(`${fileUri(path, "ro")}&immutable=1`);
  attachKept(engine, other);
  return engine;
}

/** What the database of a connection has and the attached backup does not. `among`: the only pages that can differ. */
export function differenceFromKept(engine: Engine, among: readonly number[] | null = null): PageDifference {
  return compared(engine, "one way", among).live;
}

/**
 * The pages that can differ from the attached backup after a change that writes no row of an existing table: those of
 * the schema, of SQLite's own tables, of everything new, and those that hold the list of free pages. Null for any page,
 * if pages can be moved. Should it ever be one page too few, restore only asks unnecessarily.
 */
export function pagesOfSchema(engine: Engine): readonly number[] | null {
  if (Number(engine.all("PRAGMA main.auto_vacuum")[0]?.[0]) !== 0) return null;
  // A join, for which SQLite makes an index: there may be thousands of each.
  const own = (name: string) => `${name} LIKE 'sqlite\\_%' ESCAPE '\\'`;
  const written = `SELECT 'sqlite_schema' UNION ALL SELECT m.name FROM main.sqlite_schema AS m
  LEFT JOIN ${kept}.sqlite_schema AS k ON k.rootpage = m.rootpage AND k.type = m.type
  WHERE m.rootpage > 0 AND ((m.name LIKE 'libsql\\_%' ESCAPE '\\' OR ${own("m.name")}) AND m.type = 'table' OR k.rootpage IS NULL
    OR NOT (m.type = 'table' OR k.name = m.name OR ${own("k.name")} AND ${own("m.name")}))`;
  const pages = engine.all(`SELECT pageno FROM temp.dbstat WHERE name IN (${written})`).map(([page]) => Number(page));
  const { trunks } = freePages(pageOf(engine, "main"), count(engine, "main"));
  return [...new Set([...pages, ...trunks])].sort((a, b) => a - b);
}

/** The same for two files that are not being written. */
export async function differenceOf(path: string, backup: string): Promise<PageDifference> {
  return (await differencesOf(path, backup, "one way")).live;
}

/** What each of the two has and the other does not. */
export interface PageDifferences {
  readonly live: PageDifference;
  readonly kept: PageDifference;
}

export async function differencesOf(
  path: string,
  backup: string,
  ways: "one way" | "both ways" = "both ways",
): Promise<PageDifferences> {
  const engine = openBeside(path, backup);
  try {
    return compared(engine, ways);
  } finally {
    await engine.close();
  }
}

/** The engine compares the pages of both: reading each of them here takes twice as long. */
function compared(
  engine: Engine,
  ways: "one way" | "both ways",
  among: readonly number[] | null = null,
): PageDifferences {
  const both = ways === "both ways";
  const live = new Side(engine, "main");
  const old = new Side(engine, kept);
  const differs = (page: number, mine: unknown, its: unknown) => {
    live.take(page, mine);
    if (both) old.take(page, its);
  };
  const [first, before] = [one(engine, "main", 1), one(engine, kept, 1)];
  if (first !== null && before !== null && !withoutCounters(first).equals(withoutCounters(before)))
    differs(1, first, before);
  const pages = "sqlite_dbpage('main') AS a";
  const changed = `SELECT a.pgno, a.data${both ? ", b.data" : ""}
FROM ${among === null ? pages : `temp.json_each(?) AS j CROSS JOIN ${pages} ON a.pgno = j.value`}
CROSS JOIN sqlite_dbpage(${keptText}) AS b ON b.pgno = a.pgno WHERE a.pgno > 1 AND a.data IS NOT b.data`;
  const list = among === null ? [] : [JSON.stringify(among)];
  for (const [page, mine, its] of engine.iterate(changed, list)) differs(Number(page), mine, its);
  live.takeFrom(old.size);
  if (both) old.takeFrom(live.size);
  return { live: live.difference(), kept: old.difference() };
}

/** One of the two sides of the comparison. */
class Side {
  readonly size: number;
  readonly #engine: Engine;
  readonly #schema: string;
  readonly #pageSize: number;
  readonly #hash = createHash("sha256");
  readonly #pages: number[] = [];
  #free: ((page: number) => boolean) | null = null;

  constructor(engine: Engine, schema: string) {
    this.#engine = engine;
    this.#schema = schema;
    this.size = count(engine, schema);
    this.#pageSize = Number(engine.all(`PRAGMA ${quoteName(schema)}.page_size`)[0]?.[0]);
    this.#hash.update(`${this.size} pages of ${this.#pageSize}\n`);
  }

  take(page: number, data: unknown): void {
    if (!(data instanceof Uint8Array)) throw new Error(`page ${page} holds no bytes`);
    this.#pages.push(page);
    if (this.#pages.length % atOnce === 0) collectRead();
    this.#free ??= freeLeaves(pageOf(this.#engine, this.#schema), this.size);
    if (this.#free(page)) return;
    this.#hash.update(Uint32Array.of(page)).update(page === 1 ? withoutCounters(data) : data);
  }

  /** The pages beyond the end of the other one: each by its number, because the table would step through all before them. */
  takeFrom(last: number): void {
    if (this.size <= last) return;
    const more = `SELECT p.pgno, p.data FROM temp.generate_series(?, ?) AS s
CROSS JOIN sqlite_dbpage(${quoteText(this.#schema)}) AS p ON p.pgno = s.value WHERE s.value <> ?`;
    for (const [page, data] of this.#engine.iterate(more, [last + 1, this.size, lockPage(this.#pageSize)]))
      this.take(Number(page), data);
  }

  difference(): PageDifference {
    return { pages: this.#pages, size: this.size, content: this.#hash.digest("hex") };
  }
}

function count(engine: Engine, schema: string): number {
  return Number(engine.all(`PRAGMA ${quoteName(schema)}.page_count`)[0]?.[0]);
}

function one(engine: Engine, schema: string, page: number): Uint8Array | null {
  const data = engine.all("SELECT data FROM sqlite_dbpage(?) WHERE pgno = ?", [schema, page])[0]?.[0];
  return data instanceof Uint8Array ? data : null;
}

/** One page of a database; null if it has none of that number. */
export type ReadPage = (page: number) => Uint8Array | null;

/** As the running transaction of a connection sees them. */
export function pageOf(engine: Engine, schema: string): ReadPage {
  return (page) => one(engine, schema, page);
}

/**
 * The pages that the list of free pages names, and those that hold the list itself.
 * https://www.sqlite.org/fileformat2.html#the_freelist
 */
export function freePages(read: ReadPage, size: number): { readonly free: number[]; readonly trunks: number[] } {
  const free: number[] = [];
  const trunks: number[] = [];
  eachTrunk(read, size, (each, trunk) => {
    trunks.push(each);
    const leaves = Math.min(number(trunk, 4), trunk === null ? 0 : trunk.length / 4 - 2);
    for (let at = 0; at < leaves; at++) {
      const page = number(trunk, 8 + 4 * at);
      if (page <= size) free.push(page);
    }
  });
  return { free, trunks };
}

/** Where the list of free pages begins, in the first page of the database; 0 if none is free. */
export function firstTrunk(first: Uint8Array | null): number {
  return number(first, 32);
}

/** Whether a page is one of those. */
function freeLeaves(read: ReadPage, size: number): (page: number) => boolean {
  const free = new Uint8Array((size >> 3) + 1);
  for (const page of freePages(read, size).free) free[page >> 3] = (free[page >> 3] ?? 0) | (1 << (page & 7));
  return (page) => (((free[page >> 3] ?? 0) >> (page & 7)) & 1) === 1;
}

function eachTrunk(read: ReadPage, size: number, take: (page: number, trunk: Uint8Array | null) => void): void {
  let next = firstTrunk(read(1));
  for (let trunks = 0; next !== 0 && trunks < size; trunks++) {
    const trunk = read(next);
    take(next, trunk);
    next = number(trunk, 0);
  }
}

function number(page: Uint8Array | null, at: number): number {
  return page === null ? 0 : new DataView(page.buffer, page.byteOffset, page.byteLength).getUint32(at);
}
