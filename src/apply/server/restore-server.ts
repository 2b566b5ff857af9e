import { closeSync, constants, openSync, readSync } from "node:fs";
import type { EngineError } from "../../database/connection.ts";
import { changeInParts } from "../../database/server-change.ts";
import { openServer, type ServerConnection } from "../../database/server.ts";
import { introspect } from "../../introspect/introspect.ts";
import { fingerprint } from "../../model/fingerprint.ts";
import { type Problem, Trouble } from "../../problem/problem.ts";
import { discard, freshPath } from "./apply-server.ts";
import { type Manifest, writeManifest } from "../manifest.ts";
import { preparePlace } from "../place.ts";
import { readManifest } from "../read-manifest.ts";
import type { RestoreHooks, RestoreRequest } from "../restore.ts";
import { changed, type RestoreOutcome, stopped } from "../restore-outcome.ts";
import { copyHeld, type ServerCopy } from "./server-backup.ts";
import { contentOfCopy } from "./server-content.ts";
import { differing, restoreScript } from "./server-pages.ts";
import { verifyBackup } from "../verify-backup.ts";
import { writeDown } from "../write-down.ts";

export type ServerRestore = Omit<RestoreRequest, "path"> & { readonly url: string; readonly token: string | null };
export type ServerRestoreHooks = RestoreHooks & { readonly signal: AbortSignal | null };

/**
 * Puts a backup back into a database on a server: only the pages that differ, in one transaction of as many requests as
 * it takes. It is the one that read what is replaced, which is kept as a backup of its own, so nobody has written in
 * between.
 */
export async function restoreServer(request: ServerRestore, hooks: ServerRestoreHooks): Promise<RestoreOutcome> {
  const target = request.label;
  const manifest = readManifest(request.backup);
  if (!manifest.ok) return { kind: "failed", target, problems: manifest.problems };
  const intact = await verifyBackup(request.backup, manifest.value);
  if (intact) return { kind: "failed", target, problems: [intact] };
  const opened = openServer(request.url, { token: request.token });
  if (!opened.ok) return { kind: "failed", target, problems: opened.problems };
  try {
    return await swap(request, hooks, opened.value, manifest.value);
  } catch (error) {
    if (error instanceof Trouble) return { kind: "failed", target, problems: error.problems };
    throw error;
  } finally {
    await opened.value.close();
  }
}

async function swap(
  request: ServerRestore,
  hooks: ServerRestoreHooks,
  server: ServerConnection,
  manifest: Manifest,
): Promise<RestoreOutcome> {
  const started = performance.now();
  const { label: target, backup } = request;
  const fail = (...problems: readonly Problem[]): RestoreOutcome => ({ kind: "failed", target, problems });
  const folder = preparePlace(request.place);
  if (!folder.ok) return fail(...folder.problems);
  const signal = hooks.signal === null ? {} : { signal: hooks.signal };
  const path = freshPath(folder.value, hooks.now(), "replaced");
  const copied = await copyHeld(server, path, { timeout: 60_000, progress: () => {}, ...signal });
  if (!copied.ok) return hooks.signal?.aborted ? stopped(target) : fail(...copied.problems);
  const { copy: kept, stream } = copied.value;
  let keep = false;
  try {
    if (hooks.signal?.aborted || hooks.stop()) return stopped(target);
    if (kept.pageSize !== manifest.pageSize) {
      return fail(
        impossible(server, backup, [`its pages have ${kept.pageSize} bytes, those of the backup ${manifest.pageSize}`]),
      );
    }
    // Every connection of a server has settled how it reads text, and would read the other pages wrongly.
    const [theirs, ours] = await withFiles([backup, path], (files) => files.map(encodingOf));
    if (theirs !== ours) {
      return fail(impossible(server, backup, ["its text is encoded in another way than that of this database"]));
    }
    const pages = await withFiles([backup, path], ([wanted = 0, live = 0]) =>
      differing({ handle: wanted, ...sizes(manifest) }, { handle: live, ...sizes(kept) }),
    );
    if (pages.length === 0) return { kind: "same", target, backup };
    if (!request.discardWrites) {
      const left = manifest.after?.content ?? null;
      if (left === null || (await contentOfCopy(path, left)) !== left) {
        return { kind: "changed", target, problems: [changed(target, manifest)] };
      }
    }
    const content = await contentOfCopy(backup, null);
    const from = await fingerprintOf(server, request.ignore);
    const note: Manifest = {
      trueup: 1,
      before: "restore",
      taken: hooks.now().toISOString(),
      database: server.address.label,
      label: target,
      plan: null,
      fingerprint: from,
      ...sizes(kept),
      bytes: kept.bytes,
      sha256: kept.sha256,
      after: null,
    };
    writeManifest(path, note);
    keep = true;
    const answer = await withFiles([backup, path], ([wanted = 0, live = 0]) => {
      const parts = restoreScript(
        { handle: wanted, ...sizes(manifest) },
        { handle: live, ...sizes(kept) },
        pages,
        content,
      );
      return changeInParts(server, parts, { stream, timeout: 300_000, ...signal });
    });
    if (answer.kind === "moved") {
      keep = false;
      return { kind: "changed", target, problems: [moved(target)] };
    }
    if (answer.kind === "refused") {
      keep = false;
      return isBusy(answer.error)
        ? { kind: "changed", target, problems: [moved(target)] }
        : fail(refused(server, answer.error));
    }
    if (answer.kind === "unsent") {
      keep = false;
      return fail(answer.problem);
    }
    if (answer.kind === "unknown") {
      return fail({
        ...answer.problem,
        message: `${answer.problem.message}: it is not known whether the backup was put back`,
        help: ["run the same command again: it puts back what is still missing, and nothing where all is there"],
      });
    }
    const milliseconds = Math.round(performance.now() - started);
    noteDown(request, hooks, path, note, manifest, from, content, milliseconds);
    return {
      kind: "restored",
      target,
      backup,
      milliseconds,
      pages: pages.length,
      kept: path,
      undo: ["restore", path, target],
    };
  } finally {
    await stream.close();
    if (!keep) discard(path);
  }
}

