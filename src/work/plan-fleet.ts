import type { Target } from "../compile/config/config-type.ts";
import { type Cohort, planFleet as planAll } from "../fleet/plan.ts";
import { fingerprint } from "../model/fingerprint.ts";
import { short } from "../report/number.ts";
import { plural } from "../plan/words.ts";
import type { Decision } from "../plan/plan.ts";
import type { Problem } from "../problem/problem.ts";
import { shown } from "../target/kinds.ts";
import type { Context } from "./context.ts";
import { fleetOf, looking, memberAim } from "./fleet.ts";
import type { PlanOptions } from "./plan.ts";
import { atDeclarations, type Comparison, planFor } from "./planning.ts";
import type { Project } from "./project.ts";
import type { State } from "./states.ts";
import { type Aim, settingsOf } from "./targets.ts";
import { unneeded } from "./unneeded.ts";
import { savePlan, type Written } from "./write-plan.ts";

export interface PlannedFleet {
  readonly kind: "fleet";
  readonly target: string;
  /** All of its databases. */
  readonly databases: number;
  /** Those that are at the goal already. */
  readonly done: number;
  /** One for each distinct state of the others, the most frequent first. */
  readonly states: readonly FleetState[];
  readonly unreadable: readonly { readonly name: string; readonly problems: readonly Problem[] }[];
}

export interface FleetState {
  readonly databases: readonly string[];
  readonly comparison: Omit<Comparison, "live">;
  readonly file: Written | null;
}

/** One plan for each distinct state of a fleet. */
export async function planFleet(
  context: Context,
  project: Project,
  target: Target,
  goal: State,
  options: PlanOptions,
): Promise<PlannedFleet> {
  const { decisions = [], columnOrder = false } = options;
  const { aim, members } = await fleetOf(context, project, target);
  const { cohorts, done, unreadable } = await planAll({
    members,
    target: goal.schema,
    fingerprint: fingerprint(goal.schema, columnOrder ? "fp1o" : "fp1"),
    hints: goal.hints,
    decisions,
    protect: aim.protect,
    ignore: aim.ignore,
    columnOrder,
    settings: settingsOf(aim),
    signal: context.signal,
    onLook: looking(context),
  });
  const states: FleetState[] = [];
  for (const cohort of await unusedElsewhere(context, aim, goal, cohorts, options)) {
    const file = await written(context, cohort, cohorts.length, options.out);
    const databases = cohort.members.map((each) => each.name);
    states.push({ databases, comparison: comparisonOf(aim, goal, cohort, decisions), file });
  }
  return {
    kind: "fleet",
    target: target.name,
    databases: members.length,
    done: done.length,
    states,
    unreadable: unreadable.map(({ member, problems }) => ({ name: member.name, problems })),
  };
}

function comparisonOf(aim: Aim, goal: State, { members, planned }: Cohort, decisions: readonly Decision[]) {
  const [first] = members;
  const target = `${plural(members.length, "database")} like ${first?.name}`;
  const one = first === undefined ? aim : memberAim(aim, first);
  return { target, place: shown(one.url), goal, planned: atDeclarations(planned, goal), decisions };
}

/** A decision that one state has no use for is no mistake where another one has. */
async function unusedElsewhere(
  context: Context,
  aim: Aim,
  goal: State,
  cohorts: readonly Cohort[],
  { decisions = [], columnOrder = false }: PlanOptions,
): Promise<readonly Cohort[]> {
  const unused = cohorts.map(({ planned }) =>
    planned.kind === "refused" ? unneeded(planned.problems, decisions) : [],
  );
  const useless = decisions.filter((decision) => unused.every((each) => each.includes(decision)));
  const again: Cohort[] = [];
  for (const [index, cohort] of cohorts.entries()) {
    const [first] = cohort.members;
    const idle = (unused[index] ?? []).filter((decision) => !useless.includes(decision));
    const needed = decisions.filter((decision) => !idle.includes(decision));
    if (first === undefined || idle.length === 0) {
      again.push(cohort);
      continue;
    }
    const { planned } = await planFor(context, memberAim(aim, first), goal, { decisions: needed, columnOrder });
    again.push({ ...cohort, planned });
  }
  return again;
}

async function written(context: Context, { planned, fingerprint }: Cohort, states: number, out: string | undefined) {
  if (out === undefined || planned.kind !== "plan") return null;
  const base = short(fingerprint).replace(/^.*:/, "");
  const name = states === 1 ? out : out.replace(/(\.plan)?\.sql$/, "").concat(`-${base}.plan.sql`);
  return savePlan(context, planned.plan, name);
}
