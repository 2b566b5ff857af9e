import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import type { Sources } from "../../problem/problem.ts";
import { pull } from "../../pull/pull.ts";
import { unifiedDiff } from "../../pull/unified-diff.ts";
import { plural } from "../../plan/words.ts";
import { declared } from "../../work/declared.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import type { Project } from "../../work/project.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { need } from "../../work/context.ts";
import { liveSchema } from "../../work/live.ts";
import { type Aim, oneTarget } from "../../work/targets.ts";
import { shownFrom } from "../../work/shown-from.ts";
import { writeFile } from "../write-file.ts";
import { printData } from "../write-out.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const aim = oneTarget(shell, project, shell.args[0]);
  const { into, files } = await pulled(shell, project, aim);
  if (shell.options.flag("check")) return check(shell, aim, into, files);
  write(shell, files);
  if (shell.json) {
    const names = [...files.keys()].map((file) => shownFrom(shell.cwd, file));
    shell.out.print(document(shell, exits.done, { target: aim.name, files: names }));
  } else if (files.size === 0) {
    shell.out.say(`nothing to do: the declarations say what ${aim.name} has`);
  }
  return exits.done;
}

/** For `init --from`, which writes nothing at all where the database cannot be read: what there is to write, ready. */
export async function readyPull(shell: Shell, from: string): Promise<() => void> {
  const project = await projectOf(shell, "here");
  const { files } = await pulled(shell, project, oneTarget(shell, project, from));
  return () => write(shell, files);
}

async function pulled(shell: Shell, project: Project, aim: Aim) {
  const schema = await liveSchema(shell, aim);
  const into: Sources = isEmpty(project.schema) ? new Map() : (await declared(shell, project)).sources;
  const strict = shell.options.flag("strict");
  const { files } = need(shell, await pull({ schema, into, path: project.schema, strict }));
  return { into, files };
}

/** Not there yet, or a folder without a declaration in it. */
function isEmpty(path: string): boolean {
  if (!existsSync(path)) return true;
  if (statSync(path).isFile()) return readFileSync(path, "utf8").trim() === "";
  return !readdirSync(path, { recursive: true, encoding: "utf8" }).some((file) => /\.[cm]?ts$/.test(file));
}

function write(shell: Shell, files: ReadonlyMap<string, string>): void {
  const { style } = shell.out.messages;
  for (const [file, text] of files) {
    const state = existsSync(file) ? style.changed("edited   ") : style.good("written  ");
    writeFile(file, text);
    shell.out.say(`${state} ${shownFrom(shell.cwd, file)}`);
  }
}

function check(shell: Shell, aim: Aim, into: Sources, files: ReadonlyMap<string, string>): Exit {
  const exit = files.size === 0 ? exits.done : exits.differs;
  const diffs = [...files].map(([file, text]) => ({
    file: shownFrom(shell.cwd, file),
    diff: unifiedDiff(shownFrom(shell.cwd, file), into.get(file) ?? "", text),
  }));
  if (shell.json) shell.out.print(document(shell, exit, { target: aim.name, files: diffs }));
  else for (const { diff } of diffs) printData(shell, diff);
  if (files.size > 0) shell.out.say(`${plural(files.size, "file")} would change:  trueup pull ${aim.name}`);
  else shell.out.say(`the declarations say what ${aim.name} has`);
  return exit;
}
