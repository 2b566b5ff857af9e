import type { Explanation } from "../../plan/explanation.ts";
import { explainDifference } from "../../planner/explain-difference.ts";
import type { Checked } from "../../problem/problem.ts";
import { type Context, checked, type Listening } from "../context.ts";
import { explainChange } from "./explain-change.ts";
import { rowsBetween } from "./diff-rows.ts";
import type { Project } from "../project.ts";
import { schemaFor } from "./goal.ts";
import { type State, state } from "./states.ts";

export interface DiffOptions extends Listening {
  /** A schema path, a target, a database, `git:REV`, `PLAN:base` or `PLAN:target`. */
  readonly from: string;
  readonly to: string;
  /** Whether values of rows may be shown; by default they may. */
  readonly values?: boolean;
}

export interface Difference {
  readonly from: State;
  readonly to: State;
  /** The change from one to the other. */
  readonly explanation: Explanation;
}

/** What differs between any two states. Nothing is written, and only declared rows are read. */
export function diff(project: Project, options: DiffOptions): Promise<Checked<Difference>> {
  return checked("diff", project.cwd, options, async (context) => {
    const from = await state(context, project, options.from);
    const to = await state(context, project, options.to);
    const [before, after] = [await meant(context, from, to), await meant(context, to, from)];
    const renamed = to.hints.tables.length + to.hints.columns.length > 0;
    const explanation = renamed
      ? await explainChange(before.schema, after.schema, project.beside, to.hints)
      : explainDifference(before.schema, after.schema);
    const rows = await rowsBetween(context, before, after, options.values ?? true);
    if (rows === null || rows.changes.length === 0) return { from: before, to: after, explanation };
    const { changes, counts } = explanation;
    const whole = { ...explanation, changes: [...changes, ...rows.changes], counts: { ...counts, rows: rows.counts } };
    return { from: before, to: after, explanation: whole };
  });
}

/** A partial schema only has a meaning over another schema, so two of them are compared as they are. */
async function meant(context: Context, state: State, over: State): Promise<State> {
  if (over.declared?.partial != null) return state;
  return { ...state, schema: await schemaFor(context, state, over.schema) };
}
