import { kindOfFingerprint } from "../../model/fingerprint-kind.ts";
import type { Beside } from "../../model/beside.ts";
import { resolve } from "node:path";
import type { Target } from "../../compile/config/config-type.ts";
import type { Approvals } from "../../apply/approved.ts";
import { applyFleet as rollOut, type FleetApplied } from "../../fleet/roll-out.ts";
import type { Common, FleetPlan } from "../../fleet/work.ts";
import { libsqlProfile } from "../../model/profile.ts";
import { graphOf } from "../../plan/graph/graph.ts";
import { emptyFingerprints, emptySchema } from "../../plan/graph/where.ts";
import { makePlan } from "../../prove/make-plan.ts";
import { expectNone } from "../../target/change-process.ts";
import { guardedAim } from "../approval/guard.ts";
import { type CarryOutOptions, lockTimeout } from "../change/change.ts";
import { confirmed } from "../change/confirm.ts";
import { isOfRowsAlone } from "../../plan/graph/rows-path.ts";
import { declared } from "../schema/declared.ts";
import { expectSeals } from "../change/expect-seals.ts";
import { type Context, refuse, unlessRefused } from "../context.ts";
import { type Fleet, fleetOf, looking, memberAim } from "./fleet.ts";
import { needsPlan } from "./needs-plan.ts";
import { keepOf } from "../change/place.ts";
import { isPlanName, planFile } from "../plans/plan-file.ts";
import { goalsFor, isPartial } from "../plans/goals.ts";
import { type FolderGround, groundOf } from "../plans/way.ts";
import { sealed } from "../plans/write-plan.ts";
import { schemaFor } from "../schema/goal.ts";
import { liveSchema } from "../schema/live.ts";
import type { State } from "../schema/states.ts";
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
  options: CarryOutOptions & FleetOptions & { readonly seals?: readonly string[] },
): Promise<FleetApplied> {
  expectNone();
  if (plan === null) refuse(needsPlan(target));
  const { aim, members } = await fleetOf(context, project, target);
  const route = await routeOf(context, project, { aim, members }, plan);
  expectSeals(route.plans.filter(isFile), options.seals ?? []);
  await confirmed(context, aim, options.confirm);
  const approvals = await approved(context, project, aim, route, options);
  const { canary = 0, parallel = 4, maxFailures = 1 } = options;
  const common = { ...commonOf(context, project, aim, route, options), approvals };
  return rollOut({ members, common, canary, parallel, maxFailures }, listenTo(context));
}

/**
 * The states that the plans start from follow from the declarations: no single database of the fleet represents the
 * others.
 */
async function approved(
  context: Context,
  project: Project,
  aim: Aim,
  { plans }: Route,
  options: CarryOutOptions,
): Promise<Approvals> {
  const guarded = await guardedAim(context, project, aim);
  if (guarded === null) return {};
  const { approveFleet } = await import("../approval/approve.ts");
  return approveFleet(context, project, guarded, plans, options);
}

/** Rehearses the plans on copies of the databases, which are only read. */
export async function rehearseFleet(
  context: Context,
  project: Project,
  target: Target,
  plan: string,
): Promise<FleetApplied> {
  const { aim, members } = await fleetOf(context, project, target);
  const common = commonOf(context, project, aim, await routeOf(context, project, { aim, members }, plan), {});
  const request = { members, common, canary: 0, parallel: 4, maxFailures: members.length, rehearse: true };
  return rollOut(request, listenTo(context));
}

type Route = Pick<Common, "plans" | "goals" | "rowsOf">;

/** One plan, or those of a folder that lead each database to the declarations. */
async function routeOf(context: Context, project: Project, fleet: Fleet, plan: string): Promise<Route> {
  if (isPlanName(plan)) {
    const plans = [await planFile(context, plan)];
    return { plans, goals: null, ...(await rowsOf(context, project, plans)) };
  }
  const ground = await groundOf(context, project, plan);
  const { goal, heads } = ground;
  const goals = await goalsOfAll(context, ground, fleet);
  const graph = graphOf(heads, goals);
  const ofRows = graph.plans.filter((head) => isOfRowsAlone(head) && graph.left.has(head.base));
  const plans: FleetPlan[] = [];
  for (const { file } of [...graph.next.values(), ...ofRows]) plans.push(await planFile(context, file));
  const rows = await rowsOf(context, project, plans);
  if (emptyFingerprints.some((each) => graph.next.has(each))) return { plans, goals, ...rows };
  const created = await creation(context, goal, fleet.aim.beside);
  return { plans: created === null ? plans : [...plans, created], goals, ...rows };
}

async function goalsOfAll(context: Context, { goal, heads }: FolderGround, { aim, members }: Fleet) {
  if (!isPartial(goal)) return goalsFor(context, goal, emptySchema, heads);
  const goals = new Set(await goalsFor(context, goal, emptySchema, heads));
  for (const member of members) {
    // That a database cannot be read is reported when it is to be changed.
    const live = await unlessRefused(() => liveSchema(context, memberAim(aim, member)));
    for (const each of live === null ? [] : await goalsFor(context, goal, live, heads)) goals.add(each);
  }
  return [...goals];
}

/** An empty database is created as declared, which cannot lose anything. */
async function creation(context: Context, goal: State, beside: Beside): Promise<FleetPlan | null> {
  const target = await schemaFor(context, goal, emptySchema);
  const made = await makePlan({
    snapshot: { read: async (queries) => queries.map(() => [[0]]) },
    live: emptySchema,
    target,
    hints: goal.hints,
    decisions: [],
    protect: [],
    beside,
    columnOrder: false,
    profile: libsqlProfile,
  });
  if (made.kind === "refused") return refuse(...made.problems);
  return made.kind === "plan" ? { plan: made.plan, seal: (await sealed(made.plan)).seal, name: null } : null;
}

function isFile(plan: FleetPlan): plan is FleetPlan & { readonly name: string } {
  return plan.name !== null;
}

/** Only its rows show which plans for rows a database needs: they are compared with the declared ones. */
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
  { plans, goals = null, rowsOf }: Route,
  options: CarryOutOptions,
): Common {
  const { backup } = options;
  const declined = backup === "none" || (backup === undefined && aim.backups === null);
  const few = backup === "changes";
  const folder =
    backup === undefined || backup === "none" || few ? (aim.backups ?? project.backups) : resolve(cwd, backup);
  return {
    plans,
    goals,
    ...(rowsOf === undefined ? {} : { rowsOf }),
    beside: aim.beside,
    kind: plans.some(({ plan }) => kindOfFingerprint(plan.base) === "fp1o") ? "fp1o" : "fp1",
    lockTimeout: lockTimeout(aim, options),
    backups: folder,
    history: project.config?.history ?? null,
    backup: declined ? "none" : "take",
    fullUpTo: few ? 0 : aim.fullUpTo,
    keep: keepOf(project),
    settings: settingsOf(aim),
    allowLong: options.allowLong ?? false,
    lockBudget: options.lockBudget ?? null,
  };
}
