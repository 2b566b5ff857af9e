import { changeHere } from "../target/file/transaction.ts";
import type { FromChild, ToChild } from "../target/file/change.ts";
import { leaveToTheEnd } from "../database/collect.ts";

/**
 * The process that `changeFile` starts: runs one apply, reports over the channel, and exits when the channel closes.
 */

let stopped = false;
// Exits after one apply: the process releases the files faster than the garbage collector does.
leaveToTheEnd();

// A terminal sends its signals to the whole process group. The parent decides what they mean: it knows whether this is
// the first one. If the parent is gone, no one can be informed, and nothing is committed.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
process.on("disconnect", () => {
  stopped = true;
});

process.on("message", (message: ToChild) => {
  if (message.kind === "stop") stopped = true;
  else void carryOut(message);
});

async function carryOut({ request }: Extract<ToChild, { kind: "run" }>): Promise<void> {
  try {
    const outcome = await changeHere(request, {
      onEvent: (event) => say({ kind: "event", event }),
      stop: () => stopped,
      now: () => new Date(),
    });
    say({ kind: "outcome", outcome });
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    say({ kind: "bug", message, stack: stack ?? message });
  }
  // After disconnecting, the process exits once all messages have been sent.
  if (process.connected) process.disconnect();
}

function say(message: FromChild): void {
  if (process.connected) process.send?.(message, () => {});
}
