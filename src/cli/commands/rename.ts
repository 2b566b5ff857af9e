import { rename } from "../../pull/rename/rename.ts";
import { declared } from "../../work/declared.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { need } from "../../work/context.ts";
import { shownFrom } from "../../work/shown-from.ts";
import { writeFile } from "../write-file.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const [from = "", to = ""] = shell.args;
  const { sources } = await declared(shell, project);
  const renamed = await rename({ sources, path: project.schema, from, to });
  // What is doubtful is shown where it stands now.
  if (renamed.ok) shell.tell({ kind: "read", sources: renamed.value.files });
  const { files, subject } = need(shell, renamed);
  for (const [file, text] of files) {
    writeFile(file, text);
    shell.out.say(`${shell.out.messages.style.changed("edited   ")} ${shownFrom(shell.cwd, file)}`);
  }
  if (shell.json) {
    const names = [...files.keys()].map((file) => shownFrom(shell.cwd, file));
    shell.out.print(document(shell, exits.done, { subject, files: names }));
  } else {
    shell.out.print(`Renamed the ${subject.kind} ${subject.from} to ${subject.to}. Next: trueup plan`);
  }
  return exits.done;
}
