import type { Schema } from "../../model/schema.ts";
import { declared } from "../schema/declared.ts";
import { type PlanFile, planFile } from "./plan-file.ts";
import { plansIn } from "./plan-folder.ts";
import { schemasOf } from "./schemas.ts";
import type { Project } from "../project.ts";
import type { Context } from "../context.ts";
import { refuse } from "../context.ts";

export interface PlanEnds {
  readonly file: PlanFile;
  readonly base: Schema;
  readonly target: Schema;
}

/**
 * Both ends of a plan as whole schemas. The file quotes only what it touches; the rest comes from the declarations and
 * the plans that lead to them. The fingerprints in the file show whether these are still the ones it was made with.
 */
export async function planEnds(context: Context, project: Project, typed: string): Promise<PlanEnds> {
  const file = await planFile(context, typed);
  const { schema } = await declared(context, project);
  const { plan } = file;
  const others = await plansIn(context, project.plans);
  const plans = [plan, ...others.map((other) => other.plan)];
  const schemas = schemasOf(plans, [schema], project.beside);
  const [base, target] = [schemas.get(plan.base), schemas.get(plan.target)];
  if (base !== undefined && target !== undefined) return { file, base, target };
  return refuse({
    code: "plan-target-moved",
    level: "error",
    subject: file.name,
    message: `${file.name} leads to a different schema than is declared now`,
    why: "the file quotes only what it touches, and the rest of both schemas is taken from the declarations",
    help: ["check out the revision in which the plan was written, or write it again:  trueup plan --rebase"],
  });
}
