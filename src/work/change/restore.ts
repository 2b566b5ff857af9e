import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Manifest } from "../../apply/manifest.ts";
import type { BackupPlace } from "../../apply/place.ts";
import { readManifest } from "../../apply/read-manifest.ts";
import { stepsBack, wasNotMade } from "../../apply/steps-back.ts";
import type { RestoreOutcome } from "../../apply/restore-outcome.ts";
import { ofAnother } from "../../apply/whose.ts";
import type { Checked, Problem } from "../../problem/problem.ts";
import { identify, isUrl } from "../../target/kinds.ts";
import type { PutBackRequest, Target } from "../../target/target.ts";
import { guardedAim } from "../approval/guard.ts";
import { aroundHooks, type ChangeOptions, listenTo, lockTimeout } from "./change.ts";
import { confirmed } from "./confirm.ts";
import { type Context, checked, refuse, taking, unlessRefused } from "../context.ts";
import { fetched, isOwn, type KeptBackup, keptOf } from "./kept.ts";
import { liveFingerprint } from "../schema/live.ts";
import { keepOf, backupPlaceOf } from "./place.ts";
import type { Project } from "../project.ts";
import { type Aim, oneTarget, targetOf } from "../targets.ts";

export interface RestoreOptions extends ChangeOptions {
  /** The default target if left out. */
  readonly target?: string | undefined;
  /** A backup's file, or its name; `undo` takes back the last change, and `redo` an undo. */
  readonly backup: string | { readonly step: "undo" | "redo" };
  /** The database that the backup is from, if it is restored into another one: its name or its location. */
  readonly from?: string | undefined;
  /** What was written since the backup may be discarded. */
  readonly discardWrites?: boolean;
  /** Asked before anything is restored, unless the target must be confirmed by name. */
  readonly agree?: ((backup: string, target: string) => Promise<boolean>) | undefined;
}

/** Restores a backup, byte for byte. What it replaces is kept as a backup. */
export function restore(project: Project, options: RestoreOptions): Promise<Checked<RestoreOutcome>> {
  const { backup: asked } = options;
  return checked(typeof asked === "string" ? "restore" : asked.step, project.cwd, options, async (context) => {
    const aim = oneTarget(typeof asked === "string" ? taking(context, asked) : context, project, options.target);
    const place = backupPlaceOf(context, project, aim);
    const target = await targetOf(context, aim);
    const { chosen, earlier = null } =
      typeof asked === "string"
        ? { chosen: await named(context, aim, target, place, asked) }
        : await nextStep(context, aim, target, place, asked.step);
    const withEarlier = (outcome: RestoreOutcome): RestoreOutcome =>
      outcome.kind === "same" && earlier !== null ? { ...outcome, earlier } : outcome;
    await confirmed(context, aim, options.confirm);
    const agreed = aim.confirm || options.agree === undefined || (await options.agree(chosen.path, aim.name));
    if (!agreed) refuse(declined(aim));
    const backup = await fetched(context, target, place, chosen);
    const request = {
      backup,
      ...(typeof asked === "string" ? {} : { step: asked.step }),
      lockTimeout: lockTimeout(aim, options),
      place,
      keep: keepOf(project),
      beside: aim.beside,
      discardWrites: options.discardWrites ?? false,
      from: spellings(context, options.from),
      writersStopped: aim.before !== null,
    };
    refuseOthers(backup, { ...request, label: aim.name }, target);
    const useless = await foreseen(context, aim, target, request);
    if (useless !== null) return withEarlier(useless);
    if (request.discardWrites || request.from.length > 0) await approvedLoss(context, project, aim, backup, options);
    context.tell({ kind: "begins", target: aim.name });
    const hooks = listenTo(context, options);
    return withEarlier(await aroundHooks(context, project, aim, target, () => target.putBack(request, hooks)));
  });
}

/** If nothing would be restored, no hook runs. Without hooks, the restore itself looks. */
async function foreseen(
  context: Context,
  aim: Aim,
  target: Target,
  request: PutBackRequest,
): Promise<RestoreOutcome | null> {
  if (aim.before === null && aim.after === null) return null;
  return unlessRefused(async () => {
    const read = readManifest(request.backup);
    const fingerprint = read.ok ? read.value.fingerprint : null;
    // If what was written since may be discarded, only a database that is there already stays as it is.
    if (request.discardWrites && fingerprint !== null && fingerprint !== (await liveFingerprint(context, aim)))
      return null;
    return target.foresee(request, { onProgress: () => {}, stop: context.signal });
  });
}

/**
 * What was written since the backup is not in a plan that could be approved, so the approval is for the checksum of the
 * backup and the day: later, other rows would be discarded.
 */
