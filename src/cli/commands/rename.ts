import { unwrap } from "../../work/context.ts";
import { rename } from "../../work/schema/rename.ts";
import { shownFrom } from "../../work/shown-from.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const { args, tell, signal } = shell;
  const [from = "", to = ""] = args;
  const { files, subject } = unwrap(await rename(project, { from, to, tell, signal }));
  const names = [...files.keys()].map((file) => shownFrom(shell.cwd, file));
  for (const name of names) shell.out.say(`${shell.out.messages.style.changed("edited   ")} ${name}`);
  if (shell.json) shell.out.print(document(shell, exits.done, { subject, files: names }));
  else shell.out.print(`Renamed the ${subject.kind} ${subject.from} to ${subject.to}. Next: trueup plan`);
  return exits.done;
}
