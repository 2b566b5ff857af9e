import type { ApplyOutcome } from "../../apply/events.ts";
import type { Problem } from "../../problem/problem.ts";
import { type Context, unlessRefused } from "../context.ts";
import { declared } from "../schema/declared.ts";
import { liveSchema } from "../schema/live.ts";
import type { PlanFile } from "../plans/plan-file.ts";
import type { Project } from "../project.ts";
import type { Aim } from "../targets.ts";

/**
 * Adds to a stale plan what has changed since it was made, object by object, if the declarations are available to tell.
 */
export async function explainStale(
  context: Context,
  project: Project,
  aim: Aim,
  file: PlanFile,
  outcome: ApplyOutcome,
): Promise<ApplyOutcome> {
  if (outcome.kind !== "stale") return outcome;
  const found = await sinceThen(context, project, aim, file);
  const problems = outcome.problems.map(
    (problem): Problem => ({
      ...problem,
      evidence: [...(problem.evidence ?? []), ...found],
      help: [
        `see how the database differs from the declarations:  trueup drift ${aim.name}`,
        `plan again with the same decisions:  trueup plan ${aim.name} --rebase ${file.name}`,
      ],
    }),
  );
  return { ...outcome, problems };
}

async function sinceThen(context: Context, project: Project, aim: Aim, file: PlanFile): Promise<readonly string[]> {
  const goal = await unlessRefused(() => declared(context, project));
  const { staleness } = await import("../../prove/stale.ts");
  const found = await unlessRefused(async () => {
    return staleness(file.plan, await liveSchema(context, aim), goal?.schema ?? null, project.beside);
  });
  return (found?.changes ?? []).map(({ mark, subject, what, touched }) => {
    return `since then: ${mark} ${subject} ${what} (${touched ? "the plan touches it" : "not touched by the plan"})`;
  });
}
