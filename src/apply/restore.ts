import { closeSync, constants, openSync, rmSync } from "node:fs";
import { EngineError } from "../database/connection.ts";
import { openSession, type Session } from "../database/session.ts";
import { engineProblem } from "../database/trouble.ts";
import { differingPages, type PageFile, writePages } from "../database/write-pages.ts";
import { introspect } from "../introspect/introspect.ts";
import { fingerprint } from "../model/fingerprint.ts";
import type { Problem } from "../problem/problem.ts";
import { type Taken, takeBackup } from "./backup.ts";
import { contentOf, prune, verifyBackup } from "./backups.ts";
import { record, whoAmI } from "./journal.ts";
import { type Manifest, manifestPath, writeManifest } from "./manifest.ts";
import { type Place, said } from "./place.ts";
import { readManifest } from "./read-manifest.ts";
import { changed, impossible, notGot, type RestoreOutcome, stopped } from "./restore-outcome.ts";
import type { Keep } from "./run.ts";

export interface RestoreRequest {
  /** The backup's file. */
  readonly backup: string;
  readonly path: string;
  readonly label: string;
  /** Milliseconds. */
  readonly lockTimeout: number;
  /** Where what is replaced is kept, and the journal. */
  readonly place: Place;
  readonly keep: Keep | null;
  readonly ignore: readonly string[];
  /** What was written since the change may go. */
  readonly discardWrites: boolean;
}

export interface RestoreHooks {
  readonly stop: () => boolean;
  readonly now: () => Date;
  readonly onNote: (problem: Problem) => void;
}

/**
 * Puts a backup back into the database it came from, page by page inside one transaction: under a kill it is the one
 * or the other, and processes that have the file open see it as any other commit. The file itself is never replaced,
 * because they would go on writing into the old one.
 */
export async function restore(request: RestoreRequest, hooks: RestoreHooks): Promise<RestoreOutcome> {
  const target = request.label;
  const manifest = readManifest(request.backup);
  if (!manifest.ok) return { kind: "failed", target, problems: manifest.problems };
  const intact = verifyBackup(request.backup, manifest.value);
  if (intact) return { kind: "failed", target, problems: [intact] };
  const opened = openSession(request.path, { label: target });
  if (!opened.ok) return { kind: "failed", target, problems: opened.problems };
  const session = opened.value;
  let handle: number | null = null;
  try {
    handle = openSync(request.backup, constants.O_RDONLY | constants.O_NOFOLLOW);
    const { pages, pageSize } = manifest.value;
    return await swap(request, hooks, session, manifest.value, { handle, pages, pageSize });
  } catch (error) {
    if (error instanceof EngineError) return { kind: "failed", target, problems: [engineProblem(error, target)] };
    throw error;
  } finally {
    session.rollback();
    await session.close();
    if (handle !== null) closeSync(handle);
  }
}

async function swap(
  request: RestoreRequest,
  hooks: RestoreHooks,
  session: Session,
  manifest: Manifest,
  file: PageFile,
): Promise<RestoreOutcome> {
  const { label: target, lockTimeout: limit } = request;
  const { stop } = hooks;
  const started = performance.now();
  const waited = await session.begin({ limit, stop }, "exclusive");
  if (waited !== "got") return notGot(request.path, target, limit, waited);

  const pageSize = session.number("PRAGMA page_size");
  if (pageSize !== file.pageSize) return impossible(target, `pages of ${pageSize} bytes, the backup ${file.pageSize}`);
  const different = await differingPages(session, file, stop);
  if (different === null) return stopped(target);
  if (different.length === 0 && session.number("PRAGMA page_count") === file.pages) {
    return { kind: "same", target, backup: request.backup };
  }

  const from = await fingerprintIn(session, request.ignore);
  const taken = await takeBackup(session, {
    place: request.place,
    now: hooks.now(),
    mark: "replaced",
    stop,
    for: "restore",
  });
  if (taken === null) return stopped(target);
  if (!taken.ok) return { kind: "failed", target, problems: taken.problems };
  const kept = taken.value;
  const discard = () => {
    session.rollback();
    rmSync(kept.path, { force: true });
    rmSync(manifestPath(kept.path), { force: true });
  };
  if (kept.content !== (manifest.after?.content ?? "") && !request.discardWrites) {
    discard();
    return { kind: "changed", target, problems: [changed(target, manifest)] };
  }
  writeManifest(kept.path, manifestOf(request, hooks, kept, from, null));

  if (!(await writePages(session, file, different))) {
    discard();
    return impossible(target, "a page did not come out as it was written");
  }
  const committed = await session.commit({ limit, stop });
  if (committed !== "got") {
    discard();
    return notGot(request.path, target, limit, committed);
  }
  const milliseconds = Math.round(performance.now() - started);
  writeDown(request, hooks, kept, manifest, from, milliseconds);
  const undo = ["restore", kept.path, target];
  return {
    kind: "restored",
    target,
    backup: request.backup,
    milliseconds,
    pages: different.length,
    kept: kept.path,
    undo,
  };
}

async function fingerprintIn(session: Session, ignore: readonly string[]): Promise<string> {
  const read = await introspect(session.snapshot, { ignore });
  return read.ok ? fingerprint(read.value) : "unknown";
}

function manifestOf(
  { path, label }: RestoreRequest,
  hooks: RestoreHooks,
  kept: Taken,
  from: string,
  after: Manifest["after"],
): Manifest {
  const { bytes, pages, pageSize, sha256 } = kept;
  const taken = hooks.now().toISOString();
  const about = { trueup: 1, before: "restore", taken, database: path, label, plan: null } as const;
  return { ...about, fingerprint: from, bytes, pages, pageSize, sha256, after };
}

function writeDown(
  request: RestoreRequest,
  hooks: RestoreHooks,
  kept: Taken,
  manifest: Manifest,
  from: string,
  milliseconds: number,
): void {
  const at = hooks.now().toISOString();
  const to = manifest.fingerprint ?? "unknown";
  try {
    writeManifest(
      kept.path,
      manifestOf(request, hooks, kept, from, { at, fingerprint: to, content: contentOf(request.backup) }),
    );
    if (request.keep) prune(request.place, request.keep, hooks.now(), kept.path);
  } catch (error) {
    hooks.onNote({
      code: "history-unwritten",
      level: "warning",
      subject: kept.path,
      message: "the backup is put back, but the note beside what it replaced could not be written",
      evidence: [said(error)],
      help: [],
    });
  }
  const note = record(request.place, {
    at,
    what: "restore",
    database: request.path,
    plan: null,
    seal: manifest.plan?.seal ?? null,
    from,
    to,
    who: whoAmI(),
    milliseconds,
    backup: request.backup,
  });
  if (note) hooks.onNote(note);
}
