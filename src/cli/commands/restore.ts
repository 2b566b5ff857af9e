import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { isUrl } from "../../target/kinds.ts";
import { refuse } from "../../work/context.ts";
import type { Project } from "../../work/project.ts";
import type { Exit } from "../exit-codes.ts";
import { projectOf } from "../project.ts";
import { putBack } from "../put-back.ts";
import type { Shell } from "../shell.ts";
import { usage } from "../usage.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  // A backup is a path, or just its name. The target may be a path too, and comes second.
  const [first = "", second] = shell.args;
  const namesBackup = second !== undefined || /\d{4}-\d\d-\d\dT[\d-]+Z-[^/\\]*$/.test(first);
  if (!namesBackup) refuse(isTarget(shell, project, first) ? noBackupNamed(first) : neither(first));
  return putBack(shell, { backup: first, target: second });
}

function noBackupNamed(target: string) {
  return usage("missing-argument", target, "restore needs a backup", [
    `revert the last change:  trueup undo ${target}`,
    `list the backups:  trueup backups ${target}`,
  ]);
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
