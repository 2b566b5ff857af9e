import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bodyOf, openBody, writeBody } from "./entry-file.ts";
import { basesOf, type Line, type Lines, linesIn, linesToWrite } from "./lines.ts";

/** Incremented whenever the stored format changes. */
const format = 10;
/** How many entries one folder keeps: enough for several branches. */
const kept = 30;

/**
 * Results of earlier reads, keyed by the content they were read from. Nothing depends on it: an entry that is damaged,
 * of another version or of another file is ignored, and a folder that cannot be written only costs time.
 */
export interface Cache {
  /** The stored value, or null. */
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  /**
   * The same as lines of JSON, of which only those are parsed that are needed. Declarations and databases, before and
   * after an edit, have most lines in common: these are written and read once.
   */
  lines(key: string): readonly Line[] | null;
  setLines(key: string, lines: readonly Line[]): void;
}

/** The folder and the entry whose lines were read or written last, in this process. */
let latest: { readonly folder: string; readonly entry: Lines } | null = null;

export function openCache(folder: string | null): Cache {
  if (folder === null) return { get: () => null, set: () => {}, lines: () => null, setLines: () => {} };
  return {
    get: (key) => {
      const body = bodyOf(fileOf(folder, key));
      return body === null ? null : JSON.parse(body.toString());
    },
    set: (key, value) => write(folder, key, [JSON.stringify(value)]),
    lines: (key) => {
      const entry = readLines(folder, key);
      if (entry !== null) latest = { folder, entry };
      return entry?.lines ?? null;
    },
    setLines: (key, lines) => {
      const like = latest?.folder === folder && renewed(folder, latest.entry) ? latest.entry : null;
      const { entry, written } = linesToWrite(key, lines, like);
      latest = { folder, entry };
      write(folder, key, written);
    },
  };
}

function fileOf(folder: string, key: string): string {
  return join(folder, `${key}.json`);
}

/** `above` are the entries that need it: of two processes that write at once, each may have taken the other's for its base. */
function readLines(folder: string, key: string, above: readonly string[] = []): Lines | null {
  if (above.includes(key)) return null;
  const held = latest?.folder === folder ? [latest.entry, ...basesOf(latest.entry)] : [];
  const known = held.find((entry) => entry.key === key);
  const file = fileOf(folder, key);
  if (known !== undefined && existsSync(file)) return known;
  const body = openBody(file);
  return body === null ? null : linesIn(key, body, (base) => readLines(folder, base, [...above, key]));
}

/** Counts an entry and what it needs as new, because a new one will need them. False if one of them is gone. */
function renewed(folder: string, entry: Lines): boolean {
  const now = new Date();
  try {
    for (const { key } of [entry, ...basesOf(entry)]) utimesSync(fileOf(folder, key), now, now);
    return true;
  } catch {
    return false;
  }
}

function write(folder: string, key: string, lines: readonly string[]): void {
  const temporary = join(folder, `.${key.slice(0, 16)}-${randomBytes(6).toString("hex")}`);
  try {
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
    const file = openSync(temporary, "wx");
    try {
      writeBody(file, lines);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, fileOf(folder, key));
    prune(folder);
  } catch {
    discard(temporary);
  }
}

/** A key for the content of these parts, as read by this version of trueup. */
export function cacheKey(...parts: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify([format, build()]));
  for (const part of parts) hash.update(`\n${part.length}\n`).update(part);
  return hash.digest("hex");
}

/**
 * Identifies this build: its version and the file with this code, because a rebuild without a new version, as in
 * development, may read differently, too. The name of a bundled file contains a hash of everything that it loads, so it
 * is the same on every machine. A file without a hash, as in the tests, is identified by its size and its time.
 */
function build(): string {
  try {
    const file = fileURLToPath(import.meta.url);
    const { size, mtimeMs } = statSync(file);
    const hashed = /-[0-9A-Z]{8}\.js$/.exec(file)?.[0];
    return `${readFileSync(new URL("../../package.json", import.meta.url), "utf8")} ${hashed ?? `${size} ${mtimeMs}`}`;
  } catch {
    return "";
  }
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // The folder is not a folder: nothing was written there.
  }
}

/** Keeps the newest entries, and removes half-written files of killed runs. */
function prune(folder: string): void {
  const names = readdirSync(folder);
  // Most often there are few.
  if (names.length <= kept && !names.some((name) => name.startsWith("."))) return;
  const entries = names.map((name) => ({ name, path: join(folder, name) }));
  const dated = entries.flatMap((entry) => {
    const stat = statSync(entry.path, { throwIfNoEntry: false });
    return stat?.isFile() === true ? [{ ...entry, time: stat.mtimeMs }] : [];
  });
  const hourAgo = Date.now() - 3_600_000;
  for (const { name, path, time } of dated)
    if (/^\.[0-9a-f]{16}-[0-9a-f]{12}$/.test(name) && time < hourAgo) rmSync(path, { force: true });
  const old = dated.filter(({ name }) => /^[0-9a-f]{64}\.json$/.test(name)).toSorted((a, b) => b.time - a.time);
  for (const { path } of old.slice(kept)) rmSync(path, { force: true });
}
