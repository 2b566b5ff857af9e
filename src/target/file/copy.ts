import { closeSync, fsync, fsyncSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { EngineError } from "../../database/connection.ts";
import { type Copied, copyPages, sizeOf } from "../../database/copy-pages.ts";
import { openReading } from "../../database/file.ts";
import type { Session } from "../../database/session.ts";
import { stopped } from "../../database/stopped.ts";
import { type Checked, failed, fine, type Problem } from "../../problem/problem.ts";
import { type Aside, type Examined, examineAside } from "../../apply/examine.ts";
import { freshPath, stampOf } from "../../apply/backups.ts";
import { manifestPath } from "../../apply/manifest.ts";
import { renameFile } from "../../apply/files.ts";
import { cleanLeftovers, type BackupPlace, preparePlace, roomFor, systemReason, temporary } from "../../apply/place.ts";
import type { CopyHooks } from "../target.ts";
import { measureFor } from "../../apply/soundness.ts";

/**
 * A copy that has been written. It becomes a backup, under its final name, once it is on disk and has been read back
 * and verified.
 */
export interface Copy extends Copied {
  readonly path: string;
  /** Its path until it has that name. */
  readonly half: string;
  /** The result of reading it back. Reading and flushing run in the background, and are awaited here. */
  examined(): Promise<Checked<Examined>>;
  /** Whether the checksum in that is the one of its blocks. */
  readonly ofBlocks: boolean;
  /** Gives it its final name. The code that writes the note beside it flushes the folder for both. */
  settle(): void;
  /** Removes it, in whatever state it is. */
  drop(): void;
}

export interface BackupRequest {
  readonly place: BackupPlace;
  readonly now: Date;
  /** The seal, or whatever else distinguishes one backup from another. */
  readonly mark: string;
  readonly stop: () => boolean;
  /** For a restore, a damaged database is kept as it is. */
  readonly for: "apply" | "restore";
  readonly onProgress?: (bytes: number, of: number) => void;
}

/**
 * Copies the database as the session's write transaction sees it. Null if it was stopped; a half-written file never has
 * the name of a backup.
 */
export async function takeCopy(session: Session, request: BackupRequest): Promise<Checked<Copy> | null> {
  const place = preparePlace(request.place);
  if (!place.ok) return place;
  const folder = place.value;
  cleanLeftovers(folder);
  const coming = sizeOf(session.engine);
  const full = roomFor(coming.bytes, folder, session.label);
  if (full) return failed(full);

  const path = freshPath(folder, stampOf(request.now, request.mark));
  const half = path + temporary;
  let aside: Aside | null = null;
  let whole = false;
  try {
    // Exclusive: a file or link created there in the meantime is not followed.
    const handle = openSync(half, "wx", 0o600);
    try {
      const measure = request.for === "restore" ? null : measureFor(session.engine, coming.bytes);
      aside = examineAside({ path: half, copied: coming, measure });
      const { stop, onProgress } = request;
      const copying = { to: handle, stop, ...(onProgress ? { onProgress } : {}) };
      const copied = await copyPages(session.engine, copying);
      if (copied === null) return null;
      whole = true;
    } finally {
      if (!whole) closeSync(handle);
    }
    return fine(copyAt(path, half, coming, aside, flushed(handle)));
  } catch (error) {
    return failed(unwritten(path, error));
  } finally {
    if (!whole) aside?.stop();
    if (!whole) rmSync(half, { force: true });
  }
}

/** In the background: the disk is slow, and nothing has to be on it before the commit. */
export async function flushed(handle: number): Promise<void> {
  try {
    await promisify(fsync)(handle);
  } finally {
    closeSync(handle);
  }
}

function copyAt(path: string, half: string, copied: Copied, aside: Aside, flushed: Promise<void>): Copy {
  const examined = Promise.all([aside.result(), flushed]).then(
    ([result]) => result,
    (error) => failed(unwritten(path, error)),
  );
  // If nothing waits for it, its failure is ignored.
  examined.catch(() => {});
  return {
    ...copied,
    path,
    half,
    ofBlocks: false,
    examined: () => examined,
    ...settling(path, half, () => aside.stop()),
  };
}

export function settling(path: string, half: string, stop: () => void): Pick<Copy, "settle" | "drop"> {
  return {
    settle: () => renameFile(half, path),
    drop() {
      stop();
      for (const each of [half, path, manifestPath(path)]) rmSync(each, { force: true });
    },
  };
}

/** Copies a database as a read transaction sees it, if there is room to also change the copy. Blocks no one. */
export async function copyFile(
  live: string,
  folder: string,
  label: string,
  { stop, onProgress }: CopyHooks,
): Promise<Checked<string>> {
  const opened = openReading(live, { label });
  if (!opened.ok) return opened;
  const engine = opened.value;
  const path = join(folder, "copy.db");
  const handle = openSync(path, "wx", 0o600);
  try {
    engine.exec("BEGIN");
    const full = roomFor(sizeOf(engine).bytes * 2, folder, label);
    if (full) return failed(full);
    const copied = await copyPages(engine, { to: handle, stop: () => stop.aborted, onProgress });
    if (copied === null) return failed(stopped(label));
    fsyncSync(handle);
    return fine(path);
  } catch (error) {
    return failed(unwritten(path, error));
  } finally {
    closeSync(handle);
    await engine.close();
  }
}

/** The problem for an error of the system or of SQLite; anything else is a bug and is rethrown. */
export function unwritten(path: string, error: unknown): Problem {
  if (!(error instanceof Error)) throw error;
  const known = error instanceof EngineError || "code" in error;
  if (!known) throw error;
  return {
    code: "backup-failed",
    level: "error",
    subject: path,
    message: "the backup could not be written",
    evidence: [
      error instanceof EngineError
        ? `SQLite: ${error.message} (${error.code})`
        : `the system says ${systemReason(error)}`,
    ],
    help: ["nothing was changed; free some space, or set another folder with `backups` in the configuration"],
  };
}
