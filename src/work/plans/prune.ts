import { rmSync } from "node:fs";
import type { PlanHead } from "../../plan/graph/head.ts";
import { unneededPlans } from "../../plan/graph/standing.ts";
import type { Checked, Problem } from "../../problem/problem.ts";
import { checked, refuse } from "../context.ts";
import type { Project } from "../project.ts";
import { shownFrom } from "../shown-from.ts";
import { type PlansOptions, plansIn } from "./plans.ts";

export interface PruneOptions extends Omit<PlansOptions, "target"> {
  /** Asked before anything is deleted. */
  readonly agree: (files: readonly string[]) => Promise<boolean>;
}

export interface Pruned {
  /** As people name it. */
  readonly folder: string;
  /** The plans that no database needs. */
  readonly files: readonly string[];
  /** False if `agree` said no; then all of them still exist. */
  readonly deleted: boolean;
}

/** Deletes the plans of a folder that no database needs to reach the declarations. */
export function prunePlans(project: Project, options: PruneOptions): Promise<Checked<Pruned>> {
  return checked("plans", project.cwd, options, async (context) => {
    const { path, graph, folder, goal, problems } = await plansIn(context, project, options);
    const name = `${shownFrom(context.cwd, path)}/`;
    if (goal === null || folder.ahead) return refuse(goalUnknown(name), ...problems);
    const unneeded: readonly PlanHead[] = unneededPlans(graph, folder);
    const files = unneeded.map(({ file }) => shownFrom(context.cwd, file));
    const deleted = files.length > 0 && (await options.agree(files));
    for (const { file } of deleted ? unneeded : []) rmSync(file);
    return { folder: name, files, deleted };
  });
}

function goalUnknown(name: string): Problem {
  return {
    code: "plans-behind",
    level: "error",
    subject: name,
    message: `nothing of ${name} can be pruned: no plan in it leads to the declarations`,
    why: "which plans are needed is only known once one leads there",
    help: ["see the folder:  trueup plans", "write the plan that is missing:  trueup plan --out plans/NAME.plan.sql"],
  };
}
