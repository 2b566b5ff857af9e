import { EngineError } from "../../database/connection.ts";
import { isAbsent } from "../../database/file.ts";
import { engines } from "../../plan/engines.ts";
import { openSession } from "../../database/session.ts";
import { engineProblem } from "../../database/engine-problem.ts";
import type { Schema } from "../../model/schema.ts";
import { guard } from "../../apply/allowed.ts";
import { type Ahead, LookAgain, lookAhead } from "./ahead.ts";
import { type Copy, takeCopy } from "./copy.ts";
import { atBase } from "../../apply/base.ts";
import { plansOf, endsOf } from "../../apply/chain.ts";
import type { ApplyEvent, ApplyOutcome } from "../../apply/events.ts";
import { allChanged } from "./all-changed.ts";
import { createWhole } from "./create.ts";
import { commit, dataVersion, leftBehind, noteAfterCommit, settleBackup, sumOf, type Taken, undoOf } from "./finish.ts";
import { LookFirst, lookBefore, readAgain } from "./look-before.ts";
import {
  type ApplyHooks,
  type ApplyRequest,
  Ended,
  failedWith,
  requireLock,
  interrupted,
  pause,
  type Run,
} from "../../apply/run.ts";
import { tryAhead } from "./try-ahead.ts";
import { removeBackup } from "../../apply/manifest.ts";
import { appendToJournal, journalEntry } from "../../apply/journal-entry.ts";

/**
 * Runs a plan on a database file: one transaction, with a backup before it, verified before its commit. Whatever goes
 * wrong, at whatever moment, leaves either the old database or the new one. Blocks the thread while a statement runs:
 * see `change.ts` for a run that can be watched and stopped.
 */
export async function changeHere(request: ApplyRequest, hooks: ApplyHooks): Promise<ApplyOutcome> {
  const target = request.label;
  const refused = plansOf(request).flatMap(({ plan }) => guard(plan.items, target));
  if (refused.length > 0) return { kind: "failed", target, state: "unchanged", problems: refused };
  if (request.createAs && isAbsent(request.path)) return created(request, request.createAs, hooks);
  if (request.encryptionKey !== null && request.backup === "take") return encrypted(target);

  // The steps have already been reported; only their results are taken from another run.
  const onEvent = (event: ApplyEvent) => {
    if (!/^(?:step|check)/.test(event.kind)) hooks.onEvent(event);
  };
  let times = 0;
  for (let look: Look = "once"; ; ) {
    try {
      return await attempt(request, look === "first" ? { ...hooks, onEvent } : hooks, look);
    } catch (error) {
      if (error instanceof LookAgain) look = ++times < 3 ? "once" : "last";
      else if (error instanceof LookFirst && look !== "first") look = "first";
      else throw error;
    }
  }
}

/** A database that does not exist is created beside its place, and gets its name when it is complete. */
async function created(request: ApplyRequest, path: string, hooks: ApplyHooks): Promise<ApplyOutcome> {
  const outcome = await createWhole(request.path, path, request.label, () =>
    attempt({ ...request, path, backup: "none", journal: false }, hooks, "once"),
  );
  // Another process created it meanwhile: then it is a database like any other.
  if (outcome === "there") return changeHere({ ...request, createAs: null }, hooks);
  if (outcome.kind !== "applied") return outcome;
  const done = { database: request.path, now: hooks.now(), milliseconds: outcome.milliseconds, kept: null };
  appendToJournal(journalEntry(request, outcome.plans, done), hooks.onEvent);
  return outcome;
}

/** Such a backup is prepared before the lock in any case. */
function wantsChanges({ backup, fullUpTo = null }: ApplyRequest): boolean {
  return backup === "take" && fullUpTo !== null;
}

/** As they are in the engine that the plans are made for. */
function keysFor(request: ApplyRequest): "on" | "off" {
  return plansOf(request).every(({ plan }) => engines[plan.engine].foreignKeys === "on") ? "on" : "off";
}

/**
 * How the database is looked at. `first`: it is checked under the lock, before anything is changed. `last`: the log was
 * restarted after each look before the lock, so what was written is found out under it.
 */
type Look = "once" | "first" | "last";

async function attempt(request: ApplyRequest, hooks: ApplyHooks, look: Look): Promise<ApplyOutcome> {
  const target = request.label;
  const key = request.encryptionKey === null ? {} : { encryptionKey: request.encryptionKey };
  const opened = openSession(request.path, { label: target, foreignKeys: keysFor(request), ...key });
  if (!opened.ok) return { kind: "failed", target, state: "unchanged", problems: opened.problems };
  const session = opened.value;
  // What was read of a schema before the lock is not read again under it.
  const known = hooks.known ?? new Map<string, Schema>();
  const run: Run = { request, hooks: { ...hooks, known }, session, started: performance.now(), checks: [] };
  let ahead: Ahead | null = null;
  try {
    const first = look === "first";
    ahead = first && !wantsChanges(request) ? null : await lookAhead(run, look !== "once");
    if (ahead !== null) await tryAhead(run, ahead);
    return await inTransaction(run, ahead, first);
  } catch (error) {
    if (error instanceof Ended) return error.outcome;
    if (!(error instanceof EngineError)) throw error;
    return failedWith(run, engineProblem(error, target)).outcome;
  } finally {
    session.rollback();
    await ahead?.end();
    await session.close();
  }
}