async function approvedLoss(
  context: Context,
  project: Project,
  aim: Aim,
  backup: string,
  options: RestoreOptions,
): Promise<void> {
  const guarded = await guardedAim(context, project, aim);
  if (guarded === null) return;
  const { approveDeeds } = await import("../approval/approve.ts");
  const read = readManifest(backup);
  const checksum = read.ok ? read.value.sha256 : "";
  const sealOf = (day: number) => {
    const date = new Date(Date.now() - day * 86_400_000).toISOString().slice(0, 10);
    return `sha256:${createHash("sha256").update(`restore ${checksum} ${date}`).digest("hex")}`;
  };
  const losses = [{ name: null, what: `what was written since ${basename(backup)} was taken` }];
  const deed = { seal: sealOf(0), earlier: sealOf(1), name: null, losses, isThis: () => false };
  await approveDeeds(context, project, guarded, [deed], options);
}

/** Before any hook runs: a backup of another database must not stop the application. */
function refuseOthers(backup: string, request: Parameters<typeof ofAnother>[1], target: Target): void {
  const read = readManifest(backup);
  const other = read.ok ? ofAnother(read.value, request, target.whose) : null;
  if (!read.ok) refuse(...read.problems);
  if (other !== null) refuse(other);
}

/** A name as it was typed, and the place that it may mean. */
function spellings({ cwd }: Context, from: string | undefined): readonly string[] {
  if (from === undefined) return [];
  const place = isUrl(from) ? identify(from, cwd)?.place : resolve(cwd, from);
  return place === undefined ? [from] : [from, place];
}

/** A file here, or a backup by its name, which may be on the machine of the database. */
async function named(
  context: Context,
  aim: Aim,
  target: Target,
  place: BackupPlace,
  typed: string,
): Promise<KeptBackup> {
  const path = resolve(context.cwd, typed);
  const name = basename(typed).replace(/\.(?:db|changes)$/, "");
  if (existsSync(path)) return { name, path, there: null, here: true, bytes: statSync(path).size, manifest: null };
  const found = (await keptOf(context, target, place)).find((kept) => kept.name === name);
  return found ?? refuse(noBackup(aim, path));
}

interface Step {
  readonly chosen: KeptBackup;
  /** The backup that an undo of the change before it would restore. */
  readonly earlier?: string | null;
}

/** The backup that an undo or a redo puts back, by the notes of those that are kept of this database. */
async function nextStep(
  context: Context,
  aim: Aim,
  target: Target,
  place: BackupPlace,
  step: "undo" | "redo",
): Promise<Step> {
  const all = await keptOf(context, target, place);
  const own = all.filter((kept) => isOwn(kept, target));
  const noted = [...own].reverse().filter(isNoted);
  // A restore that was killed before its commit does not count. An apply does: to undo it, there is nothing to do.
  for (let last = noted.at(-1); last?.manifest.before === "restore"; last = noted.at(-1)) {
    if (!(await isUndone(context, aim, target, place, last))) break;
    noted.pop();
  }
  const steps = stepsBack(noted);
  const next = steps[step]?.path;
  const others = all.filter((kept) => !isOwn(kept, target));
  const chosen =
    own.find(({ path }) => path === next) ?? refuse(noStep(aim, target, step, place, others, steps.redo !== null));
  if (step === "redo") return { chosen };
  const before = noted.slice(
    0,
    noted.findIndex(({ path }) => path === next),
  );
  return { chosen, earlier: stepsBack(before).undo?.path ?? null };
}

/** Whether a database still is what the last restore was to replace. */
async function isUndone(
  context: Context,
  aim: Aim,
  target: Target,
  place: BackupPlace,
  kept: KeptBackup & { readonly manifest: Manifest },
): Promise<boolean> {
  const undone = await unlessRefused(async () => {
    const fingerprint = await liveFingerprint(context, aim);
    if (wasNotMade(kept.manifest, { fingerprint })) return true;
    if (kept.manifest.fingerprint !== null && kept.manifest.fingerprint !== fingerprint) return false;
    const backup = await fetched(context, target, place, kept);
    const look = { onProgress: () => {}, stop: context.signal };
    return (await target.foresee({ backup, discardWrites: true }, look))?.kind === "same";
  });
  return undone ?? false;
}

function isNoted(kept: KeptBackup): kept is KeptBackup & { readonly manifest: Manifest } {
  return kept.manifest !== null;
}

function noStep(
  aim: Aim,
  { whose, beside }: Target,
  step: "undo" | "redo",
  { root, name }: BackupPlace,
  others: readonly KeptBackup[],
  forward: boolean,
): Problem {
  const of = [...new Set(others.flatMap(({ manifest }) => manifest?.database ?? []))];
  return {
    code: "nothing-to-undo",
    level: "error",
    subject: aim.name,
    message:
      step === "undo"
        ? `there is nothing to undo in ${aim.name}: no backup from before a change is kept`
        : `nothing of ${aim.name} was undone that could be done again`,
    evidence: [
      `looked in ${join(root, name)}`,
      ...(beside === null ? [] : ["and beside the database, on its machine"]),
      ...of.map((database) => `the backups there are of ${database}, and this is ${whose.place}`),
    ],
    help: [
      ...(step === "undo" && forward ? [`trueup redo ${aim.name}  does again what was undone`] : []),
      `trueup backups ${aim.name}  lists what is kept`,
      `trueup history ${aim.name}  says what was done`,
    ],
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
    message: "nothing was restored",
    help: ["--yes answers the question"],
  } as const;
}
