import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
} from "node:fs";
import { basename, join } from "node:path";
import type { Problem } from "../problem/problem.ts";
import { type Manifest, manifestPath } from "./manifest.ts";
import type { Place } from "./place.ts";
import type { Keep } from "./run.ts";

/** The backups of one database, newest first. Their names begin with the time, so names sort as they were taken. */
export function backupFiles(place: Place): readonly string[] {
  const folder = join(place.root, place.name);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\d{4}-\d\d-\d\dT.*\.db$/.test(name))
    .sort()
    .reverse()
    .map((name) => join(folder, name));
}

/** When a backup was taken, from its name. */
export function takenAt(path: string): Date | null {
  return path.endsWith(".db") ? timeIn(basename(path)) : null;
}

/** Of a name that begins like `2026-11-20T19-30-00-000Z-1a2b3c4d`. */
export function timeIn(name: string): Date | null {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z-/.exec(name);
  if (!match) return null;
  const [, day, hours, minutes, seconds, milliseconds] = match;
  return new Date(`${day}T${hours}:${minutes}:${seconds}.${milliseconds}Z`);
}

/**
 * Removes what is beyond the number or the age that is kept, and returns it. `spared` stays whatever its age: it is
 * the one that undoes the last change. So does anything whose name trueup did not choose.
 */
export function prune(place: Place, keep: Keep, now: Date, spared: string | null): readonly string[] {
  const taken = backupFiles(place).map((path) => ({ path, taken: takenAt(path) }));
  const gone = beyond(taken, keep, now).filter(({ path }) => path !== spared);
  for (const { path } of gone) {
    rmSync(path, { force: true });
    rmSync(manifestPath(path), { force: true });
  }
  return gone.map(({ path }) => path);
}

/** Which of them, newest first, are beyond the number or the age that is kept. */
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

/** Says what is wrong with a backup's file, by the size and the checksum it had when it was written. */
export function verifyBackup(path: string, manifest: Manifest): Problem | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) {
    return {
      code: "backup-unknown",
      level: "error",
      subject: path,
      message: "there is no such backup",
      help: ["trueup backups"],
    };
  }
  const evidence = !stats.isFile()
    ? ["it is not a plain file"]
    : stats.size !== manifest.bytes
      ? [`written ${manifest.bytes} bytes`, `found   ${stats.size} bytes`]
      : hashOf(path) !== manifest.sha256
        ? ["the checksum is another one"]
        : [];
  if (evidence.length === 0) return null;
  return {
    code: "backup-damaged",
    level: "error",
    subject: path,
    message: "the backup is not what was written",
    evidence,
    help: ["nothing was changed; trueup backups lists the others"],
  };
}

/** The checksum of a file that no connection of this process has open: closing it would drop that connection's locks. */
export function hashOf(path: string): string {
  const hash = createHash("sha256");
  const handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const buffer = Buffer.allocUnsafe(Math.max(1, Math.min(1 << 20, fstatSync(handle).size)));
    for (let at = 0; ; ) {
      const read = readSync(handle, buffer, 0, buffer.length, at);
      if (read === 0) return hash.digest("hex");
      hash.update(buffer.subarray(0, read));
      at += read;
    }
  } finally {
    closeSync(handle);
  }
}
