import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Raised whenever what is stored changes its form. */
const format = 1;
/** Entries kept in one folder: some branches' worth. */
const kept = 30;

/**
 * What was read earlier, by the content it was read from. Nothing depends on it: an entry that is damaged, of another
 * version or of another file is as good as none, and a folder that cannot be written costs time alone.
 */
export interface Cache {
  /** The stored value, if there is one; null otherwise. */
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

export function openCache(folder: string | null): Cache {
  if (folder === null) return { get: () => null, set: () => {} };
  return {
    get: (key) => {
      try {
        const text = readFileSync(join(folder, `${key}.json`), "utf8");
        const end = text.indexOf("\n");
        if (text.slice(0, end) !== sealOf(text.slice(end + 1))) return null;
        return JSON.parse(text.slice(end + 1));
      } catch {
        return null;
      }
    },
    set: (key, value) => {
      const temporary = join(folder, `.${key.slice(0, 16)}-${randomBytes(6).toString("hex")}`);
      try {
        mkdirSync(folder, { recursive: true });
        const body = JSON.stringify(value);
        writeFileSync(temporary, `${sealOf(body)}\n${body}`);
        renameSync(temporary, join(folder, `${key}.json`));
        prune(folder);
      } catch {
        discard(temporary);
      }
    },
  };
}

/** A key for what these parts say, as this very version of the tool reads them. */
export function cacheKey(...parts: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify([format, build()]));
  for (const part of parts) hash.update(`\n${part.length}\n`).update(part);
  return hash.digest("hex");
}

/**
 * Which build this is: its version, and the file that holds this code, since a build that was made again without a new
 * version, as in development, reads differently too.
 */
function build(): string {
  try {
    const { size, mtimeMs } = statSync(fileURLToPath(import.meta.url));
    return `${readFileSync(new URL("../../package.json", import.meta.url), "utf8")} ${size} ${mtimeMs}`;
  } catch {
    return "";
  }
}

function sealOf(body: string): string {
  return createHash("sha1").update(body).digest("hex");
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // The folder is no folder: nothing was written there.
  }
}

/** Keeps the newest entries, and takes away what a killed run left half written. */
function prune(folder: string): void {
  const entries = readdirSync(folder).map((name) => ({ name, path: join(folder, name) }));
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
