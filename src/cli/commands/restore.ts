import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { ApplyEvent } from "../../apply/events.ts";
import { backupFiles } from "../../apply/backups.ts";
import { type RestoreOutcome, restoreExitCodes } from "../../apply/restore-outcome.ts";
import { commandLine } from "../../report/command-line.ts";
import { plural } from "../../plan/words.ts";
import { duration } from "../../report/number.ts";
import { withHooks } from "../../target/hooks.ts";
import { isUrl } from "../../target/kinds.ts";
import { applyProgress } from "../apply-progress.ts";
import { confirmed, hookListener, hooksOf, keepOf, lockTimeout } from "../carry-out.ts";
import type { Exit } from "../exit-codes.ts";
import { document, problemsJson } from "../json-out.ts";
import { placeOf } from "../place-of.ts";
import type { Project } from "../../work/project.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { refuse } from "../../work/context.ts";
import { type Aim, oneTarget, targetOf } from "../../work/targets.ts";
import { near } from "../tell-outcome.ts";
import { shownFrom } from "../../work/shown-from.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  // A backup is a path that ends in .db below a folder of backups; the target may be one too, and comes second.
  const [first, second] = shell.args;
  const namesBackup = second !== undefined || (first !== undefined && /\d{4}-\d\d-\d\dT[^/\\]*\.db$/.test(first));
  if (!namesBackup && first !== undefined && !isTarget(shell, project, first)) refuse(neither(first));
  const aim = oneTarget(shell, project, namesBackup ? second : first);
  const target = await targetOf(shell, aim);
  const place = placeOf(shell, project, aim);
  const backup = namesBackup ? resolve(shell.cwd, first ?? "") : backupFiles(place)[0];
  if (backup === undefined || !existsSync(backup)) refuse(noBackup(aim, backup));
  await asked(shell, aim, backup);
  const request = {
    backup,
    lockTimeout: lockTimeout(shell, aim),
    place,
    keep: keepOf(project),
    ignore: aim.ignore,
    discardWrites: shell.options.flag("discard-writes"),
    writersStopped: aim.before !== null,
  };
  const progress = shell.json ? () => {} : applyProgress(shell);
  const hooks = {
    onEvent: (event: ApplyEvent) => (event.kind === "note" ? shell.out.problems([event.problem]) : progress(event)),
    now: () => new Date(),
    stop: shell.interrupted,
    kill: shell.killed,
  };
  const putBack = () => target.putBack(request, hooks);
  return tell(shell, await withHooks(target, hooksOf(aim, project), hookListener(shell), putBack));
}

/** A restore takes back what is there; it is only asked about where somebody can answer, because it keeps that too. */
async function asked(shell: Shell, aim: Aim, backup: string): Promise<void> {
  await confirmed(shell, aim);
  if (shell.options.flag("yes") || aim.confirm || !shell.prompt.possible) return;
  const yes = await shell.prompt.confirm(`put ${shownFrom(shell.cwd, backup)} back into ${aim.name}?`);
  if (yes) return;
  refuse({
    code: "not-confirmed",
    level: "error",
    subject: aim.name,
    message: "nothing was put back",
    help: ["--yes answers the question"],
  });
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
    message: `\`${typed}\` is no backup, no target and no file`,
    help: ["trueup backups  lists the backups, with the command for each"],
  } as const;
}

function noBackup(aim: Aim, backup: string | undefined) {
  return {
    code: "path-unusable",
    level: "error",
    subject: aim.name,
    message: backup === undefined ? `there is no backup of ${aim.name} here` : `there is no file ${backup}`,
    help: [`trueup backups ${aim.name}  lists them`],
  } as const;
}
