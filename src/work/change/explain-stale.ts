import type { ApplyOutcome } from "../../apply/events.ts";
import type { Schema } from "../../model/schema.ts";
import type { Problem } from "../../problem/problem.ts";
import { ProblemError } from "../../problem/problem.ts";
import { staleness } from "../../prove/stale.ts";
import type { Context } from "../context.ts";
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
  try {
    const { changes } = staleness(
      file.plan,
      await liveSchema(context, aim),
      await quietly(context, project),
      project.beside,
    );
    return (changes ?? []).map(({ mark, subject, what, touched }) => {
      return `since then: ${mark} ${subject} ${what} (${touched ? "the plan touches it" : "not touched by the plan"})`;
    });
  } catch (error) {
    if (error instanceof ProblemError) return [];
    throw error;
  }
}

async function quietly(context: Context, project: Project): Promise<Schema | null> {
  try {
    return (await declared(context, project)).schema;
  } catch (error) {
    if (error instanceof ProblemError) return null;
    throw error;
  }
}
