import { sep } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** How many closed connections may wait to be collected together, and how many do. */
let closeTogether = 1;
let waiting = 0;

/**
 * For opening thousands of files one after the other: garbage collection costs ten times as much as everything else
 * about a small database. A closed connection then keeps its file open, without a lock, until that many are closed.
 */
export function closeInBatches(size: number): void {
  closeTogether = size;
}

let endingSoon = false;

/**
 * For a process that does one thing and then exits, which releases files faster than the garbage collector. Windows renames
 * and removes no file that is open, so there they are released at once.
 */
export function leaveToTheEnd(): void {
  endingSoon = sep !== "\\";
}

/** For a connection that is about to be closed. `hasLog` is called only if the result depends on it. */
export function isTimeToCollect(hasLog: () => boolean): boolean {
  if (endingSoon && !hasLog()) return false;
  waiting += 1;
  return waiting >= closeTogether;
}

/** Releases the files of all closed connections that have not been collected yet. */
export async function collectClosed(): Promise<void> {
  waiting = 0;
  collect();
  await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Releases the memory of what was just read and is no longer used; the garbage collector does not know how large it is.
 */
export function collectRead(): void {
  collect({ type: "minor" });
}

let collector: ((how: object) => void) | null = null;

function collect(how: object = {}): void {
  if (collector === null) {
    setFlagsFromString("--expose-gc");
    const gc: unknown = runInNewContext("gc");
    collector = typeof gc === "function" ? (how) => gc(how) : () => {};
  }
  collector(how);
}
