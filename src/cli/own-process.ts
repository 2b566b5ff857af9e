import { whileBusy } from "../database/busy.ts";
import { leaveToTheEnd } from "../database/collect.ts";
import { exits } from "./exit-codes.ts";
import type { Stopping, Surroundings } from "./shell.ts";

/** A command in a process of its own: its streams, and the signals that stop it. */
export function ownProcess(): Surroundings {
  return {
    cwd: process.cwd(),
    env: process.env,
    input: process.stdin,
    output: process.stdout,
    messages: process.stderr,
    begin(command) {
      withoutReaders(command);
      if (command === "drift") leaveToTheEnd();
      return signals(command);
    },
  };
}

/** Commands that have something to roll back or to clean up. */
const careful = ["apply", "run", "undo", "redo", "restore", "rehearse", "dev", "reset"];

/**
 * `trueup … | head` closes the pipe early: that is not a failure. If the disk is full, it is. Neither is a reason to
 * abort a change.
 */
function withoutReaders(command: string): void {
  if (careful.includes(command)) {
    process.stdout.on("error", () => {});
    process.stderr.on("error", () => {});
    return;
  }
  process.stderr.on("error", () => process.exit(process.exitCode ?? 0));
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
    process.stderr.write(`error: the output cannot be written: ${error.message}\n`);
    process.exit(exits.failed);
  });
}

/** Milliseconds that any other command has to close what it reads. */
const closing = 500;

/**
 * The first signal asks the running work to roll back, the second kills it, and the third ends this process at once. A
 * command that only reads is asked to stop as well, so that it leaves nothing behind, but it is not waited for.
 */
function signals(command: string): Stopping {
  const stop = new AbortController();
  const kill = new AbortController();
  const asked = (): void => {
    const patient = careful.includes(command);
    if (kill.signal.aborted || (stop.signal.aborted && !patient)) process.exit(exits.interrupted);
    if (!patient) setTimeout(() => process.exit(exits.interrupted), closing).unref();
    if (stop.signal.aborted) kill.abort();
    else stop.abort();
  };
  const listen = (on: boolean): void => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process[on ? "on" : "off"](signal, asked);
  };
  listen(true);
  if (!careful.includes(command)) letSignalsEnd(listen, () => stop.signal.aborted);
  return { signal: stop.signal, killed: kill.signal };
}

/** A busy thread hears no signal: without a handler it ends the process. One that came before is heard first. */
function letSignalsEnd(listen: (on: boolean) => void, stopped: () => boolean): void {
  let depth = 0;
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  whileBusy(async (work) => {
    await turn();
    await turn();
    if (stopped()) process.exit(exits.interrupted);
    if (depth === 0) listen(false);
    depth += 1;
    try {
      return await work();
    } finally {
      depth -= 1;
      if (depth === 0) listen(true);
    }
  });
}
