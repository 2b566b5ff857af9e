import { changeHere } from "../target/file/transaction.ts";
import type { FromChild, LookedAt, ToChild } from "../target/file/change.ts";
import { readSchema } from "../apply/base.ts";
import { leaveToTheEnd } from "../database/collect.ts";
import { openFile } from "../database/file.ts";
import type { Schema } from "../model/schema.ts";

/**
 * The process that `changeFile` starts: runs one apply, reports over the channel, and exits when the channel closes.
 */

let stopped = false;
/** What was read of schemas, by their stored text. */
const known = new Map<string, Schema>();
let looked = Promise.resolve();

// A terminal sends its signals to the whole process group. The parent decides what they mean: it knows whether this is
// the first one. If the parent is gone, no one can be informed, and nothing is committed.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
process.on("disconnect", () => {
  stopped = true;
});

process.on("message", (message: ToChild) => {
  if (message.kind === "stop") stopped = true;
  else if (message.kind === "look") looked = looked.then(() => look(message.at));
  else void looked.then(() => carryOut(message));
});

/** Whatever is wrong with the database is reported by the change. */
async function look({ path, label, encryptionKey, beside }: LookedAt): Promise<void> {
  const opened = await openFile(path, { label, timeout: 0, ...(encryptionKey === null ? {} : { encryptionKey }) });
  if (!opened.ok) return;
  try {
    await opened.value.snapshot((snapshot) => readSchema(snapshot, beside, known));
  } catch {
    return;
  } finally {
    await opened.value.close();
  }
}

async function carryOut({ request }: Extract<ToChild, { kind: "run" }>): Promise<void> {
  // Exits after this: the process releases the files faster than the garbage collector does.
  leaveToTheEnd();
  try {
    const outcome = await changeHere(request, {
      known,
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
