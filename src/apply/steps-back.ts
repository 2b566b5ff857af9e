import { basename } from "node:path";
import type { Manifest } from "./manifest.ts";

/** A backup and its note. */
export interface Noted {
  readonly path: string;
  readonly manifest: Manifest;
}

/** What the next undo and the next redo restore; null if there is none. */
export interface StepsBack {
  readonly undo: Noted | null;
  readonly redo: Noted | null;
}

/**
 * Where a database is among its own backups, oldest first. A change adds a backup that undoes it. An undo removes that
 * backup and everything after it from the history, and the backup that the undo makes brings them back. A new change
 * discards what could be redone.
 */
export function stepsBack(backups: readonly Noted[]): StepsBack {
  const done: Noted[] = [];
  const undone: { readonly aside: Noted; readonly changes: readonly Noted[] }[] = [];
  for (const each of backups) {
    const { before, put } = each.manifest;
    if (before === "apply") {
      done.push(each);
      undone.length = 0;
      continue;
    }
    const at = done.findIndex(({ path }) => basename(path) === put);
    if (at >= 0) {
      undone.push({ aside: each, changes: done.splice(at) });
      continue;
    }
    const again = undone.findIndex(({ aside }) => basename(aside.path) === put);
    if (again >= 0) for (const { changes } of undone.splice(again).reverse()) done.push(...changes);
  }
  return { undo: done.at(-1) ?? null, redo: undone.at(-1)?.aside ?? null };
}
