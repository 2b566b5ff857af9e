import { fingerprintLike } from "../model/fingerprint.ts";
import type { Schema } from "../model/schema.ts";
import { baseOf } from "../prove/base-of.ts";
import { declared } from "./declared.ts";
import { type PlanFile, planFile } from "./plan-file.ts";
import type { Project } from "./project.ts";
import type { Context } from "./context.ts";
import { refuse } from "./context.ts";
import { shownFrom } from "./shown-from.ts";

export interface PlanEnds {
  readonly file: PlanFile;
  readonly base: Schema;
  readonly target: Schema;
}

/**
 * Both ends of a plan as whole schemas. The file quotes only what it touches, so the rest comes from the declarations,
 * and the fingerprints in the file tell whether these are still the ones it was made with.
 */
export async function planEnds(context: Context, project: Project, typed: string): Promise<PlanEnds> {
  const file = await planFile(context, typed);
  const { schema: target } = await declared(context, project);
  const { plan } = file;
  const base =
    fingerprintLike(plan.target, target) === plan.target ? baseOf(plan, target, project.config?.ignore ?? []) : null;
  if (base !== null && fingerprintLike(plan.base, base) === plan.base) return { file, base, target };
  return refuse({
    code: "plan-target-moved",
    level: "error",
    subject: file.name,
    message: `${file.name} leads to another schema than ${shownFrom(context.cwd, project.schema)} says now`,
    why: "the file quotes only what it touches, and the rest of both schemas is taken from the declarations",
    help: ["check out the revision that the plan was written in, or write it again:  trueup plan --rebase"],
  });
}
