import { plural } from "../../words/numbers.ts";
import { unifiedDiff } from "../../pull/unified-diff.ts";
import { unwrap } from "../../work/context.ts";
import { type Pulled, type PulledFile, pull } from "../../work/schema/pull.ts";
import { shownFrom } from "../../work/shown-from.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document, problemsJson } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { printData } from "../write-out.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const { args, options, tell, signal } = shell;
  const [check, strict] = [options.flag("check"), options.flag("strict")];
  const said = options.text("as");
  const as = said === "sql" || said === "drizzle" ? said : undefined;
  const rows = (options.text("rows") ?? "").split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim()]));
  const pulled = unwrap(await pull(project, { target: args[0], check, strict, as, rows, tell, signal }));
  if (check) return tellCheck(shell, pulled);
  tellWritten(shell, pulled.files);
  const exit = tellLeft(shell, pulled) ? exits.differs : exits.done;
  if (shell.json) {
    const files = pulled.files.map(({ file }) => shownFrom(shell.cwd, file));
    shell.out.print(document(shell, exit, { target: pulled.target, files, ...leftJson(shell, pulled) }));
  } else if (pulled.files.length === 0) {
    shell.out.say(`nothing to do: the declarations match ${pulled.target}`);
  }
  return exit;
}

export function tellWritten(shell: Shell, files: readonly PulledFile[]): void {
  const { style } = shell.out.messages;
  for (const { file, before } of files) {
    const state = before === null ? style.good("written  ") : style.changed("edited   ");
    shell.out.say(`${state} ${shownFrom(shell.cwd, file)}`);
  }
}

/** What a schema of Drizzle still has to say, and pull could not write. */
function tellLeft(shell: Shell, { files, left }: Pulled): boolean {
  // Offsets are those of the files that were edited.
  const after = new Map([...shell.sources, ...files.map(({ file, after }) => [file, after] as const)]);
  if (!shell.json && left.length > 0) shell.out.problems(left, after);
  return left.length > 0;
}

function leftJson(shell: Shell, { left }: Pulled) {
  return left.length === 0 ? {} : { problems: problemsJson(shell, left) };
}

function tellCheck(shell: Shell, pulled: Pulled): Exit {
  const { target, files } = pulled;
  const exit = files.length === 0 && pulled.left.length === 0 ? exits.done : exits.differs;
  const diffs = files.map(({ file, before, after }) => {
    const name = shownFrom(shell.cwd, file);
    return { file: name, diff: unifiedDiff(name, before ?? "", after) };
  });
  tellLeft(shell, pulled);
  if (shell.json) shell.out.print(document(shell, exit, { target, files: diffs, ...leftJson(shell, pulled) }));
  else for (const { diff } of diffs) printData(shell, diff);
  if (files.length > 0) shell.out.say(`${plural(files.length, "file")} would change:  trueup pull ${target}`);
  else shell.out.say(`the declarations match ${target}`);
  return exit;
}