function sizes({ pages, pageSize }: Pick<ServerCopy, "pages" | "pageSize">) {
  return { pages, pageSize };
}

/** Neither of them is open in any connection of this process. */
async function withFiles<T>(
  paths: readonly string[],
  work: (handles: readonly number[]) => T | Promise<T>,
): Promise<T> {
  const handles: number[] = [];
  try {
    for (const path of paths) handles.push(openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW));
    return await work(handles);
  } finally {
    for (const handle of handles) closeSync(handle);
  }
}

async function fingerprintOf(server: ServerConnection, ignore: readonly string[]): Promise<string> {
  const read = await server.snapshot((snapshot) => introspect(snapshot, { ignore }));
  return read.ok ? fingerprint(read.value) : "unknown";
}

function noteDown(
  request: ServerRestore,
  hooks: ServerRestoreHooks,
  path: string,
  note: Manifest,
  manifest: Manifest,
  from: string,
  content: string,
  milliseconds: number,
): void {
  const now = hooks.now();
  const to = manifest.fingerprint ?? "unknown";
  const { place, keep, backup, label: database } = request;
  const seal = manifest.plan?.seal ?? null;
  const entry = { what: "restore", database, plan: null, seal, from, to, milliseconds, backup } as const;
  const kept = { path, manifest: { ...note, after: { at: now.toISOString(), fingerprint: to, content } } };
  for (const problem of writeDown({ entry, now, place, keep, kept })) hooks.onNote(problem);
}

/** SQLite does not let a transaction write whose state is not the newest. */
function isBusy(error: EngineError): boolean {
  return error.code.startsWith("SQLITE_BUSY");
}

function moved(target: string): Problem {
  return {
    code: "restore-changed",
    level: "error",
    subject: target,
    message: "somebody wrote to the database while the backup was being compared with it",
    help: ["nothing was changed; run it again, and keep writers away meanwhile"],
  };
}

function refused(server: ServerConnection, error: EngineError): Problem {
  return {
    code: "server-restore",
    level: "error",
    subject: server.label,
    message: "the server refused to put the backup back",
    evidence: [error.message],
    help:
      error.code === "TRANSACTION_TIMEOUT"
        ? ["nothing was changed; another writer took the lock: stop what writes, and run it again"]
        : ["nothing was changed"],
  };
}

/** What to do instead, for the services that are known. */
/** UTF-8, or one of the two of UTF-16: https://www.sqlite.org/fileformat2.html#text_encoding */
function encodingOf(file: number): number {
  const bytes = Buffer.alloc(4);
  readSync(file, bytes, 0, 4, 56);
  return bytes.readUInt32BE();
}

function impossible(server: ServerConnection, backup: string, evidence: readonly string[]): Problem {
  const turso = server.address.url.hostname.endsWith(".turso.io");
  return {
    code: "server-restore",
    level: "error",
    subject: server.label,
    message: "this backup cannot be put back into this database over the wire",
    evidence,
    help: turso
      ? [
          `make a new database of it: turso db create NAME --from-file ${backup}`,
          "or go back in time: turso db create NAME --from-db THIS --timestamp 2026-01-31T12:00:00Z",
        ]
      : [
          `make a new namespace of it: sqlite3 ${backup} .dump > dump.sql, then POST {"dump_url": "file:///…/dump.sql"} to /v1/namespaces/NAME/create of the admin API`,
        ],
  };
}
