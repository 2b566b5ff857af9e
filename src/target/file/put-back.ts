import { closeSync, constants, openSync } from "node:fs";
import { EngineError } from "../../database/connection.ts";
import { type PageDifferences, differencesOf } from "../../database/page-difference.ts";
import { openSession, type Session } from "../../database/session.ts";
import { engineProblem } from "../../database/engine-problem.ts";
import { wantedPages, wholeFile, writePages } from "../../database/write-pages.ts";
import type { Problem } from "../../problem/problem.ts";
import { type Copy, takeCopy, unwritten } from "./copy.ts";
import { whoseFile } from "./finish.ts";
import { type Manifest, manifestBeforeRestore, writeManifest } from "../../apply/manifest.ts";
import { impossible, notGot, type RestoreOutcome, type RestoreRequest, stopped } from "../../apply/restore-outcome.ts";
import type { ChangeHooks } from "../target.ts";
import { fingerprintIn, leftBy, noteOf, notRestored, restored } from "../../apply/restored.ts";
import { keptFrom } from "../../apply/whose.ts";
import { verifyBackup } from "../../apply/verify-backup.ts";
import { isOfChanges, putBackChanges } from "./put-back-changes.ts";

export interface FileRestore extends RestoreRequest {
  readonly path: string;
}

/**
 * Restores a backup into the database that it came from, page by page inside one transaction: if it is killed, the
 * database is in the one state or the other, and processes that have the file open see an ordinary commit. The file
 * itself is never replaced, because they would go on writing to the old one.
 */
export async function putBackFile(request: FileRestore, hooks: ChangeHooks): Promise<RestoreOutcome> {
  const target = request.label;
  const manifest = noteOf(request, whoseFile(request.path));
  if (!manifest.ok) return notRestored(request, ...manifest.problems);
  const opened = openSession(request.path, { label: target });
  if (!opened.ok) return notRestored(request, ...opened.problems);
  const session = opened.value;
  const over = new AbortController();
  try {
    // Awaited when its pages are needed; until then it is read in the background.
    const damage = verifyBackup(request.backup, manifest.value, over.signal);
    damage.catch(() => {});
    if (isOfChanges(manifest.value)) return await putBackChanges(request, hooks, session, manifest.value, damage);
    return await swap(request, hooks, session, manifest.value, damage);
  } catch (error) {
    if (error instanceof EngineError) return notRestored(request, engineProblem(error, target));
    throw error;
  } finally {
    over.abort();
    session.rollback();
    await session.close();
  }
}

async function swap(
  request: FileRestore,
  hooks: ChangeHooks,
  session: Session,
  manifest: Manifest,
  damage: Promise<Problem | null>,
): Promise<RestoreOutcome> {
  const { label: target, lockTimeout: limit } = request;
  const stop = () => hooks.stop.aborted;
  const started = performance.now();
  const waited = await session.begin({ limit, stop }, "exclusive");
  if (waited !== "got") return notGot(request.path, target, limit, waited);

  const pageSize = session.number("PRAGMA page_size");
  if (pageSize !== manifest.pageSize) {
    return impossible(target, `pages of ${pageSize} bytes, the backup ${manifest.pageSize}`);
  }
  const from = await fingerprintIn({ snapshot: (work) => work(session.snapshot) }, request.beside);
  const now = hooks.now();
  const taken = await takeCopy(session, { place: request.place, now, mark: "replaced", stop, for: "restore" });
  if (taken === null) return stopped(target);
  if (!taken.ok) return notRestored(request, ...taken.problems);
  const kept = taken.value;
  const put = await putBack(request, hooks, session, { manifest, damage, kept, now, from });
  if (typeof put !== "number") return put;

  const milliseconds = Math.round(performance.now() - started);
  const about = { database: whoseFile(request.path), manifest, from, kept: { path: kept.path, manifest: null } };
  return restored(request, hooks, { ...about, now: hooks.now(), milliseconds, pages: put });
}

/** What is known when the backup is about to be restored. */
interface Ready {
  readonly manifest: Manifest;
  /** What is wrong with the backup itself, known once it has been read. */
  readonly damage: Promise<Problem | null>;
  /** What is replaced. */
  readonly kept: Copy;
  readonly now: Date;
  readonly from: string;
}

/**
 * How many pages were restored and committed, or why none was. In that case the copy that was to be kept is removed
 * again.
 */
async function putBack(
  request: FileRestore,
  { stop: signal }: ChangeHooks,
  session: Session,
  ready: Ready,
): Promise<RestoreOutcome | number> {
  const { label: target, lockTimeout: limit, backup } = request;
  const { manifest, kept } = ready;
  const stop = () => signal.aborted;
  const { pages, pageSize } = manifest;
  let over = false;
  let handle: number | null = null;
  try {
    const damaged = await ready.damage;
    if (damaged) return notRestored(request, damaged);
    handle = openSync(backup, constants.O_RDONLY | constants.O_NOFOLLOW);
    const found = await compare(kept, backup);
    if (typeof found === "string") return impossible(target, found);
    const { live } = found;
    const different = wantedPages(live, manifest);
    if (different.length === 0 && live.size === pages) return { kind: "same", target, backup };
    const since = live.content !== manifest.after?.content;
    const back = since ? await keptFrom(manifest, request, whoseFile(request.path), kept.half) : null;
    if (back !== null) return back;
    if (!(await writePages(session, wholeFile(handle, pages, pageSize), different))) {
      return impossible(target, "a page was read back differently than it was written");
    }
    const settled = await settle(request, ready, found.kept.content);
    if (settled !== null) return notRestored(request, settled);
    const committed = await session.commit({ limit, stop });
    if (committed !== "got") return notGot(request.path, target, limit, committed);
    over = true;
    return different.length;
  } finally {
    // A commit that failed and left the transaction may have succeeded: then the copy of the old state stays.
    over ||= !session.inTransaction;
    if (!over) session.rollback();
    if (!over) kept.drop();
    if (handle !== null) closeSync(handle);
  }
}

/**
 * What the database has that the backup lacks, using its copy: the engine compares two files that are not being
 * written.
 */
async function compare(copy: Copy, backup: string): Promise<PageDifferences | string> {
  try {
    return await differencesOf(copy.half, backup);
  } catch (error) {
    // For example, a different text encoding.
    if (error instanceof EngineError) return `SQLite: ${error.message}`;
    throw error;
  }
}

/**
 * What is replaced becomes a backup of its own, with what the restore leaves behind noted beside it, before the commit.
 */
async function settle(
  request: FileRestore,
  { manifest, kept: copy, now, from }: Ready,
  content: string,
): Promise<Problem | null> {
  const { path } = copy;
  const database = whoseFile(request.path);
  try {
    const examined = await copy.examined();
    if (!examined.ok) return examined.problems[0] ?? null;
    copy.settle();
    const before = manifestBeforeRestore(request, database, from, now, { ...copy, sha256: examined.value.sha256 });
    writeManifest(path, { ...before, after: leftBy(manifest, now, content) });
    return null;
  } catch (error) {
    return unwritten(path, error);
  }
}
