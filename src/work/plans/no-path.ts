import { resolve } from "node:path";
import type { Schema } from "../../model/schema.ts";
import type { PlanHead } from "../../plan/graph/head.ts";
import { folderOf } from "../../plan/graph/standing.ts";
import { fingerprintsOf } from "../../plan/graph/where.ts";
import type { Explained } from "../../plan/explanation.ts";
import { plural } from "../../words/numbers.ts";
import { explainDifference } from "../../planner/explain-difference.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Context } from "../context.ts";
import type { Project } from "../project.ts";
import { schemaFor } from "../schema/goal.ts";
import { shownFrom } from "../shown-from.ts";
import type { Aim } from "../targets.ts";
import { readable } from "./plan-file.ts";
import { noPlans } from "./read-folder.ts";
import { type Schemas, schemasOf } from "./schemas.ts";
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
  const files = await readable(
    context,
    graph.plans.map(({ file }) => file),
  );
  // Every schema that follows from the declarations and the plans, as far as these can be read.
  const plans = files.map(({ plan }) => plan);
  const schemas = schemasOf(plans, [declared], project.beside);
  const missing = explainDifference(live, declared).changes;
  const closest = closestTo(live, graph.plans, schemas);
  const evidence = [
    `${aim.name} differs from the declarations in ${plural(missing.length, "object")}:`,
    ...listed(missing),
    ...(closest === null ? [] : closestLines(context, aim, closest)),
  ];
  const joins = folder.ahead && folder.ends.length > 1;
  const bare = name.replace(/\/+$/, "");
  const elsewhere = resolve(context.cwd, name) === project.plans ? "" : ` --plans ${bare}`;
  const help = [
    joins
      ? `write the plan that joins the branches:  trueup plan ${aim.name} --rebase`
      : `write the missing plan and commit it:  trueup plan ${aim.name} --out ${bare}/NAME.plan.sql`,
    `inspect the folder:  trueup plans ${aim.name}${elsewhere}`,
  ];
  const problem: Problem = {
    code: "no-plan-for-base",
    level: "error",
    subject: aim.name,
    message: message(context, ground, aim, folder.ahead),
    evidence,
    why: "nothing was changed, and no hook was run",
    help,
  };
  return [problem, ...unreadable.map((each) => ({ ...each.problem, level: "warning" as const }))];
}

function message(context: Context, ground: GroundHere, aim: Aim, ahead: boolean): string {
  const { graph, name } = ground;
  if (graph.plans.length === 0) return `${noPlans(context, ground)}, and ${aim.name} does not match the declarations`;
  if (ahead) return `no plan in ${name} leads to the declarations: they are ahead of the plans`;
  return `no plan in ${name} leads from the state of ${aim.name} to the declarations`;
}

/** Each object with what changes in it. */
function listed(changes: readonly Explained[]): readonly string[] {
  const lines = changes.flatMap((change) => [
    line(change, "  "),
    ...change.children.map((each) => line(each, "      ")),
  ]);
  const more = lines.length - mostLines;
  return more > 1 ? [...lines.slice(0, mostLines), `  and ${more} more lines`] : lines;
}

const mostLines = 12;

function line({ mark, subject, what }: Explained, indent: string): string {
  return `${indent}${mark} ${subject} ${what}`.trimEnd();
}

interface Closest {
  readonly plan: PlanHead;
  /** How the database differs from the base of the plan. */
  readonly changes: readonly Explained[];
}

/** The plan whose base differs least from the database; the first by name if there are several. */
function closestTo(live: Schema, plans: readonly PlanHead[], schemas: Schemas): Closest | null {
  let closest: Closest | null = null;
  const here = fingerprintsOf(live);
  for (const plan of plans) {
    // Where nothing leads to the declarations, the schemas in between are not known.
    if (here.includes(plan.base)) return { plan, changes: [] };
    const base = schemas.get(plan.base);
    if (base === undefined) continue;
    const { changes } = explainDifference(base, live);
    if (closest === null || distance(changes) < distance(closest.changes)) closest = { plan, changes };
  }
  return closest;
}

/** An object that is there and changes is nearer than one that is missing. */
function distance(changes: readonly Explained[]): number {
  return changes.reduce((sum, { mark }) => sum + (mark === "~" || mark === ">" ? 1 : 2), 0);
}

function closestLines(context: Context, aim: Aim, { plan, changes }: Closest): readonly string[] {
  const file = shownFrom(context.cwd, plan.file);
  if (changes.length === 0) return [`closest: ${file} starts there, but does not lead to the declarations`];
  return [`closest: ${file}, but it was made for another state; ${aim.name} has since then`, ...listed(changes)];
}
