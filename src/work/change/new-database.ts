import { emptyFingerprints } from "../../plan/graph/where.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Problem } from "../../problem/problem.ts";
import type { CarryOutOptions } from "./change.ts";
import { type Context, refuse } from "../context.ts";
import { type Aim, labelOf } from "../targets.ts";

/** A missing database is created by a plan that starts from the empty schema, and only after confirmation. */
export async function agreedToCreate(
  context: Context,
  aim: Aim,
  plan: Plan,
  { create }: Pick<CarryOutOptions, "create">,
): Promise<true> {
  const place = labelOf(aim);
  if (!emptyFingerprints.includes(plan.base)) refuse(notEmpty(aim, place));
  if (aim.create || create === true) return true;
  if (typeof create !== "function") return refuse(unasked(context, aim, place));
  if (!(await create(place))) refuse(declined(aim, place));
  return true;
}

function notEmpty(aim: Aim, place: string): Problem {
  return {
    code: "database-missing",
    level: "error",
    subject: aim.name,
    message: `${place} does not exist, and this plan changes a database that already has contents`,
    help: [
      "check the path, and whether the disk or volume is mounted",
      `to create it as declared:  trueup apply ${aim.name}`,
    ],
  };
}

function unasked({ command }: Context, aim: Aim, place: string): Problem {
  return {
    code: "database-new",
    level: "error",
    subject: aim.name,
    message: `${place} does not exist, and its creation was not confirmed`,
    help: [
      `trueup ${command} … --create`,
      "or, for a target that may always be created,  create: true  in the configuration",
    ],
    decision: {
      code: "database-new",
      subject: aim.name,
      evidence: [`there is no ${place}`],
      answers: [{ means: "create it", flags: ["--create"] }],
    },
  };
}

function declined(aim: Aim, place: string): Problem {
  return {
    code: "not-confirmed",
    level: "error",
    subject: aim.name,
    message: `${place} was not created`,
    help: ["--create answers the question"],
  };
}
