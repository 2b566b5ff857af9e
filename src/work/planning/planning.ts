import { shown } from "../../target/kinds.ts";
import { profileOf } from "../../introspect/profile.ts";
import type { Schema } from "../../model/schema.ts";
import type { Decision } from "../../plan/plan.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Planned } from "../../prove/make-plan.ts";
import type { Impact } from "../../queries/impact.ts";
import type { Application } from "../queries/application.ts";
import type { Context } from "../context.ts";
import { schemaFor } from "../schema/goal.ts";
import type { ImpactRequest } from "../queries/impact.ts";
import { placed } from "./placed.ts";
import { schemaIn } from "../schema/live.ts";
import { withCost } from "./measure-cost.ts";
import type { State } from "../schema/states.ts";
import { type Aim, withDatabase } from "../targets.ts";

export interface PlanningOptions {
  readonly decisions?: readonly Decision[];
  /** Puts columns in the order of the declarations, even though that rebuilds tables. */
  readonly columnOrder?: boolean;
  /** Asked for decisions that a plan lacks, while the database is open. An empty list leaves the plan refused. */
  /** The application whose queries the plan is checked against; null for none. */
  readonly application?: Application | null;
  readonly answer?: (problems: readonly Problem[]) => Promise<readonly Decision[]>;
}

/** A live database, a goal, and what leads from one to the other. */
export interface Comparison {
  /** The database as the user named it. */
  readonly target: string;
  /** Where it is, without secrets. */
  readonly place: string;
  readonly goal: State;
  readonly live: Schema;
  /** Nothing to do, a plan, or a refusal with its problems. */
  readonly planned: Planned;
  /** What the plan does to the application's queries; null if none are known, or there is no plan. */
  readonly queries: Impact | null;
  /** The decisions that were given, and the answers to questions. */
  readonly decisions: readonly Decision[];
}

/** Reads the database and plans, in one snapshot. */
export async function planFor(
  context: Context,
  aim: Aim,
  goal: State,
  { decisions = [], columnOrder = false, answer, application = null }: PlanningOptions,
): Promise<Comparison> {
  const { makePlan } = await import("../../prove/make-plan.ts");
  return withDatabase(context, aim, async (connection) => {
    let all = decisions;
    for (;;) {
      const made = await connection.snapshot(async (snapshot) => {
        const live = await schemaIn(context, aim, connection, snapshot);
        const { hints } = goal;
        const target = await schemaFor(context, goal, live, all);
        const { protect, unasked, ignore } = aim;
        const profile = await profileOf(snapshot, connection.profile);
        const made = await makePlan({
          snapshot,
          live,
          target,
          hints,
          decisions: all,
          protect,
          unasked,
          ignore,
          columnOrder,
          profile,
        });
        const costed = atDeclarations(await withCost(profile, snapshot, live, made), goal);
        const about = { snapshot, live, target, hints, planned: costed, decisions: all, ignore };
        const queries = application === null ? null : await impact(context, about, application);
        const planned = queries === null ? costed : await heldAgainst(costed, queries, all, application);
        return { target: aim.name, place: shown(aim.url), goal, live, planned, queries, decisions: all };
      });
      if (made.planned.kind !== "refused" || answer === undefined) return made;
      const answers = await answer(made.planned.problems);
      if (answers.length === 0) return made;
      all = [...all, ...answers];
    }
  });
}

async function impact(context: Context, request: ImpactRequest, application: Application): Promise<Impact | null> {
  const { impactOf } = await import("../queries/impact.ts");
  return impactOf(context, request, application);
}

async function heldAgainst(
  planned: Planned,
  queries: Impact,
  decisions: readonly Decision[],
  application: Application | null,
): Promise<Planned> {
  const { answered } = await import("../queries/break-queries.ts");
  return answered(planned, queries, decisions, application);
}

/** Problems of a plan point at the declarations that caused them, if there are any. */
export function atDeclarations(planned: Planned, { declared }: State): Planned {
  if (planned.kind !== "refused" || declared === null) return planned;
  return { ...planned, problems: planned.problems.map((problem) => placed(problem, declared.spans)) };
}
