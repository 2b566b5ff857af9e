import { resolve } from "node:path";
import { fingerprint } from "../../model/fingerprint.ts";
import type { Schema } from "../../model/schema.ts";
import { type Graph, graphOf } from "../../plan/graph/graph.ts";
import type { PlanHead } from "../../plan/graph/head.ts";
import { fingerprintsOf, whereIs } from "../../plan/graph/where.ts";
import type { Plan } from "../../plan/plan.ts";
import { type Context, refuse } from "../context.ts";
import { liveFingerprint, liveSchema } from "../schema/live.ts";
import { type PlanFile, planFile } from "./plan-file.ts";
import { planFor } from "../planning/planning.ts";
import type { Project } from "../project.ts";
import { goalOf, type State } from "../schema/states.ts";
import type { Aim, Looking } from "../targets.ts";
import { planText } from "./write-plan.ts";
import { rowPlansAtGoal, withRowPlans } from "./rows-way.ts";
import { noPath } from "./no-path.ts";
import { type PlanFolder, planFilesIn, readHeads } from "./read-folder.ts";

/** How a folder of plans brings a database to the declarations. */
export type Way =
  | { readonly kind: "there"; readonly fingerprint: string }
  /** Each fully read, with its seal checked. */
  | {
      readonly kind: "plans";
      readonly files: readonly [PlanFile, ...PlanFile[]];
      readonly instead: readonly PlanHead[];
    }
  /** The database is empty and no plan starts there: nothing in it can be lost. */
  | { readonly kind: "create"; readonly plan: Plan; readonly seal: string };

/** A folder of plans and where it should lead, read once. */
export interface Ground {
  /** As the user typed it. */
  readonly name: string;
  readonly goal: State;
  readonly graph: Graph;
  readonly unreadable: PlanFolder["unreadable"];
}

export async function groundOf(context: Context, project: Project, typed: string): Promise<Ground> {
  const { heads, unreadable } = readHeads(planFilesIn(resolve(context.cwd, typed)));
  const goal = await goalOf(context, project, undefined);
  return { name: typed, goal, graph: graphOf(heads, fingerprintsOf(goal.schema)), unreadable };
}

/** One that does not exist yet begins where an empty one does. */
const asItIs: Looking = { absent: "empty" };

/** The path of one database; if there is none, ends the work with the reason. The database is only read. */
export async function wayOf(context: Context, project: Project, aim: Aim, ground: Ground): Promise<Way> {
  const { goal, graph } = ground;
  const ordered = graph.plans.some(({ base }) => base.startsWith("fp1o:"));
  const declared = fingerprint(goal.schema);
  // Most of the time there is nothing to do, which can be seen without reading the schema.
  if (!ordered && (await liveFingerprint(context, aim, asItIs)) === declared) return atGoal(context, aim, ground);
  const live = await liveSchema(context, aim, asItIs);
  const where = whereIs(graph, live);
  switch (where.kind) {
    case "there":
      return atGoal(context, aim, ground);
    case "behind": {
      const { plans, instead } = where.path;
      return byPlans(context, ground, await withRowPlans(context, aim, ground, plans), instead);
    }
    case "empty":
      return created(context, aim, ground, live);
    case "elsewhere":
      return refuse(...(await noPath(context, project, aim, ground, live)));
  }
}

/** The schema is as declared; whether the rows are, only the database can tell. */
async function atGoal(context: Context, aim: Aim, ground: Ground): Promise<Way> {
  return byPlans(context, ground, await rowPlansAtGoal(context, aim, ground), []);
}

async function byPlans(
  context: Context,
  { goal }: Ground,
  plans: readonly PlanHead[],
  instead: readonly PlanHead[],
): Promise<Way> {
  const [first, ...others] = await Promise.all(plans.map(({ file }) => planFile(context, file)));
  return first === undefined
    ? { kind: "there", fingerprint: fingerprint(goal.schema) }
    : { kind: "plans", files: [first, ...others], instead };
}

async function created(context: Context, aim: Aim, { goal }: Ground, live: Schema): Promise<Way> {
  const { planned } = await planFor(context, aim, goal, {});
  if (planned.kind === "refused") return refuse(...planned.problems);
  if (planned.kind === "nothing") return { kind: "there", fingerprint: fingerprint(live) };
  return { kind: "create", plan: planned.plan, seal: (await planText(planned.plan)).seal };
}
