import { plural } from "../../words/numbers.ts";
import { plansJson } from "../../report/plans/plans-json.ts";
import { nextOf } from "../../report/plans/plans-next.ts";
import type { PlansReport } from "../../report/plans/plans-report.ts";
import { plansText } from "../../report/plans/plans-text.ts";
import { unwrap, refuse } from "../../work/context.ts";
import { type PlansFound, plans } from "../../work/plans/plans.ts";
import { prunePlans } from "../../work/plans/prune.ts";
import type { Project } from "../../work/project.ts";
import { shownFrom } from "../../work/shown-from.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document, problemsJson } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";

/** The folder of plans as a graph, and where a database is in it. */
export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const [target] = shell.args;
  const { tell: hear, signal } = shell;
  if (shell.options.flag("prune")) return prune(shell, project);
  const found = unwrap(await plans(project, { target, folder: shell.options.text("plans"), tell: hear, signal }));
  if (shell.options.text("format") === "markdown") {
    const { plansMarkdown } = await import("../plans-markdown.ts");
    return plansMarkdown(shell, found);
  }
  const report: PlansReport = {
    name: nameOf(shell, found),
    graph: found.graph,
    folder: found.folder,
    unreadable: found.unreadable.map(({ file }) => shownFrom(found.path, file)),
    declared: found.goal !== null,
    target: found.target,
    shown: ({ file }) => shownFrom(found.path, file),
  };
  const problems = [...found.problems, ...found.unreadable.map(({ problem }) => problem)];
  const exit = found.goal === null ? exits.failed : exits.done;
  if (shell.json) {
    shell.out.print(document(shell, exit, { ...plansJson(report), problems: problemsJson(shell, problems) }));
    return exit;
  }
  const { style, width } = shell.out.data;
  shell.out.print(plansText(report, { width, style, all: shell.options.flag("verbose") }));
  const next = nextOf(report, target === undefined ? "" : ` ${target}`);
  if (next.said !== null || next.command !== null) shell.out.print("");
  if (next.said !== null) shell.out.print(next.said);
  if (next.command !== null) shell.out.print(`Next: ${style.command(next.command)}`);
  shell.out.problems(problems, shell.sources);
  return exit;
}

function nameOf(shell: Shell, { path }: PlansFound): string {
  return `${shownFrom(shell.cwd, path)}/`;
}

/** Deletes what is off the path, after asking. */
async function prune(shell: Shell, project: Project): Promise<Exit> {
  const { tell, signal, options } = shell;
  const agree = (files: readonly string[]) => agreed(shell, files);
  const asked = { folder: options.text("plans"), agree, tell, signal };
  const { folder, files, deleted } = unwrap(await prunePlans(project, asked));
  if (shell.json) shell.out.print(document(shell, exits.done, { deleted: deleted ? files : [] }));
  else if (files.length === 0) shell.out.say(`every plan of ${folder} leads to the declarations`);
  else for (const file of files) shell.out.print(deleted ? `deleted ${file}` : `kept ${file}`);
  return shell.signal.aborted ? exits.interrupted : exits.done;
}

async function agreed(shell: Shell, files: readonly string[]): Promise<boolean> {
  if (shell.options.flag("yes")) return true;
  if (shell.prompt.possible) {
    for (const file of files) shell.out.say(`  ${file}`);
    return shell.prompt.confirm(`delete ${plural(files.length, "plan")} that no database needs?`);
  }
  return refuse({
    code: "no-terminal",
    level: "error",
    subject: "--prune",
    message: `cannot ask whether to delete ${files.length === 1 ? "this file" : "these files"}: there is no terminal`,
    evidence: files,
    help: ["confirm with  --yes"],
    decision: {
      code: "no-terminal",
      subject: "--prune",
      evidence: files,
      answers: [{ means: "delete them", flags: ["--yes"] }],
    },
  });
}
