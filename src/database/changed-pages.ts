import { statSync } from "node:fs";
import type { Engine } from "./engine.ts";
import { sizeOf } from "./copy-pages.ts";
import { type Log, logPath, pagesBetween, readLog, type Settled } from "./log.ts";

/**
 * How much of what a transaction changes SQLite may hold back from the log. As many pages are read twice over to push it
 * out, for which writers wait; with less, neither a rebuild nor an index took longer than with SQLite's own 2,000 kB.
 */
const cache = 512 << 10;

/**
 * Why it is not known before a commit which pages it changes; null if it is known.
 *
 * Without a log, nothing names them in time. With `auto_vacuum`, the commit itself moves pages. A virtual table may keep
 * what was written to it until the commit.
 */
export function whyUnknown(engine: Engine): string | null {
  if (logPath(engine) === null) return "it has no write-ahead log (journal_mode = wal)";
  if (Number(engine.all("PRAGMA main.auto_vacuum")[0]?.[0]) !== 0) return "its pages can move (auto_vacuum)";
  const virtual = engine.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage = 0 ORDER BY 1")[0]?.[0];
  return virtual === undefined ? null : `it has a virtual table (${String(virtual)})`;
}

/** The log at the beginning of a transaction. */
export interface Watch {
  readonly path: string;
  readonly before: Log | null;
  readonly settled: Settled | null;
}

/** To be called by the holder of the write lock, before it writes anything, and while a reader keeps a snapshot. */
export function watchPages(engine: Engine, settled: Settled | null): Watch {
  const path = logPath(engine);
  if (path === null) throw new Error("the log is gone");
  engine.exec(`PRAGMA main.mmap_size = 0; PRAGMA cache_spill = ON; PRAGMA main.cache_size = ${-(cache >> 10)}`);
  return { path, before: readLog(path, sizeOf(engine).pageSize, settled), settled };
}

/**
 * The pages that the running transaction has changed. To be called after its last statement: what SQLite still holds
 * back is then at most what its cache holds. The cache is made as small as it can be, and so many other pages are read
 * that each of those has to leave it, for the log. Only the first page never leaves it, and it always counts.
 */
export function changedPages(engine: Engine, watch: Watch): ReadonlySet<number> {
  const { pages, pageSize } = sizeOf(engine);
  engine.exec("PRAGMA main.cache_size = 1");
  // Twice as many as it can hold: those that it holds are not read, and push nothing out.
  const last = Math.min(pages, 2 * Math.ceil(cache / pageSize) + 64);
  engine.all(
    "SELECT sum(length(p.data)) FROM temp.generate_series(2, ?) AS s CROSS JOIN sqlite_dbpage AS p ON p.pgno = s.value",
    [last],
  );
  return writtenPages(watch, pageSize);
}

/** The pages that the log has been given since, committed or not. */
export function writtenPages({ path, before, settled }: Watch, pageSize: number): ReadonlySet<number> {
  const now = readLog(path, pageSize, settled);
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  // Without a frame there may be no log at all.
  if (now === null && bytes > 0) throw new Error(`${path} cannot be read as a log`);
  return new Set([1, ...(now === null ? [] : (pagesBetween(before, now, true) ?? []))]);
}
