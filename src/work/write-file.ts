import { randomUUID } from "node:crypto";
import { chmodSync, chownSync, mkdirSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { renameFile } from "../apply/files.ts";

/**
 * Writes all or nothing: if the disk is full, the old content is still there, not an empty file. A link stays a link,
 * and the file keeps its owner and permissions. Anything other than a file (`/dev/stdout`, a pipe) is written to
 * directly.
 */
export function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const old = statSync(path, { throwIfNoEntry: false });
  const real = old === undefined ? path : realpathSync(path);
  const into = old === undefined || old.isFile() ? `${real}.${randomUUID()}.tmp` : real;
  try {
    writeFileSync(into, text);
    if (into === real) return;
    if (old !== undefined) keepOwner(into, old);
    renameFile(into, real);
  } catch (error) {
    if (into !== real) rmSync(into, { force: true });
    // Node's error names no file if writing, rather than opening, fails.
    throw error instanceof Error ? Object.assign(error, { path }) : error;
  }
}

function keepOwner(path: string, { uid, gid, mode }: { uid: number; gid: number; mode: number }): void {
  const made = statSync(path);
  try {
    if (made.uid !== uid || made.gid !== gid) chownSync(path, uid, gid);
  } catch {
    // Only root can give a file away. Otherwise the last writer owns it, as with git.
  }
  if (made.mode !== mode) chmodSync(path, mode & 0o7777);
}
