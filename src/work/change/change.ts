import type { Problem } from "../../problem/problem.ts";
import { besideWith } from "../../plan/of-application.ts";
import { resolve } from "node:path";
import type { ApplyOutcome } from "../../apply/events.ts";
import { overrun } from "../../apply/lock-budget.ts";
import type { Plan } from "../../plan/plan.ts";
import { changeAll } from "../../target/change-all.ts";
import { expectNone } from "../../target/change-process.ts";
import { type HookListener, withHooks } from "../../target/hooks.ts";
import type { ChangeHooks, ChangeRequest, Target } from "../../target/target.ts";
import type { Approvals } from "../../apply/approved.ts";
import type { ApprovalOptions } from "../approval/approve.ts";
import { guardedAim } from "../approval/guard.ts";
import { onlyAdds } from "../approval/only-adds.ts";
import type { Confirmation } from "./confirm.ts";
import { type Context, type Listening, neverAborted, refuse } from "../context.ts";
import { keepOf, backupPlaceOf } from "./place.ts";
import type { Project } from "../project.ts";
import { lastRehearsal } from "./rehearsed.ts";
import { agreedToCreate } from "./new-database.ts";
import { type Aim, isNew, targetOf } from "../targets.ts";

/** The options of any change to a database. */
export interface ChangeOptions extends Listening, ApprovalOptions {
  /** The name of the target, if its configuration requires it. */
  readonly confirm?: Confirmation | undefined;
  /** Milliseconds to wait for the write lock. */
  readonly lockTimeout?: number | undefined;
  /** Does not wait for the running statement: the process that makes the change is killed, and SQLite rolls back. */
  readonly kill?: AbortSignal;
}

export interface CarryOutOptions extends ChangeOptions {
  /** Whether a database that does not exist is created, or a function that asks; it gets the place. */
  readonly create?: boolean | ((place: string) => Promise<boolean>);
  /** The folder for the backup, `none`, or `fork` for one that the server keeps. */
  readonly backup?: string | undefined;
  /** Done after the plans, and before the `after` hook. */
  readonly then?: (target: Target) => Promise<void>;
  /** What already approved the losses; if absent, approval is asked for. */
  readonly approvals?: Approvals;
  /** Continues even if the change would hold a server's lock for longer than the server allows. */
  readonly allowLong?: boolean;
  /** Milliseconds that writers may wait: a change that is estimated to delay them longer is refused. */
  readonly lockBudget?: number | undefined;
  /** URLs of replicas that must show the change before it counts as done. */
  readonly replicas?: readonly string[];
}

export interface PlanToApply {
  readonly plan: Plan;
  readonly seal: string;
  /** The file as the user named it; null if it was just planned. */
  readonly name: string | null;
}

/** Runs plans on any kind of target, each starting where the previous one ends, with the hooks around them. */
export async function carryOut(
  context: Context,
  project: Project,
  aim: Aim,
  plans: readonly [PlanToApply, ...PlanToApply[]],
  options: CarryOutOptions,
): Promise<ApplyOutcome> {
  const [{ plan, seal, name: planName }, ...others] = plans;
  const approvals = options.approvals ?? (await approved(context, project, aim, plans, options));
  const target = await targetOf(context, aim);
  const backup = backupChoice(context, aim, target, options.backup);
  const place = backupPlaceOf(context, project, aim);
  const request: ChangeRequest = {
    plan,
    seal,
    planName,
    following: others.map((each) => ({ plan: each.plan, seal: each.seal, planName: each.name })),
    beside: besideWith(
      aim.beside,
      plans.map(({ plan }) => plan),
    ),
    lockTimeout: lockTimeout(aim, options),
    place: { ...place, root: backup.folder ?? place.root },
    backup: backup.kind,
    fullUpTo: aim.fullUpTo,
    keep: keepOf(project),
    estimates: lastRehearsal(project, seal)?.estimates ?? {},
    allowLong: options.allowLong ?? false,
    approvals,
    writersStopped: aim.before !== null,
    replicas: options.replicas ?? [],
    create: isNew(aim, target) && (await agreedToCreate(context, aim, plan, options)),
  };
  const { lockBudget: budget } = options;
  if (budget !== undefined && !request.create) {
    const problems = await target.beyondBudget({ ...request, lockBudget: budget });
    if (problems.length > 0) {
      expectNone();
      return { kind: "failed", target: aim.name, state: "unchanged", problems };
    }
  }
  context.tell({ kind: "begins", target: aim.name });
  return aroundHooks(context, project, aim, target, async () => {
    const hooks = listenTo(context, options);
    const outcome = await changeAll(target, request, hooks);
    if (outcome.kind === "applied" && budget !== undefined && outcome.lockedMilliseconds > budget)
      hooks.onEvent({ kind: "note", problem: overrun(aim.name, outcome.lockedMilliseconds, budget) });
    if (outcome.kind === "applied" || outcome.kind === "already") await options.then?.(target);
    return outcome;
  });
}

/** Loaded only if a target requires more than flags. */
async function approved(
  context: Context,
  project: Project,
  aim: Aim,
  plans: readonly PlanToApply[],
  options: ApprovalOptions,
): Promise<Approvals> {
  // If there is nothing to approve, git need not be asked what the configuration said. Most saves of `dev` are like
  // that.
  if (plans.every(({ plan }) => onlyAdds(plan))) return {};
  const guarded = await guardedAim(context, project, aim);
  if (guarded === null) return {};
  const { approvePlans } = await import("../approval/approve.ts");
  return approvePlans(context, project, guarded, plans, options);
}

/** Runs the hooks of the configuration around a change. */
export function aroundHooks<T>(
  context: Context,
  { folder }: Project,
  { before, after, seed }: Aim,
  target: Target,
  work: () => Promise<T>,
): Promise<T> {
  return withHooks(target, { before, after, seed, folder }, hookListener(context), work);
}

export function hookListener({ tell }: Context): HookListener {
  return {
    onBegin: (which, words) => tell({ kind: "hook", which, words }),
    onOutput: (chunk) => tell({ kind: "hook-output", chunk }),
    onProblems: (problems) => tell({ kind: "warnings", problems }),
  };
}

export function listenTo({ tell, signal }: Context, { kill = neverAborted }: ChangeOptions): ChangeHooks {
  return {
    onEvent: (event) => tell({ kind: "apply", event }),
    onAlive: (event) => tell({ kind: "alive", event }),
    now: () => new Date(),
    stop: signal,
    kill,
  };
}

export function lockTimeout(aim: Aim, { lockTimeout }: ChangeOptions): number {
  return lockTimeout ?? aim.lockTimeout ?? 5000;
}

/** Which backup is made, and its folder if one is named; none if it was explicitly declined. */
function backupChoice(
  { cwd }: Context,
  aim: Aim,
  target: Target,
  said: string | undefined,
): { readonly kind: ChangeRequest["backup"]; readonly folder: string | null } {
  const own = target.ownBackups.find((each) => each === said);
  if (own !== undefined) return { kind: own, folder: null };
  if (said === "changes") refuse(onlyFiles(aim));
  if (said === "none" || (said === undefined && aim.backups === null)) return { kind: "none", folder: null };
  return { kind: "take", folder: said === undefined ? null : resolve(cwd, said) };
}

function onlyFiles(aim: Aim): Problem {
  return {
    code: "backup-place",
    level: "error",
    subject: aim.name,
    message: "only the backup of a database file on this machine can hold the changed pages alone",
    help: ["leave out --backup changes; for a folder of that name, write ./changes"],
  };
}
