import { readFileSync, writeSync } from "node:fs";
import { leaveToTheEnd } from "../../src/database/collect.ts";
import { changeHere } from "../../src/target/file/transaction.ts";
import { type FileRestore, putBackFile } from "../../src/target/file/put-back.ts";
import type { ApplyRequest } from "../../src/apply/run.ts";

/**
 * A process that applies a plan, or restores a backup (`RESTORE=1`), for faults to happen to. `KILL_AT=n` ends it as
 * kill -9 would, at its n-th event: before and after each statement, inside the backup, around the commit. `OTHER=pid`
 * ends a neighbour at the first step, when the lock keeps it out, so that nothing is written after the change. Each
 * event is a line on stdout.
 */
leaveToTheEnd();
const asked: unknown = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const killAt = Number(process.env.KILL_AT ?? 0);
let other = Number(process.env.OTHER ?? 0);
let events = 0;

const said = (line: unknown) => writeSync(1, `${JSON.stringify(line)}\n`);

const now = () => new Date();
const onEvent = (event: { readonly kind: string }) => {
  events++;
  if (event.kind !== "backup-progress") said(event);
  if (event.kind === "step-started" && other > 0) {
    process.kill(other, "SIGKILL");
    other = 0;
  }
  if (events === killAt) process.kill(process.pid, "SIGKILL");
};

function restore(): ReturnType<typeof putBackFile> {
  said({ kind: "started" });
  const never = new AbortController().signal;
  return putBackFile(asked as FileRestore, { onEvent, now, stop: never, kill: never });
}

void (process.env.RESTORE ? restore() : changeHere(asked as ApplyRequest, { onEvent, now, stop: () => false })).then(
  (outcome) => said({ kind: "outcome", outcome }),
);
