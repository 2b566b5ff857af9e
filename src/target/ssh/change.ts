import { copyFileSync } from "node:fs";
import { endsOf } from "../../apply/chain.ts";
import type { Applied, ApplyOutcome, Backup } from "../../apply/events.ts";
import { changeFile } from "../file/change.ts";
import { stampOf } from "../../apply/backups.ts";
import { manifestBeforeChange, removeBackup, writeManifest } from "../../apply/manifest.ts";
import type { RunRequest } from "../../apply/run.ts";
import type { ChangeHooks } from "../target.ts";
import { appendToJournal, contentSince, journalEntry, journalLines } from "../../apply/journal-entry.ts";
import type { Problem } from "../../problem/problem.ts";
import { inTemporaryFolder } from "./temporary.ts";
import { whoseSsh } from "./address.ts";
import { backupThere } from "./beside.ts";
import { exchanging, type Made } from "./exchange.ts";
import type { Noted } from "./put.ts";
import type { Earlier } from "./again.ts";
import type { Fetched } from "./copy.ts";
import { pruneThere } from "./prune.ts";
import type { Remote } from "./remote.ts";
import { fold, keepCopy } from "./keep.ts";

export interface SshRequest extends RunRequest {
  readonly remote: Remote;
  /** What was fetched while the application ran. */
  readonly earlier: Earlier | null;
  /** True if a `before` hook has stopped the writers. */
  readonly stopped: boolean;
}

interface Done {
  readonly applied: Applied;
  /** The copy here. */
  readonly backup: Backup | null;
  readonly note: Noted;
  readonly at: Date;
}

/**
 * Runs a plan on a database on another machine: the file is fetched, changed here in a transaction that is verified
 * before its commit, and moved into its place by a rename. The backup here is the fetched file; the backup there is the
 * old file itself.
 */
export async function changeOverSsh(request: SshRequest, hooks: ChangeHooks): Promise<ApplyOutcome> {
  return inTemporaryFolder((folder) => changeIn(folder, request, hooks));
}

async function changeIn(folder: string, request: SshRequest, hooks: ChangeHooks): Promise<ApplyOutcome> {
  const started = performance.now();
  const stamp = stampOf(hooks.now(), request.seal);
  let done = null as Done | null;
  const ended = await exchanging<ApplyOutcome>(
    {
      remote: request.remote,
      stamp,
      folder,
      earlier: request.earlier,
      stopped: request.stopped,
      limit: request.lockTimeout,
      signal: hooks.stop,
      onHappened: (happened) => hooks.onEvent({ kind: "there", ...happened }),
      onProgress: (bytes, of) => hooks.onEvent({ kind: "backup-progress", bytes, of }),
    },
    async (fetched) => {
      const made = await changed(request, hooks, { fetched, stamp, started });
      if ("stop" in made) return { kind: "stop", value: made.stop };
      done = made;
      return { kind: "put", path: fetched.path, note: made.note } satisfies Made<ApplyOutcome>;
    },
  );
  if (ended.kind === "stopped") return ended.value;
  const work = done;
  if (ended.kind === "done" && work !== null) {
    const milliseconds = Math.round(performance.now() - started);
    const undo = finish(request, hooks, work, milliseconds);
    const unpruned = request.keep === null ? null : await pruneThere(request.remote, request.keep, hooks.now());
    if (unpruned) hooks.onEvent({ kind: "note", problem: unpruned });
    const { lockedMilliseconds, backup: there } = ended;
    return { ...work.applied, milliseconds, lockedMilliseconds, backup: work.backup, undo, there };
  }
  // The database there is unchanged, so the backup is removed. If the result is unknown, it stays.
  if (work?.backup && ended.kind !== "unknown") removeBackup(work.backup.path);
  return refused(request, hooks, ended.kind, "problems" in ended ? ended.problems : []);
}

function refused(request: SshRequest, hooks: ChangeHooks, kind: string, problems: readonly Problem[]): ApplyOutcome {
  const target = request.label;
  if (hooks.stop.aborted && kind !== "unknown") {
    const message = "stopped, and nothing was changed there";
    const help = ["run the command again when you want to"];
    return {
      kind: "interrupted",
      target,
      problems: [{ code: "apply-interrupted", level: "error", subject: target, message, help }],
    };
  }
  if (kind === "no-lock") return { kind, target, problems };
  return { kind: "failed", target, state: kind === "unknown" ? "unknown" : "unchanged", problems };
}

async function changed(
  request: SshRequest,
  hooks: ChangeHooks,
  { fetched, stamp, started }: { readonly fetched: Fetched; readonly stamp: string; readonly started: number },
): Promise<Done | { readonly stop: ApplyOutcome }> {
  const { label: target } = request;
  const fail = (...problems: readonly Problem[]) => ({
    stop: { kind: "failed", target, state: "unchanged", problems } as const,
  });
  let backup: Backup | null = null;
  const whose = whoseSsh(request.remote.address);
  const manifest = manifestBeforeChange(request, whose, hooks.now(), fetched);
  const before = `${fetched.path}.before`;
  if (request.backup === "take") {
    const kept = keepCopy(fetched, request.place, stamp);
    if (!kept.ok) return fail(...kept.problems);
    const { bytes, sha256 } = fetched;
    backup = { path: kept.value, bytes, sha256 };
    writeManifest(backup.path, manifest);
    hooks.onEvent({ kind: "backup", path: backup.path, bytes, milliseconds: 0 });
  } else copyFileSync(fetched.path, before);
  const { remote: _remote, earlier: _earlier, stopped: _stopped, ...rest } = request;
  const outcome = await changeFile(
    // The backup is already made, and the journal is written only after the database there has changed.
    {
      ...rest,
      path: fetched.path,
      encryptionKey: null,
      backup: "none",
      keep: null,
      place: { root: fetched.path.replace(/[^/]*$/, ""), name: "scratch" },
    },
    hooks,
  );
  const trouble = outcome.kind === "applied" ? await fold(fetched.path, target) : null;
  if (outcome.kind === "applied" && trouble === null) {
    const at = hooks.now();
    // Noted before the exchange, on both sides: whenever it is killed, the note exists or is not needed.
    const content = await contentSince(fetched.path, backup?.path ?? before);
    const after = { at: at.toISOString(), fingerprint: endsOf(request).target, content };
    const noted = { ...manifest, after };
    if (backup !== null) writeManifest(backup.path, noted);
    const milliseconds = Math.round(performance.now() - started);
    const kept = { path: backupThere(request.remote, stamp), manifest: null };
    const done = { database: whose.place, now: at, milliseconds, kept };
    const { lines } = journalEntry(request, outcome.plans, done);
    return { applied: outcome, backup, at, note: { manifest: noted, lines: journalLines(lines, at) } };
  }
  if (backup) removeBackup(backup.path);
  return trouble ? fail(trouble) : { stop: outcome };
}

/** What is recorded here afterwards. The change is done by then, so a failure is only a note. */
function finish(
  request: SshRequest,
  hooks: ChangeHooks,
  { applied, backup, at }: Done,
  milliseconds: number,
): readonly string[] | null {
  const kept = backup && { path: backup.path, manifest: null };
  const database = whoseSsh(request.remote.address).place;
  const entry = journalEntry(request, applied.plans, { database, now: at, milliseconds, kept });
  appendToJournal(entry, hooks.onEvent);
  return backup === null ? ["undo", request.label] : ["restore", backup.path, request.label];
}
