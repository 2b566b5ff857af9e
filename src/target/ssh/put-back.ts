import type { Beside } from "../../model/beside.ts";
import { closeSync, copyFileSync, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fingerprintIn, leftBy, noteOfIntact, notRestored, restored } from "../../apply/restored.ts";
import { keptFrom } from "../../apply/whose.ts";
import { stampOf } from "../../apply/backups.ts";
import { type Manifest, manifestBeforeRestore, removeBackup, writeManifest } from "../../apply/manifest.ts";
import { type RestoreOutcome, type RestoreRequest, stopped } from "../../apply/restore-outcome.ts";
import { contentSince, journalLines, restoreEntry } from "../../apply/journal-entry.ts";
import { differenceOf } from "../../database/page-difference.ts";
import { openFile } from "../../database/file.ts";
import { keepCounters } from "../../database/write-pages.ts";
import { whoseSsh } from "./address.ts";
import { backupThere } from "./beside.ts";
import { inTemporaryFolder } from "./temporary.ts";
import { exchanging, type Made } from "./exchange.ts";
import type { Noted } from "./put.ts";
import type { Earlier } from "./again.ts";
import type { Fetched } from "./copy.ts";
import { pruneThere } from "./prune.ts";
import type { ChangeHooks } from "../target.ts";
import type { Remote } from "./remote.ts";
import { keepCopy } from "./keep.ts";

export interface SshRestore extends RestoreRequest {
  readonly remote: Remote;
  /** What was fetched while the application ran. */
  readonly earlier: Earlier | null;
  readonly stopped: boolean;
}

/** What is replaced, as it is kept here, and what is recorded about it there. */
interface Kept {
  readonly path: string;
  readonly note: Noted;
  readonly from: string;
  readonly at: Date;
}

/** Restores a backup over a database on another machine. What it replaces is kept on both sides. */
export async function putBackOverSsh(request: SshRestore, hooks: ChangeHooks): Promise<RestoreOutcome> {
  const note = await noteOfIntact(request, whoseSsh(request.remote.address));
  if (!note.ok) return notRestored(request, ...note.problems);
  return inTemporaryFolder((folder) => putBackFrom(folder, request, note.value, hooks));
}

async function putBackFrom(
  folder: string,
  request: SshRestore,
  manifest: Manifest,
  hooks: ChangeHooks,
): Promise<RestoreOutcome> {
  const target = request.label;
  const started = performance.now();
  const stamp = stampOf(hooks.now(), "replaced");
  const kept: Kept[] = [];
  const { remote, lockTimeout: limit } = request;
  const { stop: signal, onEvent } = hooks;
  const ended = await exchanging<RestoreOutcome>(
    {
      remote,
      stamp,
      folder,
      earlier: request.earlier,
      stopped: request.stopped,
      limit,
      signal,
      onHappened: (happened) => onEvent({ kind: "there", ...happened }),
      onProgress: (bytes, of) => onEvent({ kind: "backup-progress", bytes, of }),
    },
    async (fetched) => {
      const made = await older(request, hooks, manifest, { fetched, folder, stamp, started });
      if (made.kind === "stop") return made;
      kept.push(made.kept);
      return { ...made, note: made.kept.note };
    },
  );
  if (ended.kind === "stopped") return ended.value;
  const last = kept[0];
  if (ended.kind === "done" && last !== undefined) {
    const milliseconds = Math.round(performance.now() - started);
    const outcome = restored(request, hooks, {
      ...{ database: whoseSsh(remote.address), manifest, from: last.from, kept: { path: last.path, manifest: null } },
      ...{ now: last.at, milliseconds, pages: manifest.pages, there: ended.backup },
    });
    const unpruned = request.keep === null ? null : await pruneThere(remote, request.keep, hooks.now());
    if (unpruned) onEvent({ kind: "note", problem: unpruned });
    return outcome;
  }
  if (last && ended.kind !== "unknown") removeBackup(last.path);
  if (signal.aborted && ended.kind !== "unknown") return stopped(target);
  const problems = "problems" in ended ? ended.problems : [];
  return ended.kind === "no-lock" ? { kind: "no-lock", target, problems } : notRestored(request, ...problems);
}

interface Fetching {
  readonly fetched: Fetched;
  readonly folder: string;
  readonly stamp: string;
  /** When the restore began. */
  readonly started: number;
}

async function older(
  request: SshRestore,
  hooks: ChangeHooks,
  manifest: Manifest,
  { fetched, folder, stamp, started }: Fetching,
): Promise<Extract<Made<RestoreOutcome>, { kind: "stop" }> | { kind: "put"; path: string; kept: Kept }> {
  const { label: target, backup } = request;
  const since = await differenceOf(fetched.path, backup);
  if (since.pages.length === 0 && since.size === manifest.pages)
    return { kind: "stop", value: { kind: "same", target, backup } };
  const whose = whoseSsh(request.remote.address);
  const written = since.content !== manifest.after?.content;
  const back = written ? await keptFrom(manifest, request, whose, fetched.path) : null;
  if (back !== null) return { kind: "stop", value: back };
  const from = await fingerprintOf(fetched.path, request.beside);
  const copy = keepCopy(fetched, request.place, stamp);
  if (!copy.ok) return { kind: "stop", value: notRestored(request, ...copy.problems) };
  const at = hooks.now();
  const content = await contentSince(backup, copy.value);
  const after = leftBy(manifest, at, content);
  const note = { ...manifestBeforeRestore(request, whose, from, at, fetched), after };
  writeManifest(copy.value, note);
  const path = join(folder, "older.db");
  copyFileSync(backup, path);
  if (fetched.bytes > 0) headOf(path, fetched.path, manifest.pageSize);
  const kept = { path: backupThere(request.remote, stamp), manifest: null };
  const milliseconds = Math.round(performance.now() - started);
  const { lines } = restoreEntry(request, manifest, from, { database: whose.place, now: at, milliseconds, kept });
  const noted = { manifest: note, lines: journalLines(lines, at) };
  return { kind: "put", path, kept: { path: copy.value, note: noted, from, at } };
}

/** The journal mode is the one in use now, and the schema's version never comes back: see `keepCounters`. */
function headOf(path: string, live: string, pageSize: number): void {
  const page = Buffer.alloc(pageSize);
  const head = Buffer.alloc(100);
  const from = openSync(live, "r");
  const into = openSync(path, "r+");
  try {
    readSync(from, head, 0, 100, 0);
    readSync(into, page, 0, pageSize, 0);
    const pages = Buffer.from(page.subarray(28, 32));
    keepCounters(page, head);
    // Both counters are advanced together: if they differ, SQLite derives the number of pages from the file size.
    page.writeUInt32BE((head.readUInt32BE(24) + 1) >>> 0, 24);
    page.writeUInt32BE((head.readUInt32BE(24) + 1) >>> 0, 92);
    pages.copy(page, 28);
    writeSync(into, page, 0, pageSize, 0);
  } finally {
    closeSync(from);
    closeSync(into);
  }
}

async function fingerprintOf(path: string, beside: Beside): Promise<string> {
  const opened = await openFile(path);
  if (!opened.ok) return "unknown";
  try {
    return await fingerprintIn(opened.value, beside);
  } finally {
    await opened.value.close();
  }
}
