import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { EngineError } from "../database/connection.ts";
import { type Copied, copyPages } from "../database/copy-pages.ts";
import type { Session } from "../database/session.ts";
import { type Checked, failed, fine, type Problem } from "../problem/problem.ts";
import { type Aside, type Examined, examineAside } from "./examine.ts";
import { manifestPath } from "./manifest.ts";
import { cleanLeftovers, type Place, preparePlace, roomFor, said, temporary } from "./place.ts";
import { measureFor } from "./soundness.ts";

/** A copy that is on the disk. It becomes a backup, under its own name, when it was read again and found good. */
export interface Copy extends Copied {
  readonly path: string;
  /** Where it lies until it has that name. */
  readonly half: string;
  /** What reading it again found. That goes on beside whatever is done meanwhile, and is waited for here. */
  examined(): Promise<Checked<Examined>>;
  /** Gives it its name. Whoever writes the note beside it flushes the folder for both. */
  settle(): void;
  /** Takes it away again, whatever it is by then. */
  drop(): void;
}

export interface BackupRequest {
  readonly place: Place;
  readonly now: Date;
  /** The beginning of the seal, or what else tells one backup from another. */
  readonly mark: string;
  readonly stop: () => boolean;
  /** For a restore a damaged database is kept as it is. */
  readonly for: "apply" | "restore";
  readonly onProgress?: (bytes: number, of: number) => void;
}

/**
 * Copies the database as the session's write transaction sees it, and does not return before the copy is on disk.
 * Null when it was stopped; a half-written file is never left under a backup's name.
 */
export async function takeCopy(session: Session, request: BackupRequest): Promise<Checked<Copy> | null> {
  const place = preparePlace(request.place);
  if (!place.ok) return place;
  const folder = place.value;
  cleanLeftovers(folder);
  const bytes = session.number("PRAGMA page_count") * session.number("PRAGMA page_size");
  const full = roomFor(bytes, folder, session.label);
  if (full) return failed(full);

  const path = freshPath(folder, request);
  const half = path + temporary;
  let whole = false;
  try {
    const copied = await write(session, half, request);
    whole = copied !== null;
    if (copied === null) return null;
    const measure = request.for === "restore" ? null : measureFor(bytes);
    return fine(copyAt(path, half, copied, examineAside({ path: half, copied, measure })));
  } catch (error) {
    return failed(unwritten(path, error));
  } finally {
    if (!whole) rmSync(half, { force: true });
  }
}

function copyAt(path: string, half: string, copied: Copied, aside: Aside): Copy {
  return {
    ...copied,
    path,
    half,
    async examined() {
      try {
        return await aside.result;
      } catch (error) {
        return failed(unwritten(path, error));
      }
    },
    settle: () => renameSync(half, path),
    drop() {
      aside.stop();
      for (const each of [half, path, manifestPath(path)]) rmSync(each, { force: true });
    },
  };
}

function freshPath(folder: string, { now, mark }: BackupRequest): string {
  const name = `${now.toISOString().replace(/[:.]/g, "-")}-${mark}`;
  for (let n = 1; ; n++) {
    const path = join(folder, `${name}${n === 1 ? "" : `-${n}`}.db`);
    if (!existsSync(path)) return path;
  }
}

async function write(session: Session, path: string, request: BackupRequest): Promise<Copied | null> {
  const { stop, onProgress } = request;
  // Exclusive: a file or a link that somebody put there in the meantime is not followed.
  const handle = openSync(path, "wx", 0o600);
  try {
    const copied = await copyPages(session.engine, { to: handle, stop, ...(onProgress ? { onProgress } : {}) });
    fsyncSync(handle);
    return copied;
  } finally {
    closeSync(handle);
  }
}

/** The problem behind an error of the system or of SQLite; anything else is a bug, and thrown on. */
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
      error instanceof EngineError ? `SQLite: ${error.message} (${error.code})` : `the system says ${said(error)}`,
    ],
    help: ["nothing was changed; free space or set another folder with `backups` in the config"],
  };
}
