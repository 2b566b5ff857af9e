import { shown } from "../../target/kinds.ts";
import type { Approval } from "../../compile/config/config-type.ts";
import type { Connection } from "../../database/connection.ts";
import { profileOf } from "../../introspect/profile.ts";
import { portable } from "../../model/profile.ts";
import type { Schema } from "../../model/schema.ts";
import type { Decision } from "../../plan/plan.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Planned, PlanRequest } from "../../prove/make-plan.ts";
import type { Impact } from "../../queries/impact.ts";
import type { Application } from "../queries/application.ts";
import type { Context } from "../context.ts";
import { schemaFor } from "../schema/goal.ts";
import type { ImpactRequest } from "../queries/impact.ts";
import { placed } from "./placed.ts";
import { schemaIn } from "../schema/live.ts";
import { withCost } from "./measure-cost.ts";
import type { State } from "../schema/states.ts";
import { type Aim, labelOf, withDatabase } from "../targets.ts";

export interface PlanningOptions {
  readonly decisions?: readonly Decision[];
  /** Puts columns in the order of the declarations, even though that rebuilds tables. */
  readonly columnOrder?: boolean;
  /** Plans with statements that any SQLite runs, without those that only libSQL has. */
  readonly portable?: boolean;
  /** Whether values of rows may be shown as evidence; by default they may. */
  readonly values?: boolean;
  /** Plans as if the database were empty. */
  readonly emptied?: boolean;
  /** The application whose queries the plan is checked against; null for none. */
  readonly application?: Application | null;
  /** Asked for decisions that a plan lacks, while the database is open. An empty list leaves the plan refused. */
  readonly answer?: (problems: readonly Problem[], tried: Try) => Promise<readonly Decision[]>;
}

/** Tries a decision on the database before it is made. */
export type Try = (decisions: readonly Decision[]) => Promise<{
  /** What would still be in the way. */
  readonly problems: readonly Problem[];
  /** SQLite's error for a fill by itself, whatever the rows are; null if it can be read. */
  readonly unreadable: string | null;
  /** What three of the rows would get from the last of the decisions, if it is a fill. */
  readonly rows: readonly string[];
}>;

/** A live database, a goal, and what leads from one to the other. */
export interface Comparison {
  /** The database as the user named it. */
  readonly target: string;
  /** Where it is, without secrets. */
  readonly place: string;
  readonly goal: State;
  readonly live: Schema;
  /** Who approves losses on this target. */
  readonly approval: Approval["kind"];
  /** Where a database would be created; null if it exists. */
  readonly creates: string | null;
  /** Nothing to do, a plan, or a refusal with its problems. */
  readonly planned: Planned;
  /** What the plan does to the application's queries; null if none are known, or there is no plan. */
  readonly queries: Impact | null;
  /** The decisions that were given, and the answers to questions. */
  readonly decisions: readonly Decision[];
}

/** Reads the database and plans, in one snapshot. */
export async function planFor(context: Context, aim: Aim, goal: State, options: PlanningOptions): Promise<Comparison> {
  const { decisions = [], columnOrder = false, emptied = false, values = true, answer, application = null } = options;
  const { filledRows, makePlan, unreadableIn } = await import("../../prove/make-plan.ts");
  const { proveAside } = await import("../../prove/prove-aside.ts");
  const work = async (connection: Connection, isNew: boolean): Promise<Comparison> => {
    const creates = isNew ? labelOf(aim) : null;
    const look = <T>(decided: readonly Decision[], then: (request: PlanRequest) => Promise<T>): Promise<T> =>
      connection.snapshot(async (snapshot) => {
        const live = await schemaIn(context, aim, connection, snapshot);
        const target = await schemaFor(context, goal, live, decided);
        const { protect, unasked, beside } = aim;
        const engine = options.portable === true ? portable(connection.profile) : connection.profile;
        const profile = await profileOf(snapshot, engine);
        const { hints } = goal;
        const how = { protect, unasked, beside, columnOrder, values, profile };
        return then({ snapshot, live, target, hints, decisions: decided, ...how });
      });
    const compared = async (request: PlanRequest): Promise<Comparison> => {
      const { snapshot, live, target, hints, decisions: decided, beside, profile } = request;
      const made = await makePlan(request, (proof) => proveAside(proof, aim.name, context.signal));
      const costed = atDeclarations(await withCost(profile, snapshot, live, target, made), goal);
      const about = { snapshot, live, target, hints, planned: costed, decisions: decided, beside };
      const queries = application === null ? null : await impact(context, about, application);
      const planned = queries === null ? costed : await heldAgainst(costed, queries, decided, application);
      const where = { target: aim.name, place: shown(aim.url), approval: aim.approval.kind };
      return { ...where, goal, live, creates, planned, queries, decisions: decided };
    };
    let all = decisions;
    for (;;) {
      const made = await look(all, compared);
      if (made.planned.kind !== "refused" || answer === undefined) return made;
      const tried: Try = (more) =>
        look([...all, ...more], async (request) => {
          const last = more.at(-1);
          const unreadable = last?.kind === "fill" ? await unreadableIn(request, last.sql) : null;
          if (unreadable !== null) return { problems: [], unreadable, rows: [] };
          const { planned } = await compared(request);
          const rows = last?.kind === "fill" ? await filledRows(request, last) : [];
          return { problems: planned.kind === "refused" ? planned.problems : [], unreadable: null, rows };
        });
      const answers = await answer(made.planned.problems, tried);
      if (answers.length === 0) return made;
      all = [...all, ...answers];
    }
  };
  return withDatabase(context, aim, work, { absent: "empty", emptied });
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
