import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { temporary } from "./place.ts";

/** A name in a folder is only safe on disk once the folder is. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Whole or not at all, for the owner alone, and on disk when it returns. Not for databases: see `copyPages`. */
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
