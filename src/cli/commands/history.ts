import { changedBetween, type Entry, readJournal, type Standing, standing } from "../../apply/journal.ts";
import { Trouble } from "../../problem/problem.ts";
import { plural } from "../../plan/words.ts";
import { duration } from "../../report/number.ts";
import { displayWidth, hang, oneLine } from "../../report/width.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import { placeOf } from "../place-of.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { liveSchema } from "../../work/live.ts";
import { type Aim, oneTarget } from "../../work/targets.ts";
import { shownFrom } from "../../work/shown-from.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const aim = oneTarget(shell, project, shell.args[0]);
  const { entries, unreadable } = readJournal(placeOf(shell, project, aim));
  const now = await standingNow(shell, aim, entries);
  const newest = [...entries].reverse();
  if (shell.json) {
    const known = now.kind === "unread" ? null : now.kind;
    shell.out.print(document(shell, exits.done, { target: aim.name, now: known, entries: newest, unreadable }));
    return exits.done;
  }
  sayNow(shell, aim, now);
  for (const [nth, entry] of newest.entries()) {
    tell(shell, entry);
    if (changedBetween(newest[nth + 1], entry)) shell.out.print(elsewhere(shell, "changed elsewhere in between"));
  }
  if (unreadable > 0) shell.out.say(`${plural(unreadable, "line")} of the log cannot be read`);
  return exits.done;
}

type Now = { readonly kind: Standing } | { readonly kind: "unread"; readonly why: string };

/** The log is worth reading where the database is gone, so that is no failure. */
async function standingNow(shell: Shell, aim: Aim, entries: readonly Entry[]): Promise<Now> {
  if (entries.length === 0) return { kind: "nothing-applied" };
  try {
    return { kind: standing(entries, await liveSchema(shell, aim)) };
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    return { kind: "unread", why: error.problems[0]?.message ?? error.message };
  }
}

function sayNow(shell: Shell, aim: Aim, now: Now): void {
  if (now.kind === "nothing-applied") shell.out.say(`nothing was applied to ${aim.name} from here yet`);
  if (now.kind === "unread") shell.out.say(`${aim.name} cannot be read now: ${now.why}`);
  if (now.kind === "changed-elsewhere") {
    shell.out.print(elsewhere(shell, `the schema of ${aim.name} was changed elsewhere since`));
    shell.out.say(`what differs:  trueup drift ${aim.name}`);
  }
}

function elsewhere(shell: Shell, what: string): string {
  return shell.out.data.style.warning(`~ ${what}`);
}

function tell(shell: Shell, entry: Entry): void {
  const { style } = shell.out.data;
  const what = entry.plan ?? (entry.what === "restore" ? "a backup" : "planned on the spot");
  const seal = entry.seal === null ? "" : ` (${entry.seal.replace(/^sha256:/, "").slice(0, 8)})`;
  const backup = entry.backup === null ? "no backup" : `backup ${shownFrom(shell.cwd, entry.backup)}`;
  const at = style.bold(entry.at.replace(/\.\d+Z$/, "Z"));
  const text = `${entry.what} ${what}${seal} by ${entry.who} in ${duration(entry.milliseconds)}`;
  const { width } = shell.out.data;
  shell.out.print(hang(`${at}  `, oneLine(text), width));
  const way = `    ${entry.from.slice(0, 12)} → ${entry.to.slice(0, 12)}`;
  const line = `${way}, ${oneLine(backup)}`;
  shell.out.print(style.dim(displayWidth(line) <= width ? line : `${way}\n    ${oneLine(backup)}`));
}
