import { closeSync, copyFileSync, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { mayGo, ofAnother } from "../../apply/whose.ts";
import { verifyBackup } from "../../apply/verify-backup.ts";
import { stampOf } from "../../apply/backups.ts";
import { type Manifest, manifestBeforeRestore, removeBackup, writeManifest } from "../../apply/manifest.ts";
import { readManifest } from "../../apply/read-manifest.ts";
import { changed, type RestoreOutcome, type RestoreRequest, stopped } from "../../apply/restore-outcome.ts";
import { appendToJournal, contentSince, restoreEntry } from "../../apply/journal-entry.ts";
import { differenceOf } from "../../database/page-difference.ts";
import { openFile } from "../../database/file.ts";
import { keepCounters } from "../../database/write-pages.ts";
import { introspect } from "../../introspect/introspect.ts";
import { fingerprint } from "../../model/fingerprint.ts";
import type { Problem } from "../../problem/problem.ts";
import { inTemporaryFolder } from "./temporary.ts";
import { exchanging, type Made } from "./exchange.ts";
import type { Fetched } from "./copy.ts";
import { pruneThere } from "./prune.ts";
import type { ChangeHooks } from "../target.ts";
import type { Remote } from "./remote.ts";
import { keepCopy } from "./keep.ts";

export interface SshRestore extends RestoreRequest {
  readonly remote: Remote;
  readonly stopped: boolean;
}

interface Kept {
  readonly path: string;
  readonly manifest: Manifest;
  readonly from: string;
}

/** Puts a backup in the place of a database on another machine. What it replaces is kept on both sides. */
export async function putBackOverSsh(request: SshRestore, hooks: ChangeHooks): Promise<RestoreOutcome> {
  const target = request.label;
  const fail = (problems: readonly Problem[]): RestoreOutcome => ({ kind: "failed", target, problems });
  const read = readManifest(request.backup);
  if (!read.ok) return fail(read.problems);
  const other = ofAnother(read.value, request, request.remote.address.label);
  if (other) return fail([other]);
  const intact = await verifyBackup(request.backup, read.value);
  if (intact) return fail([intact]);
  return inTemporaryFolder((folder) => putBackFrom(folder, request, read.value, hooks));
}

async function putBackFrom(
  folder: string,
  request: SshRestore,
  manifest: Manifest,
  hooks: ChangeHooks,
): Promise<RestoreOutcome> {
  const target = request.label;
  const fail = (problems: readonly Problem[]): RestoreOutcome => ({ kind: "failed", target, problems });
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
      stopped: request.stopped,
      limit,
      signal,
      onHappened: (happened) => onEvent({ kind: "there", ...happened }),
      onProgress: (bytes, of) => onEvent({ kind: "backup-progress", bytes, of }),
    },
    async (fetched) => {
      const made = await older(request, hooks, manifest, fetched, folder, stamp);
      if (made.kind === "stop") return made;
      kept.push(made.kept);
      return made;
    },
  );
  if (ended.kind === "stopped") return ended.value;
  const last = kept[0];
  if (ended.kind === "done" && last !== undefined) {
    const milliseconds = Math.round(performance.now() - started);
    await noteDown(request, hooks, manifest, last, milliseconds);
    const unpruned = request.keep === null ? null : await pruneThere(remote, request.keep, hooks.now());
    if (unpruned) onEvent({ kind: "note", problem: unpruned });
    return {
      kind: "restored",
      target,
      backup: request.backup,
      milliseconds,
      pages: manifest.pages,
      kept: last.path,
      undo: ["restore", last.path, target],
    };
  }
  if (last && ended.kind !== "unknown") removeBackup(last.path);
  if (signal.aborted && ended.kind !== "unknown") return stopped(target);
  const problems = "problems" in ended ? ended.problems : [];
  return ended.kind === "no-lock" ? { kind: "no-lock", target, problems } : fail(problems);
}

async function older(
  request: SshRestore,
  hooks: ChangeHooks,
  manifest: Manifest,
  fetched: Fetched,
  folder: string,
  stamp: string,
): Promise<Extract<Made<RestoreOutcome>, { kind: "stop" }> | { kind: "put"; path: string; kept: Kept }> {
  const { label: target, backup } = request;
  const since = await differenceOf(fetched.path, backup);
  if (since.pages.length === 0 && since.size === manifest.pages)
    return { kind: "stop", value: { kind: "same", target, backup } };
  if (since.content !== manifest.after?.content && !mayGo(manifest, request, request.remote.address.label)) {
    return { kind: "stop", value: { kind: "changed", target, problems: [changed(target, manifest)] } };
  }
  const from = await fingerprintIn(fetched.path, request.ignore);
  const copy = keepCopy(fetched, request.place, stamp);
  if (!copy.ok) return { kind: "stop", value: { kind: "failed", target, problems: copy.problems } };
  const note = manifestBeforeRestore(request, request.remote.address.label, from, hooks.now(), fetched);
  writeManifest(copy.value, note);
  const path = join(folder, "older.db");
  copyFileSync(backup, path);
  if (fetched.bytes > 0) headOf(path, fetched.path, manifest.pageSize);
  return { kind: "put", path, kept: { path: copy.value, manifest: note, from } };
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
    // Both counters move on together: where they differ, SQLite takes the file's size for the number of pages.
    page.writeUInt32BE((head.readUInt32BE(24) + 1) >>> 0, 24);
    page.writeUInt32BE((head.readUInt32BE(24) + 1) >>> 0, 92);
    pages.copy(page, 28);
    writeSync(into, page, 0, pageSize, 0);
  } finally {
    closeSync(from);
    closeSync(into);
  }
}

async function fingerprintIn(path: string, ignore: readonly string[]): Promise<string> {
  const opened = await openFile(path);
  if (!opened.ok) return "unknown";
  try {
    const read = await opened.value.snapshot((snapshot) => introspect(snapshot, { ignore }));
    return read.ok ? fingerprint(read.value) : "unknown";
  } finally {
    await opened.value.close();
  }
}

async function noteDown(
  request: SshRestore,
  hooks: ChangeHooks,
  manifest: Manifest,
  kept: Kept,
  milliseconds: number,
): Promise<void> {
  const now = hooks.now();
  const to = manifest.fingerprint ?? "unknown";
  const content = await contentSince(request.backup, kept.path);
  const after = { at: now.toISOString(), fingerprint: to, content };
  const database = request.remote.address.label;
  const note = { path: kept.path, manifest: { ...kept.manifest, after } };
  const entry = restoreEntry(request, manifest, kept.from, { database, now, milliseconds, kept: note });
  for (const problem of appendToJournal(entry)) hooks.onEvent({ kind: "note", problem });
}
