import { closeSync, constants, fsyncSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { fingerprintLike } from "../model/fingerprint.ts";
import type { Schema } from "../model/schema.ts";
import { fine, type Problem } from "../problem/problem.ts";
import type { Approved } from "./approved.ts";
import { type BackupPlace, preparePlace, systemReason } from "./place.ts";

/** One line of the journal: what was done to a database. A log for people; no decision depends on it. */
export interface Entry {
  readonly at: string;
  readonly what: "apply" | "restore";
  readonly database: string;
  /** The plan's file as the user named it; null if there was none (a plan applied directly, a restore). */
  readonly plan: string | null;
  readonly seal: string | null;
  /** Fingerprints before and after. */
  readonly from: string;
  readonly to: string;
  readonly who: string;
  readonly milliseconds: number;
  /** The backup that was taken before, or restored; null if there is none. */
  readonly backup: string | null;
  /** What approved its losses from outside, if the target requires that. */
  readonly approved?: Approved;
}

/** The path of the journal: beside the backups, or as configured. */
function logOf({ root, name, log }: BackupPlace): string {
  return log ?? join(root, name, "history.ndjson");
}

export function linesOf(entries: readonly Entry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
}

/** Appends lines and flushes them. Returns a warning if that fails: the change itself is already committed. */
export function record(place: BackupPlace, entries: readonly Entry[]): Problem | null {
  try {
    const folder =
      place.log === undefined ? preparePlace(place) : fine(mkdirSync(dirname(place.log), { recursive: true }));
    if (!folder.ok) return unwritten(folder.problems[0]?.message ?? "", place);
    const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
    const handle = openSync(logOf(place), flags, 0o600);
    try {
      writeFileSync(handle, linesOf(entries));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    return null;
  } catch (error) {
    return unwritten(systemReason(error), place);
  }
}

export interface Journal {
  readonly entries: readonly Entry[];
  readonly unreadable: number;
}

/** The lines of the journal, oldest first. */
export function readJournal(place: BackupPlace): Journal {
  try {
    return journalIn(readFileSync(logOf(place), "utf8"));
  } catch {
    return { entries: [], unreadable: 0 };
  }
}

/** Lines that cannot be read, perhaps cut off by a crash, are counted. */
export function journalIn(text: string): Journal {
  const lines = text.split("\n").filter((line) => line !== "");
  const entries = lines.map(readEntry).filter((entry) => entry !== null);
  return { entries, unreadable: lines.length - entries.length };
}

function readEntry(line: string): Entry | null {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : null;
  } catch {
    return null;
  }
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  const fields = new Map(Object.entries(value));
  const text = (name: string) => typeof fields.get(name) === "string";
  const textOrNull = (name: string) => text(name) || fields.get(name) === null;
  return (
    ["at", "what", "database", "from", "to", "who"].every(text) &&
    ["plan", "seal", "backup"].every(textOrNull) &&
    typeof fields.get("milliseconds") === "number"
  );
}

export type Standing = "as-applied" | "changed-elsewhere" | "nothing-applied";

/** Whether the current schema is where the last line of the journal led. If not, it was changed by something else. */
export function standing(entries: readonly Entry[], live: Schema): Standing {
  const last = entries.at(-1);
  if (last === undefined) return "nothing-applied";
  return fingerprintLike(last.to, live) === last.to ? "as-applied" : "changed-elsewhere";
}

/**
 * Whether an entry started from a different schema than the one before it led to. Fingerprints of different kinds
 * cannot be compared.
 */
export function changedBetween(earlier: Entry | undefined, later: Entry): boolean {
  if (earlier === undefined || kindOf(earlier.to) !== kindOf(later.from)) return false;
  return earlier.to !== later.from;
}

const kindOf = (fingerprint: string) => fingerprint.slice(0, fingerprint.indexOf(":"));

/** `ann@laptop`: the user, as far as the system knows. */
export function whoAmI(): string {
  let user = "somebody";
  try {
    user = userInfo().username;
  } catch {
    // A user id without a name, as in containers.
  }
  return `${user}@${hostname()}`;
}

function unwritten(why: string, place: BackupPlace): Problem {
  return {
    code: "history-unwritten",
    level: "warning",
    subject: logOf(place),
    message: "the change is done, but its line in the journal could not be written",
    evidence: [why],
    help: [],
  };
}
