import { EngineError } from "../../database/connection.ts";
import { attachKept, differenceFromKept, pagesOfSchema } from "../../database/page-difference.ts";
import { engineProblem } from "../../database/engine-problem.ts";
import type { Ahead } from "./ahead.ts";
import { type Copy, unwritten } from "./copy.ts";
import { takenAt } from "../../apply/backups.ts";
import { endsOf } from "../../apply/chain.ts";
import { endNow } from "./end-now.ts";
import { blockSize, sumOfBlocks } from "../../apply/blocks.ts";
import { type Examined, examineAside } from "../../apply/examine.ts";
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
  const reached = await endNow(request).catch(() => null);
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

/** A verified backup under its final name, with the note beside it. */
export interface Taken {
  readonly path: string;
  readonly manifest: Manifest;
}

/**
 * What the commit will leave behind, compared with the copy: this is how restore sees whether anybody wrote since. To
 * be called after the last step; it is measured once. Null if the commit itself writes.
 */
export function leftBehind(run: Run, { half }: Pick<Copy, "half">, ahead: Ahead | null): () => string | null {
  let content: string | null | undefined;
  return () => {
    if (content !== undefined) return content;
    const { engine } = run.session;
    attachKept(engine, half);
    const few = ahead !== null && ahead.orphans !== null;
    content = commitWrites(run) ? null : differenceFromKept(engine, few ? pagesOfSchema(engine) : null).content;
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
    const after = { at: hooks.now().toISOString(), fingerprint: endsOf(request).target, content: content() };
    copy.settle();
    const blocks = copy.ofBlocks ? blockSize : undefined;
    const before = manifestBeforeChange(request, database, takenAt(path) ?? hooks.now(), { ...copy, sha256, blocks });
    const manifest = { ...before, after };
    writeManifest(path, manifest);
    return { path, manifest };
  } catch (error) {
    throw failedWith(run, unwritten(path, error));
  }
}

/**
 * The checksum of a backup of which so far only the blocks are known. It is computed beside the commit, and null if the
 * file no longer matches them.
 */
export async function sumOf({ path, manifest }: Taken): Promise<string | null> {
  const { bytes, pages, pageSize } = manifest;
  try {
    const copied = { bytes, pages, pageSize };
    const read = await examineAside({ path, copied, measure: null, blocks: true }).result();
    if (!read.ok || read.value.blocks === null) return null;
    return sumOfBlocks(read.value.blocks) === manifest.sha256 ? read.value.sha256 : null;
  } catch {
    // The note stays as it is: it is still correct.
    return null;
  }
}

/**
 * Whether the commit itself writes. In this mode it moves pages to shrink the file, and a full-text table holds words
 * back until then. https://www.sqlite.org/pragma.html#pragma_auto_vacuum
 */
function commitWrites({ session }: Run): boolean {
  const virtual = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND rootpage = 0";
  return session.number("PRAGMA main.auto_vacuum") === 1 || session.number(virtual) > 0;
}

/** The note with what was not known before the commit; null if it stays as it is. */
export async function noteAfterCommit(
  run: Run,
  taken: Taken | null,
  version: number,
  summing: Promise<string | null> | null,
): Promise<Manifest | null> {
  if (!taken) return null;
  const content = contentAfterCommit(run, taken, version);
  const sha256 = await summing;
  if (content === null && !sha256) return null;
  const { blocks, after, ...manifest } = taken.manifest;
  return {
    ...manifest,
    ...(sha256 ? { sha256 } : { blocks }),
    after: after && content !== null ? { ...after, content } : after,
  };
}

/**
 * If the commit writes, what it left can only be read after it. `data_version` tells whether another connection
 * committed before that; then it is no longer known, and the note stays as it is: null.
 */
function contentAfterCommit(run: Run, taken: Taken, version: number): string | null {
  const { session } = run;
  if (taken.manifest.after?.content !== null || !session.engine.open) return null;
  try {
    session.exec("BEGIN");
    return dataVersion(run) === version ? differenceFromKept(session.engine).content : null;
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

/** A file as its backups know it. */
export function whoseFile(path: string): Whose {
  return { kind: "file", place: path };
}

export function undoOf(taken: { readonly path: string } | null, label: string): readonly string[] | null {
  return taken === null ? null : ["restore", taken.path, label];
}
