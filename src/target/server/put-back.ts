import { closeSync, constants, openSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import type { EngineError } from "../../database/connection.ts";
import { type ChangeAnswer, changeInParts } from "./transaction.ts";
import { whoseServer } from "./address.ts";
import { openServer, type ServerConnection } from "./connection.ts";
import { type PageFile, wholeFile } from "../../database/write-pages.ts";
import { unreachable, type Problem, ProblemError } from "../../problem/problem.ts";
import { claimPath, stampOf } from "../../apply/backups.ts";
import { type Manifest, manifestBeforeRestore, removeBackup, writeManifest } from "../../apply/manifest.ts";
import { preparePlace } from "../../apply/place.ts";
import { type RestoreOutcome, type RestoreRequest, stopped } from "../../apply/restore-outcome.ts";
import type { ChangeHooks } from "../target.ts";
import { impossible, moved, refused } from "./put-back-problems.ts";
import { copyHeld, type ServerCopy } from "./copy.ts";
import { contentOfCopy } from "./content.ts";
import { differing, restoreScript } from "./pages.ts";
import { isTurso } from "./turso.ts";
import { fingerprintIn, leftBy, noteOfIntact, notRestored, restored } from "../../apply/restored.ts";
import { keptFrom } from "../../apply/whose.ts";

export interface ServerRestore extends RestoreRequest {
  readonly url: string;
  readonly token: string | null;
}

/**
 * Restores a backup into a database on a server: only the pages that differ, in one transaction of as many requests as
 * needed. The same transaction read what is replaced, which is kept as a backup of its own, so nobody has written in
 * between.
 */
export async function putBackServer(request: ServerRestore, hooks: ChangeHooks): Promise<RestoreOutcome> {
  const note = await noteOfIntact(request, whoseServer(request.url));
  if (!note.ok) return notRestored(request, ...note.problems);
  const opened = openServer(request.url, { token: request.token });
  if (!opened.ok) return notRestored(request, ...opened.problems);
  try {
    const turso = await isTurso(opened.value);
    if (turso) return notRestored(request, turso);
    return await swap(request, hooks, opened.value, note.value);
  } catch (error) {
    if (error instanceof ProblemError) return notRestored(request, ...error.problems);
    throw error;
  } finally {
    await opened.value.close();
  }
}

async function swap(
  request: ServerRestore,
  hooks: ChangeHooks,
  server: ServerConnection,
  manifest: Manifest,
): Promise<RestoreOutcome> {
  const started = performance.now();
  const { label: target, backup } = request;
  const fail = (...problems: readonly Problem[]): RestoreOutcome => notRestored(request, ...problems);
  const database = whoseServer(request.url);
  const folder = preparePlace(request.place);
  if (!folder.ok) return fail(...folder.problems);
  const signal = { signal: hooks.stop };
  const content = await contentOfCopy(backup, null);
  const claimed = claimPath(folder.value, stampOf(hooks.now(), "replaced"));
  if (!claimed.ok) return fail(...claimed.problems);
  const path = claimed.value;
  const copied = await copyHeld(server, path, { timeout: 60_000, progress: () => {}, ...signal });
  if (!copied.ok) return hooks.stop.aborted ? stopped(target) : fail(...copied.problems);
  const { copy: live, stream } = copied.value;
  let keep = false;
  try {
    if (hooks.stop.aborted) return stopped(target);
    const [wanted, there] = [fileOf(backup, manifest), fileOf(path, live)];
    const misfit = await whatDiffers(wanted, there);
    if (misfit !== null) return fail(impossible(server, backup, [misfit]));
    // Of a large database, this takes longer than the server keeps a stream that is silent.
    const compared = await stream.during(async () => {
      const pages = await withOpen(wanted, there, differing);
      const since = pages.length > 0 && (await isWrittenTo(path, manifest));
      await turn();
      return { pages, since, from: await fingerprintIn(server, request.beside) };
    });
    const { pages, since, from } = compared;
    if (pages.length === 0) return { kind: "same", target, backup };
    const back = since ? await keptFrom(manifest, request, database, path) : null;
    if (back !== null) return back;
    const note = manifestBeforeRestore(request, database, from, hooks.now(), live);
    writeManifest(path, note);
    // From here on the replaced state is kept, unless the server says that it was not replaced.
    keep = true;
    const answer = await withOpen(wanted, there, (to, from) =>
      changeInParts(server, restoreScript(to, from, pages, content), { stream, timeout: 300_000, ...signal }),
    );
    if (answer.kind !== "committed") {
      keep = answer.kind === "unknown";
      return notDone(answer, server, target);
    }
    const milliseconds = Math.round(performance.now() - started);
    const now = hooks.now();
    const kept = { path, manifest: { ...note, after: leftBy(manifest, now, content) } };
    return restored(request, hooks, { database, manifest, from, kept, now, milliseconds, pages: pages.length });
  } finally {
    await stream.close();
    if (!keep) removeBackup(path);
  }
}

/** A property of the whole file that differs in the backup, so that its pages cannot replace those of the database. */
async function whatDiffers(wanted: DatabaseFile, there: DatabaseFile): Promise<string | null> {
  if (there.pageSize !== wanted.pageSize)
    return `its pages have ${there.pageSize} bytes, those of the backup ${wanted.pageSize}`;
  // Every connection of a server has a fixed text encoding, and would misread the other pages.
  const isSame = await withOpen(wanted, there, (to, from) => encodingOf(to) === encodingOf(from));
  return isSame ? null : "its text encoding differs from that of this database";
}

/** Whether a copy of the database differs from what the change after a backup left behind. */
export async function isWrittenTo(path: string, { after }: Manifest): Promise<boolean> {
  const left = after?.content ?? null;
  return left === null || (await contentOfCopy(path, left)) !== left;
}

function notDone(
  answer: Exclude<ChangeAnswer, { kind: "committed" }>,
  server: ServerConnection,
  target: string,
): RestoreOutcome {
  const fail = (problem: Problem): RestoreOutcome => ({ kind: "failed", target, problems: [problem] });
  const overtaken: RestoreOutcome = { kind: "changed", target, problems: [moved(target)] };
  switch (answer.kind) {
    case "moved":
      return overtaken;
    case "refused":
      return isBusy(answer.error) ? overtaken : fail(refused(server, answer.error));
    case "unsent":
      return fail(answer.problem);
    case "unknown":
      return fail({
        ...answer.problem,
        message: `${answer.problem.message}: it is not known whether the backup was put back`,
        help: ["run the same command again: it restores what is still missing, or nothing if all of it is there"],
      });
    default:
      return unreachable(answer);
  }
}

interface DatabaseFile {
  readonly path: string;
  readonly pages: number;
  readonly pageSize: number;
}

function fileOf(path: string, { pages, pageSize }: Pick<ServerCopy, "pages" | "pageSize">): DatabaseFile {
  return { path, pages, pageSize };
}

/** Neither of them is open in any connection of this process. */
async function withOpen<T>(
  wanted: DatabaseFile,
  there: DatabaseFile,
  work: (to: PageFile, from: PageFile) => T | Promise<T>,
): Promise<T> {
  const opened: number[] = [];
  const open = ({ path, pages, pageSize }: DatabaseFile): PageFile => {
    const handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    opened.push(handle);
    return wholeFile(handle, pages, pageSize);
  };
  try {
    return await work(open(wanted), open(there));
  } finally {
    for (const handle of opened) closeSync(handle);
  }
}

/** SQLite does not let a transaction write if its snapshot is not the newest. */
function isBusy(error: EngineError): boolean {
  return error.code.startsWith("SQLITE_BUSY");
}

/**
 * UTF-8, or one of the two kinds of UTF-16: https://www.sqlite.org/fileformat2.html#text_encoding A database in which
 * nothing was created yet has none, which means UTF-8.
 */
function encodingOf(file: PageFile): number {
  const first = Buffer.alloc(file.pageSize);
  file.read(1, first);
  return first.readUInt32BE(56) || 1;
}
