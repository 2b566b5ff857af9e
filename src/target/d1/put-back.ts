import { EngineError } from "../../database/connection.ts";
import { claimPath, stampOf } from "../../apply/backups.ts";
import { type Manifest, manifestBeforeRestore, removeBackup, writeManifest } from "../../apply/manifest.ts";
import { preparePlace } from "../../apply/place.ts";
import { readManifest } from "../../apply/read-manifest.ts";
import { changed, type RestoreOutcome, type RestoreRequest, stopped } from "../../apply/restore-outcome.ts";
import { fingerprintIn, leftBy, noteOfIntact, notRestored, restored } from "../../apply/restored.ts";
import type { Whose } from "../../apply/whose.ts";
import { type Problem, ProblemError } from "../../problem/problem.ts";
import type { ChangeHooks } from "../target.ts";
import type { D1Api } from "./api.ts";
import { contentOf, writeBookmark } from "./bookmark.ts";
import { contentNow, type Opens } from "./change.ts";
import { asking, connectD1 } from "./connection.ts";
import { asD1Error, mayHaveRun } from "./problems.ts";

export interface D1Restore extends RestoreRequest {
  readonly whose: Whose;
}

/** Restores a database to a point in time. The state that it leaves is kept, so that it can be restored in turn. */
export async function putBackD1(request: D1Restore, open: Opens, hooks: ChangeHooks): Promise<RestoreOutcome> {
  const target = request.label;
  const fail = (...problems: readonly Problem[]): RestoreOutcome => notRestored(request, ...problems);
  const manifest = await noteOfIntact(request, request.whose);
  if (!manifest.ok) return fail(...manifest.problems);
  const { bookmark } = manifest.value;
  if (bookmark === undefined) return fail(noPlace(target, request.backup));
  const opened = await open();
  if (!opened.ok) return fail(...opened.problems);
  const api = opened.value;
  try {
    // A point in time belongs to one database, whatever its name.
    if (bookmark.database !== api.id) return fail(ofAnotherId(target, bookmark.database, api.id));
    return await travel(request, hooks, api, manifest.value, bookmark.at);
  } catch (error) {
    if (error instanceof ProblemError) return fail(...error.problems);
    throw error;
  } finally {
    api.close();
  }
}

type Standing = Pick<RestoreRequest, "label" | "backup" | "discardWrites">;

/** The outcome of a restore that would change nothing, from the point in time that the database is at; null otherwise. */
export async function foreseeD1(request: Standing, open: Opens): Promise<RestoreOutcome | null> {
  const read = readManifest(request.backup);
  if (!read.ok || read.value.bookmark === undefined) return null;
  const opened = await open();
  if (!opened.ok) return null;
  const api = opened.value;
  try {
    const { at, database } = read.value.bookmark;
    if (database !== api.id) return null;
    return standing(request, read.value, at, await asking(api, () => api.bookmark()));
  } finally {
    api.close();
  }
}

/** The same for a known point in time. */
function standing(
  { label: target, backup, discardWrites }: Standing,
  manifest: Manifest,
  bookmark: string,
  now: string,
): RestoreOutcome | null {
  if (now === bookmark) return { kind: "same", target, backup };
  if (contentOf(now) === manifest.after?.content || discardWrites) return null;
  return { kind: "changed", target, problems: [changed(target, manifest)] };
}

async function travel(
  request: D1Restore,
  hooks: ChangeHooks,
  api: D1Api,
  manifest: Manifest,
  bookmark: string,
): Promise<RestoreOutcome> {
  const started = performance.now();
  const { label: target } = request;
  const folder = preparePlace(request.place);
  if (!folder.ok) return notRestored(request, ...folder.problems);
  const now = await asking(api, () => api.bookmark());
  const stays = standing(request, manifest, bookmark, now);
  if (stays !== null) return stays;
  const from = await fingerprintIn(connectD1(api), request.beside);
  if (hooks.stop.aborted) return stopped(target);
  const taken = hooks.now();
  const claimed = claimPath(folder.value, stampOf(taken, "replaced"), "bookmark");
  if (!claimed.ok) return notRestored(request, ...claimed.problems);
  const path = claimed.value;
  const size = writeBookmark(path, { before: now, account: api.account, database: api.id });
  const note = {
    ...manifestBeforeRestore(request, request.whose, from, taken, size),
    bookmark: { at: now, database: api.id },
  };
  writeManifest(path, note);
  let left: string;
  try {
    left = (await api.restore(bookmark)) ?? now;
  } catch (error) {
    const known = asD1Error(error, api.label);
    if (!mayHaveRun(error)) removeBackup(path);
    if (known instanceof EngineError) return notRestored(request, refused(target, known));
    const [said, ...more] = known.problems;
    if (said === undefined || !mayHaveRun(error)) return notRestored(request, ...known.problems);
    const message = `${said.message}: it is not known whether the database was restored`;
    const help = [
      "run the same command again: it first looks where the database is",
      `what it replaced is kept in ${path}`,
    ];
    return notRestored(request, { ...said, message, help }, ...more);
  }
  const after = leftBy(manifest, hooks.now(), await contentNow(api));
  const milliseconds = Math.round(performance.now() - started);
  const kept = { path, manifest: { ...note, bookmark: { at: left, database: api.id }, after } };
  const about = { database: request.whose, manifest, from, kept };
  return restored(request, hooks, { ...about, now: hooks.now(), milliseconds, pages: null });
}

function refused(target: string, error: EngineError): Problem {
  return {
    code: "restore-impossible",
    level: "error",
    subject: target,
    message: "Cloudflare does not restore this point in time",
    evidence: [error.message],
    help: [
      "points in time are kept for 30 days (7 on the free plan), and at most ten restores in ten minutes are allowed",
    ],
  };
}

function ofAnotherId(target: string, was: string, is: string): Problem {
  return {
    code: "restore-impossible",
    level: "error",
    subject: target,
    message: "this point in time belongs to another database, and only that one can be restored to it",
    evidence: [`taken from ${was}`, `asked for  ${is}`],
    help: ["to copy rows from one database to another:  wrangler d1 export  and  wrangler d1 execute --file"],
  };
}

function noPlace(target: string, backup: string): Problem {
  return {
    code: "restore-impossible",
    level: "error",
    subject: target,
    message: "this backup is a file with rows, and D1 can only be restored to points in time",
    evidence: [backup],
    help: [
      `its rows can be imported:  sqlite3 ${backup} .dump > rows.sql, then wrangler d1 execute DATABASE --remote --file rows.sql`,
    ],
  };
}
