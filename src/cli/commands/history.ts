import { readJournal } from "../../apply/journal.ts";
import { duration } from "../../report/number.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import { loadProject } from "../project.ts";
import type { Shell } from "../shell.ts";
import { oneTarget } from "../targets.ts";
import { placeOf } from "../place-of.ts";
import { shownFrom } from "../terminal.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await loadProject(shell);
  const aim = oneTarget(shell, project, shell.args[0]);
  const { entries, unreadable } = readJournal(placeOf(shell, project, aim));
  const newest = [...entries].reverse();
  if (shell.json) {
    shell.out.print(document(shell, exits.done, { target: aim.name, entries: newest, unreadable }));
    return exits.done;
  }
  if (newest.length === 0) shell.out.say(`nothing was applied to ${aim.name} from here yet`);
  const { style } = shell.out.data;
  for (const entry of newest) {
    const what = entry.plan ?? (entry.what === "restore" ? "a backup" : "planned on the spot");
    const seal = entry.seal === null ? "" : ` (${entry.seal.replace(/^sha256:/, "").slice(0, 8)})`;
    const backup = entry.backup === null ? "no backup" : `backup ${shownFrom(shell.cwd, entry.backup)}`;
    shell.out.print(
      `${style.bold(entry.at.replace(/\.\d+Z$/, "Z"))}  ${entry.what} ${what}${seal} by ${entry.who} in ${duration(entry.milliseconds)}`,
    );
    shell.out.print(style.dim(`    ${entry.from.slice(0, 12)} → ${entry.to.slice(0, 12)}, ${backup}`));
  }
  if (unreadable > 0) shell.out.say(`${unreadable} line(s) of the log cannot be read`);
  return exits.done;
}
