import { type Entry, readJournal, type Standing, standing } from "../../apply/journal.ts";
import { type Checked, ProblemError } from "../../problem/problem.ts";
import { type Context, checked, type Listening } from "../context.ts";
import { liveSchema } from "../schema/live.ts";
import { placeOf } from "./place.ts";
import type { Project } from "../project.ts";
import { type Aim, oneTarget } from "../targets.ts";

export interface HistoryOptions extends Listening {
  /** The default target where it is left out. */
  readonly target?: string | undefined;
}

export interface History {
  readonly target: string;
  /** How the schema stands to the newest entry; `why` it could not be read, where that is so. */
  readonly now: { readonly kind: Standing } | { readonly kind: "unread"; readonly why: string };
  /** Oldest first. */
  readonly entries: readonly Entry[];
  /** Lines of the log that say nothing. */
  readonly unreadable: number;
}

/** What was applied when, by whom. */
export function history(project: Project, options: HistoryOptions = {}): Promise<Checked<History>> {
  return checked("history", project.cwd, options, async (context) => {
    const aim = oneTarget(context, project, options.target);
    const { entries, unreadable } = readJournal(placeOf(context, project, aim));
    return { target: aim.name, now: await standingNow(context, aim, entries), entries, unreadable };
  });
}

/** The log is worth reading where the database is gone, so that is no failure. */
async function standingNow(context: Context, aim: Aim, entries: readonly Entry[]): Promise<History["now"]> {
  if (entries.length === 0) return { kind: "nothing-applied" };
  try {
    return { kind: standing(entries, await liveSchema(context, aim)) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { kind: "unread", why: error.problems[0]?.message ?? error.message };
  }
}
