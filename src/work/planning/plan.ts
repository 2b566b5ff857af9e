import type { Checked } from "../../problem/problem.ts";
import { applicationOf } from "../queries/application.ts";
import type { CompareOptions } from "./compare.ts";
import { checked } from "../context.ts";
import type { PlannedFleet } from "../fleet/plan-fleet.ts";
import { type Comparison, planFor } from "./planning.ts";
import type { Project } from "../project.ts";
import { goalOf } from "../schema/states.ts";
import { findTarget } from "../targets.ts";
import { savePlan, type WrittenPlan } from "../plans/write-plan.ts";

export interface PlanOptions extends CompareOptions {
  /** Writes the plan file. For a fleet there is one for each state, with its base in the name if there are several. */
  readonly out?: string | undefined;
}

export type PlanOutcome = PlannedDatabase | PlannedFleet;

export interface PlannedDatabase {
  readonly kind: "database";
  readonly comparison: Comparison;
  /** Null if none was asked for, or there is no plan. */
  readonly file: WrittenPlan | null;
}

/** What it takes to bring a database, or each of a fleet, to the declarations, as a plan file if requested. */
export function plan(project: Project, options: PlanOptions = {}): Promise<Checked<PlanOutcome>> {
  return checked("plan", project.cwd, options, async (context): Promise<PlanOutcome> => {
    const named = findTarget(context, project, options.target);
    const goal = await goalOf(context, project, options.to);
    if (named.kind === "fleet") {
      const { planFleet } = await import("../fleet/plan-fleet.ts");
      return planFleet(context, project, named.target, goal, options);
    }
    const application = await applicationOf(context, project, options);
    const comparison = await planFor(context, named.aim, goal, { ...options, application });
    const { planned } = comparison;
    const { out } = options;
    const file = planned.kind === "plan" && out !== undefined ? await savePlan(context, planned.plan, out) : null;
    return { kind: "database", comparison, file };
  });
}
