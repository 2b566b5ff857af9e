import { type ChildProcess, fork } from "node:child_process";
import { Socket } from "node:net";

/** In development this runs from the sources; the package is one folder of bundled files. */
const entry = new URL(import.meta.url.endsWith(".ts") ? "../cli/apply-child.ts" : "./apply-child.js", import.meta.url);

let expected: ChildProcess | null = null;

/**
 * Starts the process of an apply before its plan is known, so that it is ready by the time the plan has been read. If
 * nothing is applied after all, it exits with its parent.
 */
export function expectApply(): ChildProcess {
  if (expected !== null) return expected;
  expected = start();
  for (const each of handles(expected)) each.unref?.();
  // A failure to start is reported when the process is needed.
  expected.on("error", () => {});
  return expected;
}

/** Ends it if nothing is to be applied to a local file after all. */
export function expectNone(): void {
  if (expected?.connected) expected.disconnect();
  expected = null;
}

/** The process that was started in advance, or else a new one. */
export function theChild(): ChildProcess {
  const child = expected;
  expected = null;
  if (child === null || !child.connected) return start();
  for (const each of handles(child)) each.ref?.();
  return child;
}

/** What keeps this process alive while the child runs. */
function handles(child: ChildProcess): readonly { ref?(): unknown; unref?(): unknown }[] {
  const { channel, stderr } = child;
  return [child, ...(channel ? [channel] : []), ...(stderr instanceof Socket ? [stderr] : [])];
}

function start(): ChildProcess {
  return fork(entry, [], { stdio: ["ignore", "ignore", "pipe", "ipc"], serialization: "advanced" });
}
