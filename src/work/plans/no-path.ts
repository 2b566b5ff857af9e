import type { Schema } from "../../model/schema.ts";
import type { Graph } from "../../plan/graph/graph.ts";
import type { PlanHead } from "../../plan/graph/head.ts";
import { folderOf } from "../../plan/graph/standing.ts";
import type { Explained } from "../../plan/explanation.ts";
import { plural } from "../../words/numbers.ts";
import { explainDifference } from "../../planner/explain-difference.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Context } from "../context.ts";
import type { Project } from "../project.ts";
import { schemaFor } from "../schema/goal.ts";
import { shownFrom } from "../shown-from.ts";
import type { Aim } from "../targets.ts";
import { readable, type Schemas, schemasOf } from "./schemas.ts";
import type { GroundHere } from "./way.ts";

/** Why no plan of a folder brings this database to the declarations, and what would. */
export async function noPath(
  context: Context,
  project: Project,
  aim: Aim,
  ground: GroundHere,
  live: Schema,
): Promise<readonly Problem[]> {
  const { goal, graph, unreadable, name } = ground;
  const folder = folderOf(graph);
  const declared = await schemaFor(context, goal, live);
  const schemas = schemasAround(context, project, graph, declared);
  const missing = explainDifference(live, declared).changes;
  const closest = closestTo(live, graph.plans, schemas);
  const evidence = [
    `${aim.name} differs from the declarations in ${plural(missing.length, "object")}:`,
    ...listed(missing),
    ...(closest === null ? [] : closestLines(context, aim, closest)),
  ];
  const joins = folder.ahead && folder.ends.length > 1;
  const file = `${name.replace(/\/+$/, "")}/NAME.plan.sql`;
  const help = [
    joins
      ? `write the plan that joins the branches:  trueup plan ${aim.name} --rebase`
      : `write the missing plan and commit it:  trueup plan ${aim.name} --out ${file}`,
    `inspect the folder:  trueup plans ${aim.name}`,
  ];
  const problem: Problem = {
    code: "no-plan-for-base",
    level: "error",
    subject: aim.name,
    message: message(ground, aim, folder.ahead),
    evidence,
    why: "nothing was changed, and no hook was run",
    help,
  };
  return [problem, ...unreadable.map((each) => ({ ...each.problem, level: "warning" as const }))];
}

function message({ graph, name }: GroundHere, aim: Aim, ahead: boolean): string {
  if (graph.plans.length === 0) return `there is no plan in ${name}, and ${aim.name} does not match the declarations`;
  if (ahead) return `no plan in ${name} leads to the declarations: they are ahead of the plans`;
  return `no plan in ${name} leads from the state of ${aim.name} to the declarations`;
}

function listed(changes: readonly Explained[]): readonly string[] {
  const shown = changes.slice(0, 8).map(({ mark, subject, what }) => `  ${mark} ${subject} ${what}`.trimEnd());
  const more = changes.length - shown.length;
  return more > 0 ? [...shown, `  and ${more} more`] : shown;
}

/** The plans of the folder, as far as they can be read, with the declarations: every schema that follows from them. */
function schemasAround(context: Context, project: Project, graph: Graph, declared: Schema): Schemas {
  const plans = readable(
    context,
    graph.plans.map(({ file }) => file),
  );
  return schemasOf(plans, [declared], project.beside);
}

interface Closest {
  readonly plan: PlanHead;
  /** How the database differs from the base of the plan. */
  readonly changes: readonly Explained[];
}

/** The plan whose base differs from the database in the fewest objects; the first by name if there are several. */
function closestTo(live: Schema, plans: readonly PlanHead[], schemas: Schemas): Closest | null {
  let closest: Closest | null = null;
  for (const plan of plans) {
    const base = schemas.get(plan.base);
    if (base === undefined) continue;
    const { changes } = explainDifference(base, live);
    if (closest === null || changes.length < closest.changes.length) closest = { plan, changes };
  }
  return closest;
}

function closestLines(context: Context, aim: Aim, { plan, changes }: Closest): readonly string[] {
  const file = shownFrom(context.cwd, plan.file);
  if (changes.length === 0) return [`closest: ${file} starts there, but does not lead to the declarations`];
  return [`closest: ${file}, but it was made for another state; ${aim.name} has since then`, ...listed(changes)];
}
