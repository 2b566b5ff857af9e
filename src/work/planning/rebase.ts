import type { Decision } from "../../plan/plan.ts";
import type { Checked } from "../../problem/problem.ts";
import type { CompareOptions } from "./compare.ts";
import { applicationOf } from "../queries/application.ts";
import { type Context, checked } from "../context.ts";
import { planFile } from "../plans/plan-file.ts";
import { type Comparison, planFor, type PlanningOptions } from "./planning.ts";
import type { Project } from "../project.ts";
import { goalOf, type State } from "../schema/states.ts";
import { type Aim, oneTarget } from "../targets.ts";
import { unneeded } from "./unneeded.ts";
import { savePlan, type WrittenPlan } from "../plans/write-plan.ts";

export interface RebaseOptions extends Omit<CompareOptions, "answer"> {
  /** The plan file whose base no longer exists. */
  readonly plan: string;
  /** A file other than that of the old plan; null writes none. */
  readonly out?: string | null | undefined;
}

export interface Rebased {
  readonly comparison: Comparison;
  /** Decisions of the old plan that are no longer needed. */
  readonly dropped: readonly Decision[];
  readonly file: WrittenPlan | null;
}

/** Plans again with the decisions of an older plan, and replaces that plan. */
export function rebase(project: Project, options: RebaseOptions): Promise<Checked<Rebased>> {
  return checked("plan", project.cwd, options, async (context) => {
    const { plan, out = plan } = options;
    const old = await planFile(context, plan);
    const aim = oneTarget(context, project, options.target);
    return rebaseOnto(context, project, aim, old.plan.decisions, { ...options, out });
  });
}

/** The same for decisions from wherever they come. */
export async function rebaseOnto(
  context: Context,
  project: Project,
  aim: Aim,
  older: readonly Decision[],
  options: Omit<RebaseOptions, "plan">,
): Promise<Rebased> {
  const { decisions = [], columnOrder = false, portable = false, values = true, out = null } = options;
  const goal = await goalOf(context, project, options.to);
  const application = await applicationOf(context, project, options);
  const carried = [...older, ...decisions];
  const { comparison, dropped } = await carryOver(context, aim, goal, carried, {
    ...{ columnOrder, portable, values, application },
  });
  const { planned } = comparison;
  const file = planned.kind === "plan" && out !== null ? await savePlan(context, planned.plan, out) : null;
  return { comparison, dropped, file };
}

/** Some decisions of an older plan may no longer be needed: they are left out, and reported. */
async function carryOver(
  context: Context,
  aim: Aim,
  goal: State,
  decisions: readonly Decision[],
  options: Pick<PlanningOptions, "columnOrder" | "portable" | "values" | "application">,
): Promise<Pick<Rebased, "comparison" | "dropped">> {
  const dropped: Decision[] = [];
  let kept = decisions;
  for (;;) {
    const comparison = await planFor(context, aim, goal, { ...options, decisions: kept });
    const unused = comparison.planned.kind === "refused" ? unneeded(comparison.planned.problems, kept) : [];
    if (unused.length === 0) return { comparison, dropped };
    dropped.push(...unused);
    kept = kept.filter((decision) => !unused.includes(decision));
  }
}
