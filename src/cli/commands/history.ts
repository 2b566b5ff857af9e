import { sealDigits } from "../../plan/seal.ts";
import { changedBetween, type Entry } from "../../apply/journal.ts";
import { plural } from "../../words/numbers.ts";
import { approvedWords } from "../../report/approved.ts";
import { duration } from "../../report/number.ts";
import { displayWidth, hang, oneLine } from "../../report/width.ts";
import { unwrap } from "../../work/context.ts";
import { type History, history } from "../../work/change/history.ts";
import { shownFrom } from "../../work/shown-from.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const { args, tell: hear, signal } = shell;
  const found = unwrap(await history(project, { target: args[0], tell: hear, signal }));
  const { target, now, entries, gone, unreadable, others } = found;
  const newest = [...entries].reverse();
  if (shell.json) {
    const known = now.kind === "unread" ? null : now.kind;
    shell.out.print(document(shell, exits.done, { target, now: known, entries: newest, unreadable, others }));
    return exits.done;
  }
  sayNow(shell, found);
  for (const [nth, entry] of newest.entries()) {
    tell(shell, entry, gone);
    if (changedBetween(newest[nth + 1], entry)) shell.out.print(elsewhere(shell, "changed elsewhere in between"));
  }
  for (const { database, entries: count } of others)
    shell.out.say(`${plural(count, "entry", "entries")} of another database that ${target} was: ${database}`);
  if (unreadable > 0) shell.out.say(`${plural(unreadable, "line")} of the log cannot be read`);
  return exits.done;
}

function sayNow(shell: Shell, { target, now }: History): void {
  if (now.kind === "nothing-applied") shell.out.say(`nothing has been applied to ${target} from here yet`);
  if (now.kind === "unread") shell.out.say(`${target} cannot be read now: ${now.why}`);
  if (now.kind === "changed-elsewhere") {
    shell.out.print(elsewhere(shell, `the schema of ${target} has been changed elsewhere since`));
    shell.out.say(`what differs:  trueup drift ${target}`);
  }
}

function elsewhere(shell: Shell, what: string): string {
  return shell.out.data.style.warning(`~ ${what}`);
}

function tell(shell: Shell, entry: Entry, gone: readonly string[]): void {
  const { style } = shell.out.data;
  const what = entry.plan ?? (entry.what === "restore" ? "a backup" : "planned without a file");
  const seal = entry.seal === null ? "" : ` (${sealDigits(entry.seal).slice(0, 8)})`;
  const { backup: path } = entry;
  const backup =
    path === null ? "no backup" : `backup ${shownFrom(shell.cwd, path)}${gone.includes(path) ? ", not kept here" : ""}`;
  const at = style.bold(entry.at.replace(/\.\d+Z$/, "Z"));
  const text = `${entry.what} ${what}${seal} by ${entry.who} in ${duration(entry.milliseconds)}`;
  const { width } = shell.out.data;
  shell.out.print(hang(`${at}  `, oneLine(text), width));
  if (entry.approved !== undefined) {
    shell.out.print(hang("    ", oneLine(approvedWords(entry.approved)), width));
  }
  const way = `    ${entry.from.slice(0, 12)} → ${entry.to.slice(0, 12)}`;
  const line = `${way}, ${oneLine(backup)}`;
  shell.out.print(style.dim(displayWidth(line) <= width ? line : `${way}\n    ${oneLine(backup)}`));
}
