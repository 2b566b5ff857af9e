import type { Explanation } from "../plan/explanation.ts";
import { difference } from "../planner/difference.ts";
import type { Checked } from "../problem/problem.ts";
import { checked, type Listening } from "./context.ts";
import { explainChange } from "./explain-change.ts";
import type { Project } from "./project.ts";
import { type State, state } from "./states.ts";

export interface DiffOptions extends Listening {
  /** A schema path, a target, a database, `git:REV`, `PLAN:base` or `PLAN:target`. */
  readonly from: string;
  readonly to: string;
}

export interface Difference {
  readonly from: State;
  readonly to: State;
  /** What a change from one to the other would be. */
  readonly explanation: Explanation;
}

/** What differs between any two states. Nothing is written, and no rows are read. */
export function diff(project: Project, options: DiffOptions): Promise<Checked<Difference>> {
  return checked("diff", project.cwd, options, async (context) => {
    const from = await state(context, project, options.from);
    const to = await state(context, project, options.to);
    const renamed = to.hints.tables.length + to.hints.columns.length > 0;
    const explanation = renamed
      ? await explainChange(from.schema, to.schema, to.hints)
      : difference(from.schema, to.schema);
    return { from, to, explanation };
  });
}
