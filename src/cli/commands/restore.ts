import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type RestoreOutcome, restoreExitCodes } from "../../apply/restore-outcome.ts";
import { plural } from "../../words/numbers.ts";
import { commandLine } from "../../report/command-line.ts";
import { duration } from "../../report/number.ts";
import { isUrl } from "../../target/kinds.ts";
import { need, refuse } from "../../work/context.ts";
import type { Project } from "../../work/project.ts";
import { restore } from "../../work/restore.ts";
import { shownFrom } from "../../work/shown-from.ts";
import { changeFlags } from "../change-flags.ts";
import type { Exit } from "../exit-codes.ts";
import { document, problemsJson } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { near } from "../tell-outcome.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  // A backup is a path that ends in .db below a folder of backups; the target may be one too, and comes second.
  const [first, second] = shell.args;
  const namesBackup = second !== undefined || (first !== undefined && /\d{4}-\d\d-\d\dT[^/\\]*\.db$/.test(first));
  if (!namesBackup && first !== undefined && !isTarget(shell, project, first)) refuse(neither(first));
  const { options, prompt } = shell;
  // A restore is only asked about where somebody can answer, because it keeps what it replaces.
  const agree = (backup: string, target: string) =>
    prompt.confirm(`put ${shownFrom(shell.cwd, backup)} back into ${target}?`);
  const request = {
    target: namesBackup ? second : first,
    backup: namesBackup ? first : undefined,
    discardWrites: options.flag("discard-writes"),
    agree: prompt.possible && !options.flag("yes") ? agree : undefined,
  };
  return tell(shell, need(shell, await restore(project, { ...request, ...changeFlags(shell) })));
}

function tell(shell: Shell, outcome: RestoreOutcome): Exit {
  const exit = restoreExitCodes[outcome.kind];
  const problems = "problems" in outcome ? outcome.problems : [];
  if (shell.json) {
    const decisions = problems.flatMap((problem) => problem.decision ?? []);
    shell.out.print(
      document(shell, exit, {
        outcome: { ...outcome, problems: undefined },
        problems: problemsJson(shell, problems),
        decisions,
      }),
    );
    return exit;
  }
  const { style } = shell.out.data;
  shell.out.problems(problems, shell.sources);
  if (outcome.kind === "same")
    shell.out.print(`Nothing to do: ${outcome.target} is what ${shownFrom(shell.cwd, outcome.backup)} holds.`);
  if (outcome.kind === "restored") {
    shell.out.print(
      style.good(
        `Restored ${outcome.target} in ${duration(outcome.milliseconds)}: ${plural(outcome.pages, "page")} put back.`,
      ),
    );
    shell.out.print(`What it replaced is kept.`);
    shell.out.print(`Undo: ${style.command(commandLine(["trueup", ...near(shell, outcome.undo)]))}`);
  }
  return exit;
}

function isTarget(shell: Shell, { config }: Project, typed: string): boolean {
  const named = config?.targets.some((target) => target.name === typed) === true;
  return named || isUrl(typed) || existsSync(resolve(shell.cwd, typed));
}

function neither(typed: string) {
  return {
    code: "unknown-target",
    level: "error",
    subject: typed,
    message: `\`${typed}\` is not a backup, a target or a file`,
    help: ["trueup backups  lists the backups, with the command for each"],
  } as const;
}
