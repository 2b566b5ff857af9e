import { shown } from "../../target/kinds.ts";
import type { Approval } from "../../compile/config/config-type.ts";
import type { Connection } from "../../database/connection.ts";
import type { Schema } from "../../model/schema.ts";
import type { Decision } from "../../plan/plan.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Planned } from "../../prove/make-plan.ts";
import type { Impact } from "../../queries/impact.ts";
import type { Application } from "../queries/application.ts";
import type { Context } from "../context.ts";
import { schemaFor } from "../schema/goal.ts";
import { schemaIn } from "../schema/live.ts";
import type { State } from "../schema/states.ts";
import { type Aim, labelOf, withDatabase } from "../targets.ts";
import { nothingToDo } from "./nothing-to-do.ts";
import type { Ends } from "./plan-between.ts";

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
  const { decisions = [], emptied = false, answer, application = null } = options;
  const work = async (connection: Connection, isNew: boolean): Promise<Comparison> => {
    const creates = isNew ? labelOf(aim) : null;
    const look = <T>(decided: readonly Decision[], then: (ends: Ends) => Promise<T>): Promise<T> =>
      connection.snapshot(async (snapshot) => {
        const live = await schemaIn(context, aim, connection, snapshot);
        const target = await schemaFor(context, goal, live, decided);
        const { hints } = goal;
        return then({ snapshot, engine: connection.profile, live, target, hints, decisions: decided });
      });
    const compared = async (ends: Ends): Promise<Comparison> => {
      const nothing = application === null ? nothingToDo(ends) : null;
      const { planned, queries } = nothing === null ? await made(ends) : { planned: nothing, queries: null };
      const where = { target: aim.name, place: shown(aim.url), approval: aim.approval.kind };
      return { ...where, goal, live: ends.live, creates, planned, queries, decisions: ends.decisions };
    };
    const made = async (ends: Ends) => {
      const { planBetween } = await import("./plan-between.ts");
      return planBetween(context, aim, goal, ends, options);
    };
    let all = decisions;
    for (;;) {
      const found = await look(all, compared);
      if (found.planned.kind !== "refused" || answer === undefined) return found;
      const tried: Try = (more) =>
        look([...all, ...more], async (ends) => {
          const { unreadableIn } = await import("../../prove/make-plan.ts");
          const { filledRows } = await import("./plan-between.ts");
          const last = more.at(-1);
          const unreadable = last?.kind === "fill" ? await unreadableIn(ends, last.sql) : null;
          if (unreadable !== null) return { problems: [], unreadable, rows: [] };
          const { planned } = await compared(ends);
          const rows = last?.kind === "fill" ? await filledRows(aim, ends, last, options) : [];
          return { problems: planned.kind === "refused" ? planned.problems : [], unreadable: null, rows };
        });
      const answers = await answer(found.planned.problems, tried);
      if (answers.length === 0) return found;
      all = [...all, ...answers];
    }
  };
  return withDatabase(context, aim, work, { absent: "empty", emptied });
}
