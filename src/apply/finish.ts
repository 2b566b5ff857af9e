import { EngineError } from "../database/connection.ts";
import { copyPages } from "../database/copy-pages.ts";
import { openFile } from "../database/file.ts";
import { introspect } from "../introspect/introspect.ts";
import { fingerprintLike } from "../model/fingerprint.ts";
import type { Problem } from "../problem/problem.ts";
import { prune, takenAt } from "./backups.ts";
import type { Applied } from "./events.ts";
import { record, whoAmI } from "./journal.ts";
import { type Manifest, writeManifest } from "./manifest.ts";
import type { Taken } from "./backup.ts";
import { said } from "./place.ts";
import { Ended, failedWith, got, type Run } from "./run.ts";
import { engineProblem } from "../database/trouble.ts";

/** Commits, or ends the run with the database as it was; only a commit that gives no answer is asked about after. */
export async function commit(run: Run): Promise<void> {
  const { session, hooks, request } = run;
  hooks.onEvent({ kind: "committing" });
  const started = performance.now();
  try {
    const waited = await session.commit({ limit: request.lockTimeout, stop: hooks.stop, onWait: () => {} });
    got(run, waited, "commit");
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // Still inside the transaction: the commit did not happen, and the rollback that follows undoes everything.
    if (session.inTransaction) throw failedWith(run, engineProblem(error, request.label));
    await session.close();
    await askAfterwards(run, error);
  }
  hooks.onEvent({ kind: "committed", milliseconds: Math.round(performance.now() - started) });
}

/** SQLite left the transaction with an error. Whether it was committed is read from the database itself. */
async function askAfterwards(run: Run, error: EngineError): Promise<void> {
  const { request } = run;
  const said = engineProblem(error, request.label);
  const reached = await fingerprintNow(run).catch(() => null);
  if (reached === request.plan.target) return;
  if (reached === request.plan.base) throw failedWith(run, said);
  throw new Ended({
    kind: "failed",
    target: request.label,
    state: "unknown",
    problems: [
      {
        code: "apply-unknown",
        level: "error",
        subject: request.label,
        message: "the commit failed in a way that does not tell whether it was done",
        evidence: said.evidence ?? [],
        help: ["ask the database: trueup drift", "the backup is kept: trueup backups"],
      },
    ],
  });
}

async function fingerprintNow({ request }: Run): Promise<string | null> {
  const key = request.encryptionKey === null ? {} : { encryptionKey: request.encryptionKey };
  const opened = await openFile(request.path, { label: request.label, ...key });
  if (!opened.ok) return null;
  const read = await opened.value.snapshot((snapshot) => introspect(snapshot, { ignore: request.ignore }));
  await opened.value.close();
  return read.ok ? fingerprintLike(request.plan.target, read.value) : null;
}

/** The note beside the backup, first without what comes after: a kill leaves it so, and restore then says so. */
export function manifestOf(run: Run, taken: Taken): Manifest {
  const { plan, seal, path, label } = run.request;
  return {
    trueup: 1,
    before: "apply",
    taken: (takenAt(taken.path) ?? run.hooks.now()).toISOString(),
    database: path,
    label,
    plan: { seal, base: plan.base, target: plan.target },
    fingerprint: plan.base,
    bytes: taken.bytes,
    pages: taken.pages,
    pageSize: taken.pageSize,
    sha256: taken.sha256,
    after: null,
  };
}

/**
 * The hash of all pages as our commit left them, by which restore sees whether anybody wrote since. Taken after the
 * lock is gone; if `data_version` moved meanwhile, somebody wrote already, and there is no such hash: null.
 */
export async function hashAfterCommit(run: Run, version: number): Promise<string | null> {
  const { session } = run;
  if (!session.engine.open) return null;
  try {
    session.exec("BEGIN");
    if (session.number("SELECT data_version FROM pragma_data_version") !== version) return null;
    const copied = await copyPages(session.engine, { to: null, stop: () => false, content: true });
    return copied?.content ?? null;
  } catch (error) {
    // A reader may be refused here, by a lock or a full disk. The change is committed; only this measure is missing.
    if (error instanceof EngineError) return null;
    throw error;
  } finally {
    session.rollback();
  }
}

export function dataVersion(run: Run): number {
  return run.session.number("SELECT data_version FROM pragma_data_version");
}

/** All that is written down after the commit. Whatever fails here is a note: the change is done. */
export function writeDown(
  run: Run,
  taken: Taken | null,
  after: string | null,
  milliseconds: number,
): readonly Problem[] {
  const { request, hooks } = run;
  const { plan, seal, place } = request;
  const at = hooks.now().toISOString();
  const notes: Problem[] = [];
  if (taken) {
    try {
      writeManifest(taken.path, { ...manifestOf(run, taken), after: { at, fingerprint: plan.target, content: after } });
      if (request.keep) prune(place, request.keep, hooks.now(), taken.path);
    } catch (error) {
      notes.push(unnoted(taken.path, error));
    }
  }
  const written = record(place, {
    at,
    what: "apply",
    database: request.path,
    plan: request.planName,
    seal,
    from: plan.base,
    to: plan.target,
    who: whoAmI(),
    milliseconds,
    backup: taken?.path ?? null,
  });
  return written ? [...notes, written] : notes;
}

function unnoted(path: string, error: unknown): Problem {
  return {
    code: "history-unwritten",
    level: "warning",
    subject: path,
    message: "the change is done, but the note beside its backup could not be written",
    evidence: [said(error)],
    help: ["the backup is good; restore will ask for --discard-writes, because it cannot see what was written since"],
  };
}

/** What is gone now, with the rows that the plan's own checks saw. */
export function destroyed(run: Run): Applied["destroyed"] {
  return run.request.plan.decisions.flatMap((decision) => {
    if (decision.kind !== "approve" || !/^(drop-|lossy-)/.test(decision.rule)) return [];
    const { rule, object } = decision;
    const seen = run.checks.find((check) => check.name === `${rule} ${object}`)?.seen;
    return [{ rule, object, rows: seen !== undefined && /^\d+$/.test(seen) ? Number(seen) : null }];
  });
}

export function undoOf(taken: Taken | null, label: string): readonly string[] | null {
  return taken === null ? null : ["restore", taken.path, label];
}
