import { rmSync } from "node:fs";
import { EngineError } from "../database/connection.ts";
import { openSession, type Session } from "../database/session.ts";
import { engineProblem } from "../database/trouble.ts";
import { guard } from "./allowed.ts";
import { type Taken, takeBackup, unwritten } from "./backup.ts";
import { atBase } from "./base.ts";
import type { ApplyOutcome } from "./events.ts";
import { commit, dataVersion, destroyed, hashAfterCommit, manifestOf, undoOf, writeDown } from "./finish.ts";
import { runItems, takeBaselines } from "./items.ts";
import { manifestPath, writeManifest } from "./manifest.ts";
import { renamedBy } from "./renamed.ts";
import { type ApplyHooks, type ApplyRequest, Ended, failedWith, got, interrupted, pause, type Run } from "./run.ts";
import { stateBefore, verify } from "./verify.ts";

/**
 * Carries out a plan on a database file: one transaction, backed up before, verified before its commit. Whatever goes
 * wrong, at whatever moment, leaves the old database or the new one. Blocks the thread while a statement runs: see
 * `isolated.ts` for a run that can be watched and stopped.
 */
export async function apply(request: ApplyRequest, hooks: ApplyHooks): Promise<ApplyOutcome> {
  const target = request.label;
  const refused = guard(request.plan.items, target);
  if (refused.length > 0) return { kind: "failed", target, state: "unchanged", problems: refused };
  if (request.encryptionKey !== null && request.backup === "take") return encrypted(target);

  const key = request.encryptionKey === null ? {} : { encryptionKey: request.encryptionKey };
  const opened = openSession(request.path, { label: target, ...key });
  if (!opened.ok) return { kind: "failed", target, state: "unchanged", problems: opened.problems };
  const session = opened.value;
  const run: Run = { request, hooks, session, started: performance.now(), checks: [] };
  try {
    return await inTransaction(run, session);
  } catch (error) {
    if (error instanceof Ended) return error.outcome;
    if (!(error instanceof EngineError)) throw error;
    return failedWith(run, engineProblem(error, target)).outcome;
  } finally {
    session.rollback();
    await session.close();
  }
}

async function inTransaction(run: Run, session: Session): Promise<ApplyOutcome> {
  const { request, hooks, started } = run;
  const { plan, seal, lockTimeout: limit } = request;
  const onWait = (milliseconds: number) => hooks.onEvent({ kind: "waiting", milliseconds, limit });
  got(run, await session.begin({ limit, stop: hooks.stop, onWait }), "begin");
  const locked = performance.now();
  hooks.onEvent({ kind: "locked", milliseconds: Math.round(locked - started) });

  const live = await atBase(run);
  const taken = request.backup === "take" ? await backUp(run) : null;
  try {
    await pause(run);
    const renamed = renamedBy(plan.decisions);
    const before = stateBefore(run, live, taken?.found ?? null);
    const baselines = takeBaselines(run, plan, renamed);
    const steps = await runItems(run, baselines);
    await verify(run, before, renamed);
    const version = dataVersion(run);
    await commit(run);
    const released = performance.now();

    const after = taken ? await hashAfterCommit(run, version) : null;
    const milliseconds = Math.round(performance.now() - started);
    for (const problem of writeDown(run, taken, after, milliseconds)) hooks.onEvent({ kind: "note", problem });
    return {
      kind: "applied",
      target: request.label,
      seal,
      base: plan.base,
      reached: plan.target,
      milliseconds,
      lockedMilliseconds: Math.round(released - locked),
      backup: taken && { path: taken.path, bytes: taken.bytes, sha256: taken.sha256 },
      steps,
      checks: run.checks,
      destroyed: destroyed(run),
      undo: undoOf(taken, request.label),
    };
  } catch (error) {
    // Rolled back: the database still is what the backup holds, so that goes. Where nobody knows, it stays.
    const unchanged = !(error instanceof Ended && error.outcome.kind === "failed" && error.outcome.state === "unknown");
    if (taken && error instanceof Ended && unchanged) discard(run, taken);
    throw error;
  }
}

async function backUp(run: Run): Promise<Taken> {
  const { request, hooks, session } = run;
  const started = performance.now();
  const taken = await takeBackup(session, {
    place: request.place,
    now: hooks.now(),
    mark:
      request.seal
        .replace(/^sha256:/, "")
        .slice(0, 8)
        .replace(/[^0-9A-Za-z]/g, "") || "plan",
    stop: hooks.stop,
    for: "apply",
    onProgress: (bytes, of) => hooks.onEvent({ kind: "backup-progress", bytes, of }),
  });
  if (taken === null) throw interrupted(run);
  if (!taken.ok) throw failedWith(run, ...taken.problems);
  const { path, bytes } = taken.value;
  try {
    writeManifest(path, manifestOf(run, taken.value));
  } catch (error) {
    rmSync(path, { force: true });
    throw failedWith(run, unwritten(manifestPath(path), error));
  }
  hooks.onEvent({ kind: "backup", path, bytes, milliseconds: Math.round(performance.now() - started) });
  return taken.value;
}

function discard(run: Run, taken: Taken): void {
  run.session.rollback();
  if (run.session.inTransaction) return;
  rmSync(taken.path, { force: true });
  rmSync(manifestPath(taken.path), { force: true });
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
        message: "a backup of this database would stand on the disk in plain text",
        help: ["copy the file yourself while nobody writes to it, and run this with --backup none"],
      },
    ],
  };
}
