import { resolve } from "node:path";
import type { Target } from "../../compile/config/config-type.ts";
import { applyFleet as rollOut, type FleetApplied } from "../../fleet/roll-out.ts";
import type { Common, FleetPlan } from "../../fleet/work.ts";
import { expectNone } from "../../target/change-process.ts";
import { type CarryOutOptions, lockTimeout } from "../change/change.ts";
import { confirmed } from "../change/confirm.ts";
import { type Context, refuse } from "../context.ts";
import { declared } from "../schema/declared.ts";
import { fleetOf, looking } from "./fleet.ts";
import { needsPlan } from "./needs-plan.ts";
import { keepOf } from "../change/place.ts";
import { isPlanName, planFile } from "../plans/plan-file.ts";
import { plansIn } from "../plans/plan-folder.ts";
import type { Project } from "../project.ts";
import { settingsOf } from "../settings.ts";
import type { Aim } from "../targets.ts";

/** For fleets. */
export interface FleetOptions {
  /** This many first; the others only if they succeed. */
  readonly canary?: number | undefined;
  /** This many at a time; four if left out. */
  readonly parallel?: number | undefined;
  /** No further database is started after this many failures; one if left out. */
  readonly maxFailures?: number | undefined;
}

/** Applies to every database of a fleet. */
export async function applyToFleet(
  context: Context,
  project: Project,
  target: Target,
  plan: string | null,
  options: CarryOutOptions & FleetOptions,
): Promise<FleetApplied> {
  expectNone();
  if (plan === null) refuse(needsPlan(target));
  const plans = await plansFrom(context, plan);
  const { aim, members } = await fleetOf(context, project, target);
  await confirmed(context, aim, options.confirm);
  const { canary = 0, parallel = 4, maxFailures = 1 } = options;
  const common = { ...commonOf(context, project, aim, plans, options), ...(await rowsOf(context, project, plans)) };
  return rollOut({ members, common, canary, parallel, maxFailures }, listenTo(context));
}

/** Rehearses the plans on copies of the databases, which are only read. */
export async function rehearseFleet(
  context: Context,
  project: Project,
  target: Target,
  plan: string,
): Promise<FleetApplied> {
  const plans = await plansFrom(context, plan);
  const { aim, members } = await fleetOf(context, project, target);
  const common = { ...commonOf(context, project, aim, plans, {}), ...(await rowsOf(context, project, plans)) };
  const request = { members, common, canary: 0, parallel: 4, maxFailures: members.length, rehearse: true };
  return rollOut(request, listenTo(context));
}

async function plansFrom(context: Context, plan: string): Promise<readonly FleetPlan[]> {
  return isPlanName(plan) ? [await planFile(context, plan)] : plansIn(context, resolve(context.cwd, plan));
}

/** Which of its plans for rows a database needs, only its rows tell: they are held against the declared ones. */
async function rowsOf(
  context: Context,
  project: Project,
  plans: readonly FleetPlan[],
): Promise<Pick<Common, "rowsOf">> {
  if (!plans.some(({ plan }) => plan.base === plan.target)) return {};
  const { schema } = await declared(context, project);
  return { rowsOf: schema };
}

function listenTo(context: Context) {
  return {
    onLook: looking(context),
    onOutcome: (result: FleetApplied["databases"][number], done: number, of: number) =>
      context.tell({ kind: "database", result, done, of }),
    signal: context.signal,
  };
}

function commonOf(
  { cwd }: Context,
  project: Project,
  aim: Aim,
  plans: readonly FleetPlan[],
  options: CarryOutOptions,
): Common {
  const { backup } = options;
  const declined = backup === "none" || (backup === undefined && aim.backups === null);
  const folder = backup === undefined || backup === "none" ? (aim.backups ?? project.backups) : resolve(cwd, backup);
  return {
    plans,
    ignore: aim.ignore,
    kind: plans.some(({ plan }) => plan.base.startsWith("fp1o")) ? "fp1o" : "fp1",
    lockTimeout: lockTimeout(aim, options),
    backups: folder,
    history: project.config?.history ?? null,
    backup: declined ? "none" : "take",
    keep: keepOf(project),
    settings: settingsOf(aim),
    allowLong: options.allowLong ?? false,
  };
}
