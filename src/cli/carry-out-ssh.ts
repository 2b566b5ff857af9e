import type { ApplyEvent, ApplyOutcome } from "../apply/events.ts";
import type { RestoreOutcome } from "../apply/restore-outcome.ts";
import { readAddress } from "../target/ssh/address.ts";
import { applySsh } from "../target/ssh/change.ts";
import { type Remote, remote } from "../target/ssh/remote.ts";
import { restoreSsh, type SshRestore } from "../target/ssh/put-back.ts";
import { applyProgress } from "./apply-progress.ts";
import { askedOf, backupChoice, type Work } from "./carry-out.ts";
import type { Project } from "../work/project.ts";
import { withHooks } from "./run-hook.ts";
import type { Shell } from "./shell.ts";
import { need } from "../work/context.ts";
import type { Aim } from "../work/targets.ts";
import { lastRehearsal } from "../work/rehearsed.ts";

type Tell = (event: ApplyEvent) => void;

/** Applies to a file on another machine. */
export function applyOverSsh(shell: Shell, project: Project, work: Work, tell: Tell): Promise<ApplyOutcome> {
  const { aim, seal } = work;
  const backup = backupChoice(shell, aim);
  return there(shell, project, aim, (machine) =>
    applySsh(
      {
        ...askedOf(shell, project, work, backup),
        remote: machine,
        stopped: aim.before !== null,
        backup: backup === null ? "none" : "take",
        estimates: lastRehearsal(project, seal)?.estimates ?? {},
      },
      { onEvent: tell, now: () => new Date(), stop: shell.interrupted, kill: shell.killed },
    ),
  );
}

export function restoreOverSsh(
  shell: Shell,
  project: Project,
  aim: Aim,
  request: Omit<SshRestore, "remote" | "stopped">,
): Promise<RestoreOutcome> {
  const tell = shell.json ? () => {} : applyProgress(shell);
  return there(shell, project, aim, (machine) =>
    restoreSsh(
      { ...request, remote: machine, stopped: aim.before !== null },
      {
        now: () => new Date(),
        signal: shell.interrupted,
        onNote: (problem) => shell.out.problems([problem]),
        onHappened: (happened) => tell({ kind: "there", ...happened }),
        onProgress: (bytes, of) => tell({ kind: "backup-progress", bytes, of }),
      },
    ),
  );
}

async function there<T>(shell: Shell, project: Project, aim: Aim, work: (machine: Remote) => Promise<T>): Promise<T> {
  const machine = need(shell, remote(need(shell, readAddress(aim.url)), aim.name, shell.env.TRUEUP_SSH));
  return withHooks(shell, aim, { folder: project.folder, machine }, () => work(machine));
}
