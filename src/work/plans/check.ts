import { fingerprintLike } from "../../model/fingerprint.ts";
import type { Checked } from "../../problem/problem.ts";
import { type Application, applicationOf } from "../queries/application.ts";
import type { CompareOptions } from "../planning/compare.ts";
import { type Context, checked } from "../context.ts";
import { type PlanFile, planFile } from "./plan-file.ts";
import { planFor } from "../planning/planning.ts";
import type { Project } from "../project.ts";
import { goalOf, type State } from "../schema/states.ts";
import { type Aim, oneTarget } from "../targets.ts";

export interface CheckPlansOptions extends Omit<CompareOptions, "answer" | "decisions"> {
  /** Plan files. */
  readonly files: readonly string[];
}

export interface CheckedPlan {
  readonly file: string;
  /** `current`: the same plan would be written now. `applied`: the database is at its target. */
  readonly state: "current" | "applied" | "differs" | "stale";
  readonly text: string;
}

export interface CheckedPlans {
  readonly target: string;
  readonly plans: readonly CheckedPlan[];
}

/** Checks whether plan files are still what would be written. */
export function checkPlans(project: Project, options: CheckPlansOptions): Promise<Checked<CheckedPlans>> {
  return checked("plan", project.cwd, options, async (context) => {
    const aim = oneTarget(context, project, options.target);
    const goal = await goalOf(context, project, options.to);
    const application = await applicationOf(context, project, options);
    const { columnOrder = false } = options;
    const plans: CheckedPlan[] = [];
    for (const name of options.files) {
      const file = await planFile(context, name);
      plans.push(await checkOne(context, aim, goal, file, { columnOrder, application }));
    }
    return { target: aim.name, plans };
  });
}

async function checkOne(
  context: Context,
  aim: Aim,
  goal: State,
  { name: file, plan, text: written }: PlanFile,
  how: { readonly columnOrder: boolean; readonly application: Application | null },
): Promise<CheckedPlan> {
  const { planned, live } = await planFor(context, aim, goal, { ...how, decisions: plan.decisions });
  const told = (state: CheckedPlan["state"], text: string): CheckedPlan => ({ file, state, text });
  // Both ends of a plan for rows are one schema: whether it was applied, the rows tell.
  const ofRows = plan.base === plan.target && planned.kind !== "nothing";
  if (!ofRows && fingerprintLike(plan.target, live) === plan.target)
    return told("applied", `${aim.name} has reached its target`);
  if (planned.kind === "nothing")
    return told("stale", `${aim.name} matches the declarations, and this plan leads elsewhere`);
  if (fingerprintLike(plan.base, live) !== plan.base)
    return told("stale", `${aim.name} is not in the state it was made for`);
  if (planned.kind === "refused")
    return told("stale", `planning again: ${planned.problems.map((problem) => problem.message).join("; ")}`);
  const { writePlan } = await import("../../plan/write.ts");
  if (writePlan(planned.plan) === written.replaceAll("\r\n", "\n")) return told("current", "what would be written now");
  if (planned.plan.target !== plan.target) return told("stale", "the declarations have changed since");
  return told("differs", "a different plan would be written now:  trueup verify  shows edited steps");
}
