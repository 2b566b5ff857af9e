import type { Checked } from "../../problem/problem.ts";
import { applicationOf, type QueryOptions } from "../queries/application.ts";
import { checked, type Listening } from "../context.ts";
import { type Comparison, planFor, type PlanningOptions } from "./planning.ts";
import type { Project } from "../project.ts";
import { goalOf } from "../schema/states.ts";
import { oneTarget } from "../targets.ts";

export interface CompareOptions extends Listening, Omit<PlanningOptions, "application">, QueryOptions {
  /** A name from the configuration, a path or a URL; the default target if left out. */
  readonly target?: string | undefined;
  /** A goal other than the declarations: a schema path, a database, `git:REV`, `PLAN:base`, `PLAN:target`, `empty`. */
  readonly to?: string | undefined;
}

/** What it takes to bring a live database to the declarations. The database is only read. */
export function compare(project: Project, options: CompareOptions = {}): Promise<Checked<Comparison>> {
  return checked("plan", project.cwd, options, async (context) => {
    const aim = oneTarget(context, project, options.target);
    const application = await applicationOf(context, project, options);
    return planFor(context, aim, await goalOf(context, project, options.to), { ...options, application });
  });
}
