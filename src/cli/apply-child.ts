import { changeHere } from "../target/file/transaction.ts";
import type { FromChild, ToChild } from "../target/file/change.ts";
import { leaveToTheEnd } from "../database/collect.ts";

/** The process that `changeFile` starts: one apply, told over the channel, and over when that is. */

let stopped = false;
// One apply and it ends: the process gives the files back faster than the collector does.
leaveToTheEnd();

// A terminal sends its signals to the whole group. What they mean is for the parent to say: it knows whether this is
// the first one. When the parent is gone, nobody can be told anything any more, and nothing is committed.
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
  // Disconnecting lets the process end once everything said has gone out.
  if (process.connected) process.disconnect();
}

function say(message: FromChild): void {
  if (process.connected) process.send?.(message, () => {});
}