async function inTransaction(run: Run, ahead: Ahead | null, looking: boolean): Promise<ApplyOutcome> {
  const { request, hooks, started, session } = run;
  const { seal, lockTimeout: limit } = request;
  const onWait = (milliseconds: number) => {
    ahead?.release();
    hooks.onEvent({ kind: "waiting", milliseconds, limit });
  };
  // What waits to be handled, such as the end of the thread that read the copy, is not handled under the lock.
  await pause(run);
  ahead?.approach();
  const asked = performance.now();
  requireLock(run, await session.begin({ limit, stop: hooks.stop, onWait }), "begin");
  const locked = performance.now();
  hooks.onEvent({ kind: "locked", milliseconds: Math.round(locked - asked) });

  // If no one has written since it was read, it is the same.
  const live = ahead?.isExact() ? ahead.live : await atBase(run);
  const changes = (await ahead?.changes()) ?? null;
  const copy = request.backup === "take" && changes === null ? ((await ahead?.copy()) ?? (await copyOf(run))) : null;
  let committed = false;
  let taken: Taken | null = null;
  try {
    const content = copy === null ? () => null : leftBehind(run, copy, ahead);
    const before = lookBefore(run, copy, ahead, looking, content);
    if (changes === null) ahead?.release();
    const done = await allChanged(run, live, before);
    taken = copy && settleBackup(run, copy, await readAgain(run, copy), content);
    taken ??= changes?.save() ?? null;
    const sum = taken && copy?.ofBlocks ? sumOf(taken) : null;
    const version = dataVersion(run);
    await commit(run);
    committed = true;
    const released = performance.now();

    if (changes !== null && taken !== null) taken = changes.confirm(taken);
    const note = await noteAfterCommit(run, taken, version, sum);
    const milliseconds = Math.round(performance.now() - started);
    const kept = taken && { path: taken.path, manifest: note };
    const { bytes, sha256 } = note ?? taken?.manifest ?? { bytes: 0, sha256: "" };
    const entry = journalEntry(request, done.plans, { database: request.path, now: hooks.now(), milliseconds, kept });
    if (request.journal !== false) appendToJournal(entry, hooks.onEvent);
    return {
      kind: "applied",
      target: request.label,
      seal,
      base: endsOf(request).base,
      reached: endsOf(request).target,
      milliseconds,
      lockedMilliseconds: Math.round(released - locked),
      created: false,
      backup: taken && { path: taken.path, bytes, sha256 },
      steps: done.steps,
      checks: run.checks,
      destroyed: done.destroyed,
      plans: done.plans,
      undo: undoOf(taken, request.label),
    };
  } catch (error) {
    // Rolled back: the database is still what the copy has, so the copy is removed. If the result is unknown, it stays.
    const known = error instanceof EngineError || (error instanceof Ended && !isUnknown(error.outcome));
    if (known && !committed) {
      session.rollback();
      if (!session.inTransaction) copy?.drop();
      if (!session.inTransaction && copy === null && taken !== null) removeBackup(taken.path);
    }
    throw error;
  }
}

function isUnknown(outcome: ApplyOutcome): boolean {
  return outcome.kind === "failed" && outcome.state === "unknown";
}

async function copyOf(run: Run): Promise<Copy> {
  const { request, hooks, session } = run;
  const started = performance.now();
  const copy = await takeCopy(session, {
    place: request.place,
    now: hooks.now(),
    mark: request.seal,
    stop: hooks.stop,
    for: "apply",
    onProgress: (bytes, of) => hooks.onEvent({ kind: "backup-progress", bytes, of }),
  });
  if (copy === null) throw interrupted(run);
  if (!copy.ok) throw failedWith(run, ...copy.problems);
  const { path, bytes } = copy.value;
  hooks.onEvent({ kind: "backup", path, bytes, milliseconds: Math.round(performance.now() - started) });
  return copy.value;
}

function encrypted(target: string): ApplyOutcome {
  return {
    kind: "failed",
    target,
    state: "unchanged",
    problems: [
      {
        code: "backup-encrypted",
        level: "error",
        subject: target,
        message: "a backup of this database would be stored unencrypted",
        help: ["copy the file yourself while nothing writes to it, and run this with --backup none"],
      },
    ],
  };
}
