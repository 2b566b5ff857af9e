import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname, sep } from "node:path";
import { temporary } from "./place.ts";

/** The calls to the system that differ on Windows, so that a test can be Windows. */
export interface System {
  readonly windows: boolean;
  sync(path: string, how: "r" | "r+"): void;
  rename(from: string, to: string): void;
  wait(milliseconds: number): void;
}

const here: System = {
  windows: sep === "\\",
  sync(path, how) {
    const handle = openSync(path, how);
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  },
  rename: renameSync,
  wait: (milliseconds) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds),
};

/**
 * A file name is only safely on disk once its folder has been flushed. Windows opens no folder, and keeps a log of names; some
 * file systems flush none, and some folders may be written and not read.
 */
export function syncFolder(folder: string, system: System = here): void {
  if (system.windows) return;
  try {
    system.sync(folder, "r");
  } catch (error) {
    if (!["EINVAL", "EBADF", "EPERM", "EACCES"].includes(codeOf(error))) throw error;
  }
}

/** What another process wrote. Windows flushes only what is open for writing. */
export function syncFile(path: string, system: System = here): void {
  system.sync(path, "r+");
}

/**
 * A rename replaces what has that name, everywhere. On Windows a file that somebody has open is in the way, and for a moment
 * after it was written that is often a virus scanner.
 */
export function renameFile(from: string, to: string, system: System = here): void {
  for (let tries = 1; ; tries += 1) {
    try {
      system.rename(from, to);
      return;
    } catch (error) {
      if (!system.windows || tries === 20 || !["EPERM", "EACCES", "EBUSY"].includes(codeOf(error))) throw error;
      system.wait(50);
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/**
 * Writes all or nothing, readable by the owner only, and on disk when it returns. Not for databases: see `copyPages`.
 */
export function writeWhole(path: string, text: string): void {
  const handle = openSync(path + temporary, "w", 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameFile(path + temporary, path);
  syncFolder(dirname(path));
}
