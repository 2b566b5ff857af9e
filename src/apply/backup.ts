import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { EngineError } from "../database/connection.ts";
import { type Copied, copyPages } from "../database/copy-pages.ts";
import { Engine } from "../database/engine.ts";
import { fileUri } from "../database/file.ts";
import type { Session } from "../database/session.ts";
import { type Checked, failed, fine, type Problem } from "../problem/problem.ts";
import { syncFolder } from "./files.ts";
import { cleanLeftovers, type Place, preparePlace, roomFor, said, temporary } from "./place.ts";
import { type Soundness, soundness } from "./soundness.ts";

export interface Taken extends Copied {
  readonly path: string;
  /** What the check of the reopened copy found, which holds for the database as well: they are the same bytes. */
  readonly found: Soundness | null;
}

export interface BackupRequest {
  readonly place: Place;
  readonly now: Date;
  /** The beginning of the seal, or what else tells one backup from another. */
  readonly mark: string;
  readonly stop: () => boolean;
  /** For a restore a damaged database is kept as it is, and what it holds is compared. */
  readonly for: "apply" | "restore";
  readonly onProgress?: (bytes: number, of: number) => void;
}

/**
 * Copies the database as the session's write transaction sees it, and does not return before the copy is on disk,
 * was opened again and checked. Null when it was stopped; a half-written file is never left under a backup's name.
 */
export async function takeBackup(session: Session, request: BackupRequest): Promise<Checked<Taken> | null> {
  const place = preparePlace(request.place);
  if (!place.ok) return place;
  const folder = place.value;
  cleanLeftovers(folder);
  const bytes = session.number("PRAGMA page_count") * session.number("PRAGMA page_size");
  const full = roomFor(bytes, folder, session.label);
  if (full) return failed(full);

  const path = freshPath(folder, request);
  const half = path + temporary;
  try {
    const copied = await write(session, half, request);
    if (copied === null) return null;
    const found = request.for === "restore" ? fine(null) : await reopened(half, copied);
    if (!found.ok) return found;
    renameSync(half, path);
    syncFolder(folder);
    return fine({ ...copied, path, found: found.value });
  } catch (error) {
    return failed(unwritten(path, error));
  } finally {
    rmSync(half, { force: true });
  }
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
    const copied = await copyPages(session.engine, {
      to: handle,
      stop,
      content: request.for === "restore",
      ...(onProgress ? { onProgress } : {}),
    });
    fsyncSync(handle);
    return copied;
  } finally {
    closeSync(handle);
  }
}

async function reopened(path: string, copied: Copied): Promise<Checked<Soundness>> {
  const engine = new Engine(`${fileUri(path, "ro")}&immutable=1`);
  try {
    const found = soundness(engine);
    const pages = Number(engine.all("PRAGMA page_count")[0]?.[0]);
    const size = statSync(path).size;
    if (size === copied.bytes && pages === copied.pages) return fine(found);
    return failed(unsound(path, [`written ${copied.bytes} bytes, ${copied.pages} pages`, `read ${size}, ${pages}`]));
  } catch (error) {
    if (error instanceof EngineError) return failed(unsound(path, [`SQLite: ${error.message}`]));
    throw error;
  } finally {
    await engine.close();
  }
}

function unsound(path: string, evidence: readonly string[]): Problem {
  return {
    code: "backup-unsound",
    level: "error",
    subject: path,
    message: "the backup was written, and does not open cleanly",
    evidence,
    help: ["check the disk; nothing was changed"],
  };
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
