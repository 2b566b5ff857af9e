import { EngineError } from "../../database/connection.ts";
import { attachKept, differenceFromKept } from "../../database/page-difference.ts";
import { openFile } from "../../database/file.ts";
import { engineProblem } from "../../database/engine-problem.ts";
import { type Copy, unwritten } from "./copy.ts";
import { takenAt } from "../../apply/backups.ts";
import { spanOf } from "../../apply/chain.ts";
import { whereNow } from "../../apply/where-now.ts";
import type { Applied } from "../../apply/events.ts";
import type { Examined } from "../../apply/examine.ts";
import { type Manifest, manifestBeforeChange, writeManifest } from "../../apply/manifest.ts";
import { Ended, failedWith, requireLock, type Run } from "../../apply/run.ts";
import type { Whose } from "../../apply/whose.ts";

/**
 * Commits, or ends the run with the database as it was. Only if the result of the commit is unknown is the database
 * checked afterwards.
 */
export async function commit(run: Run): Promise<void> {
  const { session, hooks, request } = run;
  hooks.onEvent({ kind: "committing" });
  const started = performance.now();
  try {
    const waited = await session.commit({ limit: request.lockTimeout, stop: hooks.stop, onWait: () => {} });
    requireLock(run, waited, "commit");
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // Still inside the transaction: the commit did not happen, and the rollback that follows undoes everything.
    if (session.inTransaction) throw failedWith(run, engineProblem(error, request.label));
    await session.close();
    await askAfterwards(run, error);
  }
  hooks.onEvent({ kind: "committed", milliseconds: Math.round(performance.now() - started) });
}

/** SQLite left the transaction with an error. The database itself shows whether it was committed. */
async function askAfterwards(run: Run, error: EngineError): Promise<void> {
  const { request } = run;
  const said = engineProblem(error, request.label);
  const reached = await endNow(run).catch(() => null);
  if (reached === "target") return;
  if (reached === "base") throw failedWith(run, said);
  throw new Ended({
    kind: "failed",
    target: request.label,
    state: "unknown",
    problems: [
      {
        code: "apply-unknown",
        level: "error",
        subject: request.label,
        message: "the commit failed in a way that leaves its result unknown",
        evidence: said.evidence ?? [],
        help: ["check the database: trueup drift", "the backup is kept: trueup backups"],
      },
    ],
  });
}

async function endNow({ request }: Run): Promise<"base" | "target" | null> {
  const key = request.encryptionKey === null ? {} : { encryptionKey: request.encryptionKey };
  const opened = await openFile(request.path, { label: request.label, ...key });
  if (!opened.ok) return null;
  const found = await opened.value.snapshot((snapshot) => whereNow(snapshot, request));
  await opened.value.close();
  return found;
}

/** A verified backup under its final name, with the note beside it. */
export interface Taken {
  readonly path: string;
  readonly manifest: Manifest;
}

/**
 * What the commit will leave behind, against the copy: by which restore sees whether anybody wrote since. To be asked for
 * after the last step, and measured once. Null if the commit itself writes.
 */
export function leftBehind(run: Run, copy: Copy): () => string | null {
  let content: string | null | undefined;
  return () => {
    if (content !== undefined) return content;
    const { engine } = run.session;
    attachKept(engine, copy.half);
    content = commitWrites(run) ? null : differenceFromKept(engine).content;
    return content;
  };
}

/**
 * The last step before the commit: the copy becomes the backup, with everything known noted beside it. Whenever the
 * process is killed, the note exists or is not needed.
 */
export function settleBackup(run: Run, copy: Copy, { sha256 }: Examined, content: () => string | null): Taken {
  const { request, hooks } = run;
  const database = whoseFile(request.path);
  const { path } = copy;
  try {
    const after = { at: hooks.now().toISOString(), fingerprint: spanOf(request).target, content: content() };
    copy.settle();
    const before = manifestBeforeChange(request, database, takenAt(path) ?? hooks.now(), { ...copy, sha256 });
    const manifest = { ...before, after };
    writeManifest(path, manifest);
    return { path, manifest };
  } catch (error) {
    throw failedWith(run, unwritten(path, error));
  }
}

/**
 * Whether the commit itself writes: it moves pages to make the file shorter in this mode, and a full-text table keeps
 * words back until then. https://www.sqlite.org/pragma.html#pragma_auto_vacuum
 */
function commitWrites({ session }: Run): boolean {
  const virtual = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND rootpage = 0";
  return session.number("PRAGMA main.auto_vacuum") === 1 || session.number(virtual) > 0;
}

/**
 * Where the commit writes, what it left can only be looked at after it. `data_version` tells whether another
 * connection committed before that look; then nobody knows any more, and the note stays as it is: null.
 */
export function noteAfterCommit(run: Run, taken: Taken | null, version: number): Manifest | null {
  const { session } = run;
  const after = taken?.manifest.after;
  if (!taken || !after || after.content !== null || !session.engine.open) return null;
  try {
    session.exec("BEGIN");
    if (dataVersion(run) !== version) return null;
    return { ...taken.manifest, after: { ...after, content: differenceFromKept(session.engine).content } };
  } catch (error) {
    // A reader may be refused here, by a lock or a full disk. The change is committed; only this measure is missing.
    if (error instanceof EngineError) return null;
    throw error;
  } finally {
    session.rollback();
  }
}

export function dataVersion(run: Run): number {
  return run.session.number("PRAGMA main.data_version");
}

/** What was destroyed, with the rows that the plan's own checks counted. */
export function destroyed({ request, checks }: Pick<Run, "request" | "checks">): Applied["destroyed"] {
  return request.plan.decisions.flatMap((decision) => {
    if (decision.kind !== "approve" || !/^(drop-|lossy-|delete-rows|overwrite-rows)/.test(decision.rule)) return [];
    const { rule, object } = decision;
    const seen = checks.find((check) => check.name === `${rule} ${object}`)?.seen;
    return [{ rule, object, rows: seen !== undefined && /^\d+$/.test(seen) ? Number(seen) : null }];
  });
}

/** A file as its backups know it. */
export function whoseFile(path: string): Whose {
  return { kind: "file", place: path };
}

export function undoOf(taken: { readonly path: string } | null, label: string): readonly string[] | null {
  return taken === null ? null : ["restore", taken.path, label];
}
