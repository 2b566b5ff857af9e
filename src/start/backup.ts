import { EngineError } from "../database/connection.ts";
import { quoteText } from "../sql/quote.ts";
import type { Driver } from "./driver.ts";
import { numberOf, Stopped } from "./items.ts";
import type { Options } from "./outcome.ts";
import { StartError } from "./start-error.ts";
import { answered, type Work } from "./work.ts";

export interface Leap {
  readonly from: string | null;
  readonly to: string | null;
  readonly rewrites: boolean;
}

/**
 * A copy of the database as it is under the lock, made by a second connection, because a file that is copied while
 * others have it open may be torn. It gets its name only after it was opened and checked. Null if the options ask for
 * none.
 */
export function* backUp(driver: Driver, { backup: options, onEvent }: Options, leap: Leap): Work<string | null> {
  if (options === undefined || options === "none") return null;
  if ((options.when ?? "rewrites") === "rewrites" && !leap.rewrites) return null;
  const path = yield* pathOf(driver);
  if (path === null || driver.open === undefined)
    throw failed(`${driver.name} has no second connection to copy the database with`, [
      "copy it before, and converge without `backup`",
    ]);
  const bytes = (yield* numberOf(driver, "PRAGMA page_count")) * (yield* numberOf(driver, "PRAGMA page_size"));
  if (options.largest !== undefined && bytes > options.largest) {
    if (options.above === "go-on") return null;
    throw failed(`the database has ${bytes} bytes, and copies are made up to ${options.largest}`, [
      'allow larger copies, or let it continue without one: `above: "go-on"`',
    ]);
  }
  const disk = fileSystem();
  disk.mkdirSync(options.folder, { recursive: true });
  const { bavail, bsize } = disk.statfsSync(options.folder);
  if (bavail * bsize < bytes)
    throw failed(`the copy needs ${bytes} bytes, and ${options.folder} has ${bavail * bsize}`, ["free some space"]);
  const copy = `${options.folder}/${nameOf(path, leap)}`;
  const partial = `${copy}.partial`;
  try {
    yield* copyTo(driver, path, partial);
    flush(disk, partial);
    disk.renameSync(partial, copy);
  } catch (error) {
    disk.rmSync(partial, { force: true });
    throw failed("the copy before the change could not be made", ["free some space, or choose another folder"], error);
  }
  onEvent?.({ kind: "backup", bytes, path: copy });
  return copy;
}

/** A start that is refused is tried again and again, and must not leave a copy of what is still there each time. */
export function* keepingCopy<T>(copy: () => string | null, work: Work<T>): Work<T> {
  try {
    return yield* work;
  } catch (error) {
    const path = copy();
    if (path !== null && !mayHaveChanged(error)) fileSystem().rmSync(path, { force: true });
    throw error;
  }
}

function mayHaveChanged(error: unknown): boolean {
  const cause = error instanceof Stopped ? error.cause : error;
  if (cause instanceof StartError) return cause.changed;
  return cause instanceof EngineError && /^SQLITE_(?:IOERR|CORRUPT|NOTADB)/.test(cause.code);
}

function* copyTo(driver: Driver, path: string, to: string): Work<void> {
  const second = yield* answered(driver.open?.(path) ?? null);
  if (second === null) return;
  try {
    yield* answered(second.exec(`VACUUM INTO ${quoteText(to)}`));
  } finally {
    yield* answered(second.close());
  }
  const copy = yield* answered(driver.open?.(to) ?? null);
  if (copy === null) return;
  try {
    const [[found] = []] = yield* answered(copy.all("PRAGMA quick_check(1)"));
    const both = [yield* shapeOf(driver), yield* shapeOf(copy)];
    if (String(found) !== "ok") throw new Error(`the copy is damaged: ${String(found)}`);
    if (both[0] !== both[1]) throw new Error("the objects of the copy differ from those of the database");
  } finally {
    yield* answered(copy.close());
  }
}

