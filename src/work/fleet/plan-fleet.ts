import { schemaFor } from "../schema/goal.ts";
import type { Target } from "../../compile/config/config-type.ts";
import { type Cohort, planFleet as planAll } from "../../fleet/plan.ts";
import { fingerprint } from "../../model/fingerprint.ts";
import { short } from "../../report/number.ts";
import { plural } from "../../words/numbers.ts";
import type { Problem } from "../../problem/problem.ts";
import { shown } from "../../target/kinds.ts";
import { applicationOf } from "../queries/application.ts";
import type { Context } from "../context.ts";
import { fleetOf, looking, memberAim } from "./fleet.ts";
import type { PlanOptions } from "../planning/plan.ts";
import { type Comparison, planFor, type PlanningOptions } from "../planning/planning.ts";
import { atDeclarations } from "../planning/placed.ts";
import type { Project } from "../project.ts";
import type { State } from "../schema/states.ts";
import { settingsOf } from "../settings.ts";
import type { Aim } from "../targets.ts";
import { unneeded } from "../planning/unneeded.ts";
import { savePlan, type WrittenPlan } from "../plans/write-plan.ts";

export interface PlannedFleet {
  readonly kind: "fleet";
  readonly target: string;
  /** All databases of the fleet. */
  readonly databases: number;
  /** Those that are already at the goal. */
  readonly done: number;
  /** One for each distinct state of the others, the most common first. */
  readonly states: readonly FleetState[];
  readonly unreadable: readonly { readonly name: string; readonly problems: readonly Problem[] }[];
}

export interface FleetState {
  readonly databases: readonly string[];
  readonly comparison: Omit<Comparison, "live">;
  readonly file: WrittenPlan | null;
}

/** One plan for each distinct state of a fleet. */
export async function planFleet(
  context: Context,
  project: Project,
  target: Target,
  goal: State,
  options: PlanOptions,
): Promise<PlannedFleet> {
  const { decisions = [], columnOrder = false, portable = false, values = true } = options;
  const { aim, members } = await fleetOf(context, project, target);
  const { cohorts, done, unreadable } = await planAll({
    members,
    targetFor: (live) => schemaFor(context, goal, live, decisions),
    fingerprint: fingerprint(goal.schema, columnOrder ? "fp1o" : "fp1"),
    ...(goal.schema.rows !== undefined && { rowsOf: goal.schema }),
    hints: goal.hints,
    decisions,
    protect: aim.protect,
    unasked: aim.unasked,
    beside: aim.beside,
    columnOrder,
    portable,
    values,
    settings: settingsOf(aim),
    signal: context.signal,
    onLook: looking(context),
    onAsking: (target, asking) => context.tell({ kind: "asking", target, asking }),
  });
  const states: FleetState[] = [];
  const application = await applicationOf(context, project, options);
  for (const cohort of await unusedElsewhere(context, aim, goal, cohorts, options)) {
    const comparison = await comparisonOf(context, aim, goal, cohort, { ...options, application });
    const file = await written(context, { ...cohort, planned: comparison.planned }, cohorts, options.out);
    states.push({ databases: cohort.members.map((each) => each.name), comparison, file });
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

async function comparisonOf(
  context: Context,
  aim: Aim,
  goal: State,
  { members, planned }: Cohort,
  options: PlanningOptions,
): Promise<Omit<Comparison, "live">> {
  const { decisions = [], columnOrder = false, portable = false, application = null } = options;
  const [first] = members;
  const target = `${plural(members.length, "database")} like ${first?.name}`;
  const one = first === undefined ? aim : memberAim(aim, first);
  const about = { target, place: shown(one.url), approval: one.approval.kind, goal, decisions, creates: null };
  if (application === null || planned.kind !== "plan")
    return { ...about, planned: atDeclarations(planned, goal), queries: null };
  // The queries are checked against one of the databases: they have the same schema, and similar rows.
  const how = { decisions: planned.plan.decisions, columnOrder, portable, application };
  const made = await planFor(context, one, goal, how);
  return { ...about, planned: made.planned, queries: made.queries };
}

/** A decision that one state does not need is not a mistake if another one does. */
async function unusedElsewhere(
  context: Context,
  aim: Aim,
  goal: State,
  cohorts: readonly Cohort[],
  { decisions = [], columnOrder = false, portable = false, values = true }: PlanOptions,
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
    const how = { decisions: needed, columnOrder, portable, values };
    const { planned } = await planFor(context, memberAim(aim, first), goal, how);
    again.push({ ...cohort, planned });
  }
  return again;
}

async function written(
  context: Context,
  { planned, fingerprint, rows }: Cohort,
  states: readonly Cohort[],
  out: string | undefined,
) {
  if (out === undefined || planned.kind !== "plan") return null;
  // If two states differ only in their rows, so do the names.
  const alike = states.filter((each) => each.fingerprint === fingerprint).length > 1;
  const ends = alike && rows !== null ? [fingerprint, rows] : [fingerprint];
  const base = ends.map((end) => short(end).replace(/^.*:/, "")).join("-");
  const name = states.length === 1 ? out : out.replace(/(\.plan)?\.sql$/, "").concat(`-${base}.plan.sql`);
  return savePlan(context, planned.plan, name);
}
