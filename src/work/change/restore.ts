import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { backupFiles } from "../../apply/backups.ts";
import type { Place } from "../../apply/place.ts";
import { readManifest } from "../../apply/read-manifest.ts";
import { stepsBack } from "../../apply/steps-back.ts";
import type { RestoreOutcome } from "../../apply/restore-outcome.ts";
import type { Checked, Problem } from "../../problem/problem.ts";
import { aroundHooks, type ChangeOptions, listenTo, lockTimeout } from "./change.ts";
import { confirmed } from "./confirm.ts";
import { checked, refuse } from "../context.ts";
import { keepOf, placeOf } from "./place.ts";
import type { Project } from "../project.ts";
import { type Aim, oneTarget, targetOf } from "../targets.ts";

export interface RestoreOptions extends ChangeOptions {
  /** The default target where it is left out. */
  readonly target?: string | undefined;
  /** A backup's file; `undo` takes back the last change, and `redo` an undo. */
  readonly backup: string | { readonly step: "undo" | "redo" };
  /** The database that the backup is of, where it is to go into another one: its name, or where it is. */
  readonly from?: string | undefined;
  /** What was written since the backup may go. */
  readonly discardWrites?: boolean;
  /** Asked before anything is put back, where the target need not be confirmed by name. */
  readonly agree?: ((backup: string, target: string) => Promise<boolean>) | undefined;
}

/** Puts a backup back, byte for byte. What it replaces is kept as a backup. */
export function restore(project: Project, options: RestoreOptions): Promise<Checked<RestoreOutcome>> {
  return checked("restore", project.cwd, options, async (context) => {
    const aim = oneTarget(context, project, options.target);
    const place = placeOf(context, project, aim);
    const { backup: asked } = options;
    const backup = typeof asked === "string" ? resolve(context.cwd, asked) : nextStep(place, aim, asked.step);
    if (!existsSync(backup)) refuse(noBackup(aim, backup));
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
      from: options.from ?? null,
      writersStopped: aim.before !== null,
    };
    context.tell({ kind: "begins", target: aim.name });
    return aroundHooks(context, project, aim, target, () => target.putBack(request, listenTo(context, options)));
  });
}

/** The backup that an undo or a redo puts back, by the notes of those that are kept here. */
function nextStep(place: Place, aim: Aim, step: "undo" | "redo"): string {
  const noted = [...backupFiles(place)].reverse().flatMap((path) => {
    const read = readManifest(path);
    return read.ok ? [{ path, manifest: read.value }] : [];
  });
  return stepsBack(noted)[step]?.path ?? refuse(noStep(aim, step, place));
}

function noStep(aim: Aim, step: "undo" | "redo", { root, name }: Place): Problem {
  return {
    code: "nothing-to-undo",
    level: "error",
    subject: aim.name,
    message:
      step === "undo"
        ? `no change of ${aim.name} can be taken back: no backup of before one is kept here`
        : `nothing of ${aim.name} was undone that could be done again`,
    evidence: [`looked in ${join(root, name)}`],
    help: [`trueup backups ${aim.name}  lists what is kept`, `trueup history ${aim.name}  says what was done`],
  };
}

function noBackup(aim: Aim, backup: string) {
  return {
    code: "path-unusable",
    level: "error",
    subject: aim.name,
    message: `there is no file ${backup}`,
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
