import { existsSync } from "node:fs";
import { type Entry, type Journal, readJournal, type Standing, standing } from "../../apply/journal.ts";
import type { BackupPlace } from "../../apply/place.ts";
import { samePlace } from "../../apply/whose.ts";
import { type Checked, ProblemError } from "../../problem/problem.ts";
import { type Context, checked, type Listening } from "../context.ts";
import type { Target } from "../../target/target.ts";
import { liveSchema } from "../schema/live.ts";
import { backupPlaceOf } from "./place.ts";
import type { Project } from "../project.ts";
import { type Aim, oneTarget, targetOf } from "../targets.ts";

export interface HistoryOptions extends Listening {
  /** The default target if left out. */
  readonly target?: string | undefined;
}

export interface History {
  readonly target: string;
  /** How the schema relates to the newest entry; `why` if it could not be read. */
  readonly now: { readonly kind: Standing } | { readonly kind: "unread"; readonly why: string };
  /** Oldest first. */
  readonly entries: readonly Entry[];
  /** Backups that entries name and that are not here: no longer kept, or on the machine that took them. */
  readonly gone: readonly string[];
  /** Lines of the log that cannot be read. */
  readonly unreadable: number;
  /** Other databases that were a target of this name, with the number of their entries: these are not shown. */
  readonly others: readonly { readonly database: string; readonly entries: number }[];
}

/** What was applied, when, and by whom. */
export function history(project: Project, options: HistoryOptions = {}): Promise<Checked<History>> {
  return checked("history", project.cwd, options, async (context) => {
    const aim = oneTarget(context, project, options.target);
    const target = await targetOf(context, aim);
    const { entries: all, unreadable } = await journalOf(context, target, backupPlaceOf(context, project, aim));
    const entries = all.filter(({ database }) => samePlace(database, target.whose.place));
    const counts = new Map<string, number>();
    for (const { database } of all)
      if (!samePlace(database, target.whose.place)) counts.set(database, (counts.get(database) ?? 0) + 1);
    const others = [...counts].map(([database, entries]) => ({ database, entries }));
    const named = target.beside === null ? entries.flatMap(({ backup }) => backup ?? []) : [];
    const gone = named.filter((backup) => !existsSync(backup));
    return { target: aim.name, now: await standingNow(context, aim, entries), entries, gone, unreadable, others };
  });
}

/** The journal here, and the one beside a database on its own machine, which others write to as well. */
async function journalOf(context: Context, { beside, whose }: Target, place: BackupPlace): Promise<Journal> {
  const here = readJournal(place);
  if (beside === null) return here;
  const read = await beside.history();
  if (!read.ok) {
    context.tell({ kind: "warnings", problems: read.problems.map((each) => ({ ...each, level: "warning" })) });
    return here;
  }
  // It is kept beside this database, whatever those who wrote it call that.
  const there = read.value.entries.map((entry) => ({ ...entry, database: whose.place }));
  const known = new Set(there.map(idOf));
  const only = here.entries.filter((entry) => !known.has(idOf(entry)));
  const entries = [...there, ...only].sort((a, b) => (a.at < b.at ? -1 : 1));
  return { entries, unreadable: here.unreadable + read.value.unreadable };
}

/** The same change, recorded on both sides a moment apart. */
function idOf({ what, from, to, seal, who, at }: Entry): string {
  return JSON.stringify([what, from, to, seal, who, at]);
}

/** The log is worth reading even if the database is gone, so that is not a failure. */
async function standingNow(context: Context, aim: Aim, entries: readonly Entry[]): Promise<History["now"]> {
  if (entries.length === 0) return { kind: "nothing-applied" };
  try {
    return { kind: standing(entries, await liveSchema(context, aim)) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { kind: "unread", why: error.problems[0]?.message ?? error.message };
  }
}
