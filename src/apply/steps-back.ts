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
  const undone: Undone[] = [];
  for (const [nth, each] of backups.entries()) {
    const { before, put } = each.manifest;
    const next = backups[nth + 1]?.manifest;
    if (next !== undefined && wasNotMade(each.manifest, next)) continue;
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
    else if (put !== undefined) ofPruned(each, put, done, undone);
  }
  return { undo: done.at(-1) ?? null, redo: undone.at(-1)?.aside ?? null };
}

interface Undone {
  readonly aside: Noted;
  readonly changes: readonly Noted[];
}

/** A restore of a backup that is no longer kept. Names begin with the time, so they tell what came after it. */
function ofPruned(each: Noted, put: string, done: Noted[], undone: Undone[]): void {
  const since = (of: readonly Noted[]) => {
    const at = of.findIndex(({ path }) => basename(path) > put);
    return at < 0 ? of.length : at;
  };
  const { step } = each.manifest;
  if (step === "undo") undone.push({ aside: each, changes: done.splice(since(done)) });
  if (step !== "redo") return;
  // What it did again is undone as a whole.
  undone.splice(since(undone.map(({ aside }) => aside)));
  done.push(each);
}

/** What is known of a database at some moment. */
type Found = Pick<Manifest, "fingerprint"> & Partial<Pick<Manifest, "sha256" | "blocks">>;

/**
 * Whether a note is of a change that was never committed. It is written before the commit; if the process was killed in
 * between, whatever came next found the database as it was, or at least with the schema that it had.
 */
export function wasNotMade({ fingerprint, sha256, blocks, after, plan }: Manifest, found: Found): boolean {
  if (found.sha256 === sha256 && found.blocks === blocks) return true;
  const reached = after?.fingerprint ?? plan?.target ?? null;
  const known = [fingerprint, reached].every((each) => each !== null && each !== "unknown");
  return known && found.fingerprint === fingerprint && reached !== fingerprint;
}
