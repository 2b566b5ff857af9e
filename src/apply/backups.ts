import { sealDigits } from "../plan/seal.ts";
import { closeSync, existsSync, openSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { removeBackup } from "./manifest.ts";
import { readManifest } from "./read-manifest.ts";
import { type Checked, failed, fine } from "../problem/problem.ts";
import { type BackupPlace, systemReason, temporary, unusable } from "./place.ts";
import type { Keep } from "./run.ts";

/** The backups of one database, newest first. Their names begin with the time, so they sort by age. */
export function backupFiles(place: BackupPlace): readonly string[] {
  const folder = join(place.root, place.name);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => isBackupName(name))
    .sort()
    .reverse()
    .map((name) => join(folder, name));
}

/**
 * `2026-11-20T19-30-00-000Z-1a2b3c4d`: the name of a backup, here and on other machines. `mark` says what it was taken
 * before: a seal, or a word.
 */
export function stampOf(now: Date, mark: string): string {
  const short = sealDigits(mark)
    .slice(0, 8)
    .replace(/[^0-9A-Za-z]/g, "");
  return `${now.toISOString().replace(/[:.]/g, "-")}-${short || "plan"}`;
}

/** A copy of a database, the note of a place in time that is kept elsewhere, or the pages that a change wrote. */
export type BackupEnding = "db" | "bookmark" | "changes";

/** Whether a file has the name of a backup, wherever it is stored. */
function isBackupName(path: string): boolean {
  return /(?:^|[/\\])\d{4}-\d\d-\d\dT[^/\\]*\.(?:db|bookmark|changes)$/.test(path);
}

/** A name that no backup has yet. Only for the holder of the database's lock: no other process can take the name. */
export function freshPath(folder: string, stamp: string, ending: BackupEnding = "db"): string {
  for (let n = 1; ; n++) {
    const path = numbered(folder, stamp, n, ending);
    if (!existsSync(path)) return path;
  }
}

/**
 * The same without a lock: several processes may start in the same millisecond. Creating the temporary file, to which the
 * backup is then written, claims the name.
 */
export function claimPath(folder: string, stamp: string, ending: BackupEnding = "db"): Checked<string> {
  for (let n = 1; ; n++) {
    const path = numbered(folder, stamp, n, ending);
    const part = path + temporary;
    try {
      closeSync(openSync(part, "wx", 0o600));
    } catch (error) {
      if (systemReason(error) !== "EEXIST") return failed(unusable(folder, systemReason(error)));
      continue;
    }
    // With the claim, no other process can complete a backup under this name.
    if (!existsSync(path)) return fine(path);
    rmSync(part, { force: true });
  }
}

function numbered(folder: string, stamp: string, n: number, ending: BackupEnding): string {
  return join(folder, `${stamp}${n === 1 ? "" : `-${n}`}.${ending}`);
}

/** When a backup was taken, from its name. */
export function takenAt(path: string): Date | null {
  return isBackupName(path) ? timeIn(basename(path)) : null;
}

/** The same for a name that begins like `2026-11-20T19-30-00-000Z-1a2b3c4d`. */
export function timeIn(name: string): Date | null {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z-/.exec(name);
  if (!match) return null;
  const [, day, hours, minutes, seconds, milliseconds] = match;
  return new Date(`${day}T${hours}:${minutes}:${seconds}.${milliseconds}Z`);
}

/**
 * Removes the backups beyond the configured number or age, and returns them. `spared` is kept whatever its age, because
 * it undoes the last change. So is any file whose name trueup did not choose.
 */
export function prune(place: BackupPlace, keep: Keep, now: Date, spared: string | null): readonly string[] {
  const whose = databaseOf(spared);
  // Two databases share a folder if a target has had two URLs.
  const own = backupFiles(place).filter((path) => whose === null || (databaseOf(path) ?? whose) === whose);
  const taken = own.map((path) => ({ path, taken: takenAt(path) }));
  const gone = beyond(taken, keep, now).filter(({ path }) => path !== spared);
  for (const { path } of gone) removeBackup(path);
  return gone.map(({ path }) => path);
}

function databaseOf(backup: string | null): string | null {
  const read = backup === null ? null : readManifest(backup);
  return read?.ok === true ? read.value.database : null;
}

/** Which of them, newest first, are beyond the configured number or age. */
export function beyond<T extends { readonly taken: Date | null }>(
  newestFirst: readonly T[],
  keep: Keep,
  now: Date,
): readonly T[] {
  const oldest = keep.days === null ? null : now.getTime() - keep.days * 24 * 60 * 60 * 1000;
  return newestFirst.filter(({ taken }, at) => {
    if (taken === null) return false;
    return (keep.count !== null && at >= keep.count) || (oldest !== null && taken.getTime() < oldest);
  });
}