/** VACUUM INTO leaves the writing to the system, but the change must not be on disk before its copy is. */
function flush(disk: FileSystem, path: string): void {
  const handle = disk.openSync(path, "r+");
  try {
    disk.fsyncSync(handle);
  } finally {
    disk.closeSync(handle);
  }
}

function* shapeOf(driver: Driver): Work<string> {
  const rows = yield* answered(driver.all("SELECT type, hex(name) FROM sqlite_schema ORDER BY 1, 2"));
  return JSON.stringify(rows);
}

export interface Copy {
  readonly path: string;
  /** The release that made it, before it changed the database. */
  readonly to: string | null;
}

/** The copies of this database, newest first. */
export function* copiesOf(driver: Driver, { backup }: Options): Work<readonly Copy[]> {
  const folder = backup === undefined || backup === "none" ? null : backup.folder;
  const path = folder === null ? null : yield* pathOf(driver);
  if (folder === null || path === null) return [];
  const disk = fileSystem();
  if (!disk.existsSync(folder)) return [];
  const start = `${lastOf(path)}.`;
  return disk
    .readdirSync(folder)
    .filter((name) => name.startsWith(start) && named.test(name))
    .sort()
    .reverse()
    .map((name) => ({ path: `${folder}/${name}`, to: readable(named.exec(name)?.[1]) }));
}

export function* dropOldCopies(driver: Driver, options: Options): Work<void> {
  const keep = options.backup === undefined || options.backup === "none" ? undefined : options.backup.keep;
  if (keep === undefined) return;
  for (const { path } of (yield* copiesOf(driver, options)).slice(Math.max(1, keep))) fileSystem().rmSync(path);
}

/** Null for a database in memory, or one without a path. */
function* pathOf(driver: Driver): Work<string | null> {
  try {
    const rows = yield* answered(driver.all("PRAGMA database_list"));
    const path = rows.find(([, name]) => String(name) === "main")?.[2];
    return path == null || path === "" ? null : String(path);
  } catch {
    return null;
  }
}

/** `app.db.2026-11-29T20-33-00-123Z.v1.0.0.to.v1.2.0.db`: sorts by time, and names the release before and after. */
function nameOf(path: string, { from, to }: Leap): string {
  const when = new Date().toISOString().replace(/[:.]/g, "-");
  return `${lastOf(path)}.${when}.${written(from)}.to.${written(to)}.db`;
}

const named = /\.\d{4}-[^.]*Z\..*\.to\.(.*)\.db$/;
const nameless = "unnamed";

function written(release: string | null): string {
  return release === null ? nameless : encodeURIComponent(release).replaceAll("*", "%2A");
}

function readable(part: string | undefined): string | null {
  return part === undefined || part === nameless ? null : decodeURIComponent(part);
}

function lastOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** The part of node:fs that is used. It is looked up by name, so that no bundle needs it where it does not exist. */
interface FileSystem {
  openSync(path: string, flags: "r+"): number;
  fsyncSync(handle: number): void;
  closeSync(handle: number): void;
  mkdirSync(path: string, options: { recursive: true }): unknown;
  existsSync(path: string): boolean;
  readdirSync(path: string): string[];
  renameSync(from: string, to: string): void;
  rmSync(path: string, options?: { force: true }): void;
  statfsSync(path: string): { readonly bavail: number; readonly bsize: number };
}

function fileSystem(): FileSystem {
  const host = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  const found = host.process?.getBuiltinModule?.("node:fs");
  if (found === undefined) throw failed("copies need the file system of Node 20.16, or of Bun", ["update Node"]);
  return found as FileSystem;
}

function failed(message: string, help: readonly string[], cause?: unknown): StartError {
  const evidence = cause instanceof Error ? [cause.message] : [];
  return new StartError("backup", message, { evidence, help: [...help, "nothing was changed"], cause });
}
