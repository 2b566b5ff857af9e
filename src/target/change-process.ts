import { type ChildProcess, fork } from "node:child_process";
import { Socket } from "node:net";

/** The dev loop runs from the sources; the package from one folder of bundled files. */
const entry = new URL(import.meta.url.endsWith(".ts") ? "../cli/apply-child.ts" : "./apply-child.js", import.meta.url);

let expected: ChildProcess | null = null;

/**
 * Starts the process of an apply before it is known what it shall do: it gets ready while that is read. Nobody waits for
 * it, and where nothing is applied after all it ends with the one that started it.
 */
export function expectApply(): void {
  if (expected !== null) return;
  expected = start();
  for (const each of handles(expected)) each.unref?.();
  // Whether it could be started is asked when it is needed.
  expected.on("error", () => {});
}

/** Where it turns out that nothing is to be applied to a file here. */
export function expectNone(): void {
  if (expected?.connected) expected.disconnect();
  expected = null;
}

/** The one that was expected, or else a new one. */
export function theChild(): ChildProcess {
  const child = expected;
  expected = null;
  if (child === null || !child.connected) return start();
  for (const each of handles(child)) each.ref?.();
  return child;
}

/** What keeps this process from ending while the child lives. */
function handles(child: ChildProcess): readonly { ref?(): unknown; unref?(): unknown }[] {
  const { channel, stderr } = child;
  return [child, ...(channel ? [channel] : []), ...(stderr instanceof Socket ? [stderr] : [])];
}

function start(): ChildProcess {
  return fork(entry, [], { stdio: ["ignore", "ignore", "pipe", "ipc"], serialization: "advanced" });
}
