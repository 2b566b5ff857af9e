import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** How many connections may wait to be collected together, and how many do. */
let closeTogether = 1;
let waiting = 0;

/**
 * For those who open thousands of files one after the other: collecting costs ten times what everything else about a
 * small database does. A closed connection then keeps its file open, without a lock, until so many are closed.
 */
export function closeInBatches(size: number): void {
  closeTogether = size;
}

let endingSoon = false;

/** For a process that does one thing and then ends: it gives the files back faster than the collector does. */
export function leaveToTheEnd(): void {
  endingSoon = true;
}

/** For a connection that is about to be closed. `hasLog` is asked only where the answer depends on it. */
export function isTimeToCollect(hasLog: () => boolean): boolean {
  if (endingSoon && !hasLog()) return false;
  waiting += 1;
  return waiting >= closeTogether;
}

/** Gives back the files of all that was closed and is not collected yet. */
export async function collectClosed(): Promise<void> {
  waiting = 0;
  collect();
  await new Promise((resolve) => setImmediate(resolve));
}

/** Gives back the memory of what was just read and is used no more; the collector cannot see how large it is. */
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
