import { copyFileSync, fsyncSync, openSync, closeSync, rmSync } from "node:fs";
import { EngineError } from "../../database/connection.ts";
import { openSession } from "../../database/session.ts";
import { engineProblem } from "../../database/engine-problem.ts";
import { claimPath } from "../../apply/backups.ts";
import { renameFile, syncFolder } from "../../apply/files.ts";
import { type BackupPlace, preparePlace, roomFor, temporary } from "../../apply/place.ts";
import { unwritten } from "../file/copy.ts";
import { type Checked, failed, fine, type Problem } from "../../problem/problem.ts";
import type { Fetched } from "./copy.ts";

/** Keeps the fetched copy as a local backup: complete, on disk, and under a new name. */
export function keepCopy(fetched: Fetched, place: BackupPlace, stamp: string): Checked<string> {
  const prepared = preparePlace(place);
  if (!prepared.ok) return prepared;
  const folder = prepared.value;
  const full = roomFor(fetched.bytes, folder, folder);
  if (full) return failed(full);
  const claimed = claimPath(folder, stamp);
  if (!claimed.ok) return claimed;
  const path = claimed.value;
  const half = path + temporary;
  try {
    copyFileSync(fetched.path, half);
    const handle = openSync(half, "r+");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameFile(half, path);
    syncFolder(folder);
    return fine(path);
  } catch (error) {
    return failed(unwritten(path, error));
  } finally {
    rmSync(half, { force: true });
  }
}

/** Leaves a single file, so that the file alone is the database. */
export async function fold(path: string, label: string): Promise<Problem | null> {
  const opened = openSession(path, { label });
  if (!opened.ok) return opened.problems[0] ?? null;
  try {
    opened.value.all("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (error) {
    if (error instanceof EngineError) return engineProblem(error, label);
    throw error;
  } finally {
    await opened.value.close();
  }
  for (const end of ["-wal", "-shm", "-journal"]) rmSync(path + end, { force: true });
  return null;
}
