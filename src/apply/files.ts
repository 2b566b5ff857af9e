import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname, sep } from "node:path";
import { temporary } from "./place.ts";

/** The system calls that differ on Windows, so that a test can simulate it. */
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
 * A file name is only safely on disk once its folder has been flushed. Windows cannot open folders, and journals names
 * itself; some file systems cannot flush them, and some folders are writable but not readable.
 */
export function syncFolder(folder: string, system: System = here): void {
  if (system.windows) return;
  try {
    system.sync(folder, "r");
  } catch (error) {
    if (!["EINVAL", "EBADF", "EPERM", "EACCES"].includes(codeOf(error))) throw error;
  }
}

/** What another process wrote. Windows flushes only files that are open for writing. */
export function syncFile(path: string, system: System = here): void {
  system.sync(path, "r+");
}

/**
 * A rename replaces what has that name, everywhere. On Windows it fails while somebody has that file open, and for a
 * moment after it was written that is often a virus scanner.
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
