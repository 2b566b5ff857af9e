import { type FSWatcher, readdirSync, statSync, watch } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds without another event after which a save counts as finished: editors write in several steps. */
const quiet = 15;

export interface Watch {
  /** Watches these files as well, and whatever is created beside them. */
  add(paths: Iterable<string>): void;
  /** Waits until something was saved; false if it was stopped instead. */
  next(): Promise<boolean>;
  close(): void;
}

/**
 * Watches each folder separately: an editor that saves by renaming leaves a watched file behind, and so does Node's
 * recursive watching. `counts` says which names matter.
 */
export function watchFiles(counts: (path: string) => boolean, signal: AbortSignal): Watch {
  const watchers = new Map<string, FSWatcher>();
  let saved = false;
  let wake = () => {};
  const happened = (path: string) => {
    if (isFolder(path)) tree(path);
    else if (!counts(path)) return;
    saved = true;
    wake();
  };
  const one = (folder: string) => {
    if (watchers.has(folder)) return;
    const watcher = watch(folder, (_, name) => name !== null && happened(join(folder, name)));
    watchers.set(folder, watcher);
    // A folder that disappears may come back.
    const gone = () => {
      watcher.close();
      watchers.delete(folder);
    };
    watcher.on("error", gone);
  };
  const tree = (folder: string) => {
    one(folder);
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory() && entry.name !== "node_modules") tree(join(folder, entry.name));
  };
  const stop = () => wake();
  signal.addEventListener("abort", stop);
  return {
    add(paths) {
      for (const path of paths) {
        if (isFolder(path)) tree(path);
        else if (isFolder(dirname(path))) one(dirname(path));
      }
    },
    async next() {
      while (!saved && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
      while (saved && !signal.aborted) {
        saved = false;
        await sleep(quiet);
      }
      return !signal.aborted;
    },
    close() {
      signal.removeEventListener("abort", stop);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
