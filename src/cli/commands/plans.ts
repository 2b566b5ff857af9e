import { rmSync } from "node:fs";
import { unneededPlans } from "../../plan/graph/standing.ts";
import { plural } from "../../words/numbers.ts";
import { plansJson } from "../../report/plans/plans-json.ts";
import { nextOf } from "../../report/plans/plans-next.ts";
import type { PlansReport } from "../../report/plans/plans-report.ts";
import { plansText } from "../../report/plans/plans-text.ts";
import { need, refuse } from "../../work/context.ts";
import { type PlansFound, plans } from "../../work/plans/plans.ts";
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
  const found = need(shell, await plans(project, { target, folder: shell.options.text("plans"), tell: hear, signal }));
  if (shell.options.flag("prune")) return prune(shell, found);
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
  const told = [...found.problems, ...found.unreadable.map(({ problem }) => problem)];
  const exit = found.goal === null ? exits.failed : exits.done;
  if (shell.json) {
    shell.out.print(document(shell, exit, { ...plansJson(report), problems: problemsJson(shell, told) }));
    return exit;
  }
  const { style, width } = shell.out.data;
  shell.out.print(plansText(report, { width, style, all: shell.options.flag("verbose") }));
  const next = nextOf(report, target === undefined ? "" : ` ${target}`);
  if (next.said !== null || next.command !== null) shell.out.print("");
  if (next.said !== null) shell.out.print(next.said);
  if (next.command !== null) shell.out.print(`Next: ${style.command(next.command)}`);
  shell.out.problems(told, shell.sources);
  return exit;
}

function nameOf(shell: Shell, { path }: PlansFound): string {
  return `${shownFrom(shell.cwd, path)}/`;
}

/** Deletes the plans that are off the path, after asking. */
async function prune(shell: Shell, found: PlansFound): Promise<Exit> {
  const { graph, folder, goal } = found;
  const name = nameOf(shell, found);
  if (goal === null || folder.ahead) refuse(goalUnknown(name), ...found.problems);
  const unneeded = unneededPlans(graph, folder);
  const files = unneeded.map(({ file }) => shownFrom(shell.cwd, file));
  const yes = unneeded.length > 0 && (await agreed(shell, files));
  for (const { file } of yes ? unneeded : []) rmSync(file);
  if (shell.json) shell.out.print(document(shell, exits.done, { deleted: yes ? files : [] }));
  else if (unneeded.length === 0) shell.out.say(`every plan of ${name} leads to the declarations`);
  else for (const file of files) shell.out.print(yes ? `deleted ${file}` : `kept ${file}`);
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

function goalUnknown(name: string) {
  return {
    code: "plans-behind",
    level: "error",
    subject: name,
    message: `nothing in ${name} can be pruned: no plan in it leads to the declarations`,
    why: "which plans are needed is only known once a plan leads there",
    help: ["inspect the folder:  trueup plans", "write the missing plan:  trueup plan --out plans/NAME.plan.sql"],
  } as const;
}
