import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { backupFiles } from "../apply/backups.ts";
import type { RestoreOutcome } from "../apply/restore-outcome.ts";
import type { Checked } from "../problem/problem.ts";
import { aroundHooks, type ChangeOptions, listenTo, lockTimeout } from "./change.ts";
import { confirmed } from "./confirm.ts";
import { checked, refuse } from "./context.ts";
import { keepOf, placeOf } from "./place.ts";
import type { Project } from "./project.ts";
import { type Aim, oneTarget, targetOf } from "./targets.ts";

export interface RestoreOptions extends ChangeOptions {
  /** The default target where it is left out. */
  readonly target?: string | undefined;
  /** The newest one of the target where it is left out. */
  readonly backup?: string | undefined;
  /** What was written since the backup may go. */
  readonly discardWrites?: boolean;
  /** Asked before anything is put back, where the target need not be confirmed by name. */
  readonly agree?: ((backup: string, target: string) => Promise<boolean>) | undefined;
}

/** Puts a backup back, byte for byte. What it replaces is kept as a backup. */
export function restore(project: Project, options: RestoreOptions = {}): Promise<Checked<RestoreOutcome>> {
  return checked("restore", project.cwd, options, async (context) => {
    const aim = oneTarget(context, project, options.target);
    const place = placeOf(context, project, aim);
    const backup = options.backup === undefined ? backupFiles(place)[0] : resolve(context.cwd, options.backup);
    if (backup === undefined || !existsSync(backup)) refuse(noBackup(aim, backup));
    await confirmed(context, aim, options.confirm);
    const agreed = aim.confirm || options.agree === undefined || (await options.agree(backup, aim.name));
    if (!agreed) refuse(declined(aim));
    const target = await targetOf(context, aim);
    const request = {
      backup,
      lockTimeout: lockTimeout(aim, options),
      place,
      keep: keepOf(project),
      ignore: aim.ignore,
      discardWrites: options.discardWrites ?? false,
      writersStopped: aim.before !== null,
    };
    context.tell({ kind: "begins", target: aim.name });
    return aroundHooks(context, project, aim, target, () => target.putBack(request, listenTo(context, options)));
  });
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

function declined(aim: Aim) {
  return {
    code: "not-confirmed",
    level: "error",
    subject: aim.name,
    message: "nothing was put back",
    help: ["--yes answers the question"],
  } as const;
}
