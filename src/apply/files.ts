import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { temporary } from "./place.ts";

/** A file name is only safely on disk once its folder has been flushed. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
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
  renameSync(path + temporary, path);
  syncFolder(dirname(path));
}
