import { kindOfFingerprint } from "../../model/fingerprint-kind.ts";
import { fingerprintLike } from "../../model/fingerprint.ts";
import type { Checked } from "../../problem/problem.ts";
import { applicationOf } from "../queries/application.ts";
import type { CompareOptions } from "../planning/compare.ts";
import { type Context, checked } from "../context.ts";
import { noHints } from "../../model/hints.ts";
import { liveSchema } from "../schema/live.ts";
import { isPlanFolder, type PlanFile, planFile } from "./plan-file.ts";
import { schemasOf } from "./schemas.ts";
import { groundOf, wayOf } from "./way.ts";
import { planFor, type PlanningOptions } from "../planning/planning.ts";
import type { Project } from "../project.ts";
import { goalOf, type State } from "../schema/states.ts";
import { type Aim, oneTarget } from "../targets.ts";

export interface CheckPlansOptions extends Omit<CompareOptions, "answer" | "decisions"> {
  /** Plan files, and folders of them. */
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
    const { columnOrder = false, values } = options;
    const how = { columnOrder, application, ...(values !== undefined && { values }) };
    const plans: CheckedPlan[] = [];
    for (const name of options.files) {
      if (isPlanFolder(context, name)) plans.push(...(await checkFolder(context, project, aim, name, how)));
      else plans.push(await checkOne(context, aim, goal, await planFile(context, name), how));
    }
    return { target: aim.name, plans };
  });
}

/**
 * A folder: there is a path from the database to the declarations, and the plan that begins here is what would be
 * written now. The plans that follow begin where no database is yet; `verify` replays them.
 */
async function checkFolder(
  context: Context,
  project: Project,
  aim: Aim,
  folder: string,
  { values }: Pick<PlanningOptions, "values">,
): Promise<readonly CheckedPlan[]> {
  const ground = await groundOf(context, project, folder);
  const way = await wayOf(context, project, aim, ground);
  if (way.kind === "there") return [{ file: folder, state: "applied", text: `${aim.name} matches the declarations` }];
  if (way.kind === "create")
    return [{ file: folder, state: "current", text: `${aim.name} is empty: it will be created as declared` }];
  const [first, ...others] = way.files;
  const { goal } = ground;
  const end = others.length === 0 ? goal : await endOf(context, project, aim, first);
  const checked =
    end === null
      ? { file: first.name, state: "stale" as const, text: "it does not lead to the target that it names" }
      : await checkOne(context, aim, end, first, {
          columnOrder: kindOfFingerprint(first.plan.base) === "fp1o",
          application: null,
          ...(values !== undefined && { values }),
        });
  return [checked, ...others.map(({ name }): CheckedPlan => ({ file: name, state: "current", text: "follows it" }))];
}

/** Where a plan leads that is not the last one. */
async function endOf(context: Context, project: Project, aim: Aim, { plan }: PlanFile): Promise<State | null> {
  const schemas = schemasOf([plan], [await liveSchema(context, aim)], project.beside);
  const schema = schemas.get(plan.target);
  return schema === undefined ? null : { label: "the plans that follow", schema, hints: noHints, declared: null };
}

async function checkOne(
  context: Context,
  aim: Aim,
  goal: State,
  { name: file, plan, text: written }: PlanFile,
  how: Pick<PlanningOptions, "columnOrder" | "application" | "values">,
): Promise<CheckedPlan> {
  const { planned, live } = await planFor(context, aim, goal, { ...how, decisions: plan.decisions });
  const result = (state: CheckedPlan["state"], text: string): CheckedPlan => ({ file, state, text });
  // Both ends of a plan for rows have the same schema: only the rows show whether it was applied.
  const ofRows = plan.base === plan.target && planned.kind !== "nothing";
  if (!ofRows && fingerprintLike(plan.target, live) === plan.target)
    return result("applied", `${aim.name} has reached its target`);
  if (planned.kind === "nothing")
    return result("stale", `${aim.name} matches the declarations, and this plan leads elsewhere`);
  if (fingerprintLike(plan.base, live) !== plan.base)
    return result("stale", `${aim.name} is not in the state it was made for`);
  if (planned.kind === "refused")
    return result("stale", `planning again: ${planned.problems.map((problem) => problem.message).join("; ")}`);
  const { writePlan } = await import("../../plan/write.ts");
  const text = written.replaceAll("\r\n", "\n");
  if (writePlan(planned.plan) === text) return result("current", "what would be written now");
  if (planned.plan.target !== plan.target) return result("stale", "the declarations have changed since");
  const plain = await planFor(context, aim, goal, { ...how, decisions: plan.decisions, portable: true });
  if (plain.planned.kind === "plan" && writePlan(plain.planned.plan) === text)
    return result("current", "what would be written now, with --portable");
  return result("differs", "a different plan would be written now:  trueup verify  shows edited steps");
}
