import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  statfsSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { bytes } from "../words/numbers.ts";
import { type Checked, failed, fine, type Problem } from "../problem/problem.ts";

/** Where the backups and the journal of one database are kept. */
export interface BackupPlace {
  /** The folder of all of them, absolute. */
  readonly root: string;
  /** The folder of this database: a name in `root`, from `placeName`. */
  readonly name: string;
  /** The path of the journal, if it is not kept beside the backups. */
  readonly log?: string | undefined;
}

/**
 * The folder name for a database: the target's name in the configuration, or else the file's name and a hash of its
 * path, so that two files named app.db do not share a folder. Contains only characters that cannot lead out of the
 * root.
 */
export function placeName(target: { readonly name: string } | { readonly path: string }): string {
  if ("name" in target && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(target.name)) return target.name;
  const full = "name" in target ? target.name : real(target.path);
  const readable = basename(full)
    .replace(/\.(db|sqlite3?|sdb)$/i, "")
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  return `${readable || "database"}-${createHash("sha256").update(full).digest("hex").slice(0, 6)}`;
}

/** The journal of the database with this name, in a folder of journals. */
export function logIn(folder: string | null, name: string): Pick<BackupPlace, "log"> {
  return folder === null ? {} : { log: join(folder, `${name}.ndjson`) };
}

/** Without symbolic links, if it exists. */
export function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Creates the folder, accessible to the owner only, and checks that it is one. Returns its path. */
export function preparePlace({ root, name }: BackupPlace): Checked<string> {
  const folder = join(root, name);
  if (dirname(folder) !== root.replace(/(.)\/+$/, "$1")) return failed(unusable(folder, "the name leads elsewhere"));
  try {
    // The root may be a link: that is how people keep backups on another disk. Everything in it belongs to trueup.
    if (!statSync(root, { throwIfNoEntry: false })) mkdirSync(root, { recursive: true, mode: 0o700 });
    // Another run may be creating it at this moment.
    if (!lstatSync(folder, { throwIfNoEntry: false })) mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(folder);
    if (found.isSymbolicLink()) return failed(unusable(folder, "it is a symbolic link"));
    if (!found.isDirectory()) return failed(unusable(folder, "it is not a folder"));
    accessSync(folder, constants.W_OK | constants.X_OK);
    removeOld(folder);
    return fine(folder);
  } catch (error) {
    return failed(unusable(folder, systemReason(error)));
  }
}

/** Refuses before anything is started if the copy would not fit. */
export function roomFor(size: number, folder: string, label: string): Problem | null {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const needed = size + spare;
  if (free >= needed) return null;
  return {
    code: "backup-no-space",
    level: "error",
    subject: label,
    message: "there is no room for the backup",
    evidence: [`needed ${bytes(needed)}`, `free   ${bytes(free)} in ${folder}`],
    help: [
      "delete old ones, which `trueup backups` lists, or set `keep` of `backups` in the configuration",
      "or set another folder with `backups`, or with --backup DIR",
    ],
  };
}

/** Room for the manifest, the journal, and whatever else is written while the copy is made. */
const spare = 1 << 20;

export const temporary = ".tmp";

/**
 * Removes half-written files of killed runs. Only the holder of the write lock calls this. Another process may have
 * begun a backup of this database before it waits for the lock; it finds its file gone, and writes it again under the
 * lock.
 */
export function cleanLeftovers(folder: string, own: string | null = null): readonly string[] {
  const left = leftovers(folder).filter((name) => join(folder, name) !== own);
  for (const name of left) rmSync(join(folder, name), { force: true });
  return left;
}

const anHour = 3_600_000;

/** The same without a lock that keeps others out of this folder: only files that nobody has written to for an hour. */
function removeOld(folder: string): void {
  for (const name of leftovers(folder)) {
    const path = join(folder, name);
    const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (written < Date.now() - anHour) rmSync(path, { force: true });
  }
}

function leftovers(folder: string): readonly string[] {
  const files = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isFile());
  return files.map(({ name }) => name).filter((name) => name.endsWith(temporary));
}

export function unusable(folder: string, why: string): Problem {
  return {
    code: "backup-place",
    level: "error",
    subject: folder,
    message: `backups cannot be kept here: ${why}`,
    help: ["set another folder with `backups` in the configuration", "or apply without a backup: --backup none"],
  };
}

export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}
