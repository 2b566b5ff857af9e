import { EngineError } from "../database/connection.ts";
import { differenceOf } from "../database/page-difference.ts";
import type { Problem } from "../problem/problem.ts";
import { prune } from "./backups.ts";
import type { AppliedPlan } from "./events.ts";
import { type Entry, linesOf, record, whoAmI } from "./journal.ts";
import { type Manifest, writeManifest } from "./manifest.ts";
import { type BackupPlace, systemReason } from "./place.ts";
import type { RestoreRequest } from "./restore-outcome.ts";
import type { ApplyHooks, Keep, RunRequest } from "./run.ts";

/** A committed change, whatever kind of target it was made on, and what is recorded about it. */
export interface JournalEntry {
  /** One for each plan. */
  readonly lines: readonly Omit<Entry, "at" | "who">[];
  readonly now: Date;
  readonly place: BackupPlace;
  /** Which older backups are kept; null keeps all. */
  readonly keep: Keep | null;
  /** The backup of the previous state, and the updated note for it; null if the existing note stands. */
  readonly kept: { readonly path: string; readonly manifest: Manifest | null } | null;
}

interface Done extends Pick<JournalEntry, "now" | "kept"> {
  /** As the journal names it: its path or location. */
  readonly database: string;
  readonly milliseconds: number;
}

type Change = Pick<RunRequest, "place" | "keep" | "approvals">;

export function journalEntry(
  { place, keep, approvals = {} }: Change,
  plans: readonly AppliedPlan[],
  done: Done,
): JournalEntry {
  const { database, milliseconds, now, kept } = done;
  return {
    lines: plans.map(({ name, seal, base, target, milliseconds: own }) => ({
      ...{ what: "apply", database, plan: name, seal, from: base, to: target },
      milliseconds: plans.length === 1 ? milliseconds : own,
      backup: kept?.path ?? null,
      ...(approvals[seal] === undefined ? {} : { approved: approvals[seal] }),
    })),
    now,
    place,
    keep,
    kept,
  };
}

/** For a restore: `manifest` is that of the restored backup, `from` the schema that it replaced. */
export function restoreEntry(
  { backup, place, keep }: RestoreRequest,
  manifest: Manifest,
  from: string,
  done: Done,
): JournalEntry {
  const { database, milliseconds, now, kept } = done;
  const to = manifest.fingerprint ?? "unknown";
  const seal = manifest.plan?.seal ?? null;
  return {
    lines: [{ what: "restore", database, plan: null, seal, from, to, milliseconds, backup }],
    now,
    place,
    keep,
    kept,
  };
}

/** Writes everything that is recorded after a commit. A failure here is only a note: the change is done. */
export function appendToJournal({ lines, now, place, keep, kept }: JournalEntry, onEvent: ApplyHooks["onEvent"]): void {
  const note = (problem: Problem) => onEvent({ kind: "note", problem });
  if (kept !== null) {
    try {
      if (kept.manifest !== null) writeManifest(kept.path, kept.manifest);
      if (keep !== null) prune(place, keep, now, kept.path);
    } catch (error) {
      note(unnoted(kept.path, error));
    }
  }
  const unwritten = record(place, signed(lines, now));
  if (unwritten) note(unwritten);
}

/** The same lines, for a journal that is kept elsewhere. */
export function journalLines(lines: JournalEntry["lines"], now: Date): string {
  return linesOf(signed(lines, now));
}

function signed(lines: JournalEntry["lines"], now: Date): readonly Entry[] {
  return lines.map((line) => ({ ...line, at: now.toISOString(), who: whoAmI() }));
}

/** What represents the content of the changed database in the note of its backup; null if it can no longer be read. */
export async function contentSince(path: string, backup: string): Promise<string | null> {
  try {
    return (await differenceOf(path, backup)).content;
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}

function unnoted(path: string, error: unknown): Problem {
  return {
    code: "history-unwritten",
    level: "warning",
    subject: path,
    message: "the change is done, but the note beside its backup could not be updated",
    evidence: [systemReason(error)],
    help: ["the backup is good; restore requires --discard-writes if it cannot see what was written since"],
  };
}
