import { kindOfFingerprint } from "../../model/fingerprint-kind.ts";
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
import { sealedForReview } from "./write-plan.ts";
import { rowPlansAtGoal, withRowPlans } from "./rows-way.ts";
import { goalsFor, isPartial } from "./goals.ts";
import { type PlanFolder, planFilesIn, readHeads } from "./read-folder.ts";

/** How a folder of plans brings a database to the declarations. */
export type FolderWay =
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
export interface FolderGround {
  /** As the user typed it. */
  readonly name: string;
  readonly goal: State;
  readonly heads: readonly PlanHead[];
  readonly unreadable: PlanFolder["unreadable"];
}

/** The same, leading to what the declarations mean for one database. */
export interface GroundHere extends FolderGround {
  readonly graph: Graph;
}

export async function groundOf(context: Context, project: Project, typed: string): Promise<FolderGround> {
  const { heads, unreadable } = readHeads(planFilesIn(resolve(context.cwd, typed)));
  const goal = await goalOf(context, project, undefined);
  return { name: typed, goal, heads, unreadable };
}

/** The plans as they lead to what the declarations mean for this database. */
export async function graphFor(context: Context, { goal, heads }: FolderGround, live: Schema): Promise<Graph> {
  return graphOf(heads, await goalsFor(context, goal, live, heads));
}

/** A database that does not exist yet starts where an empty one does. */
const asItIs: Looking = { absent: "empty" };

/** The path of one database; if there is none, ends the work with the reason. The database is only read. */
export async function wayOf(context: Context, project: Project, aim: Aim, ground: FolderGround): Promise<FolderWay> {
  const { goal, heads } = ground;
  const ordered = heads.some(({ base }) => kindOfFingerprint(base) === "fp1o");
  const declared = fingerprint(goal.schema);
  // Most of the time there is nothing to do, which can be seen without reading the schema.
  if (!ordered && !isPartial(goal) && (await liveFingerprint(context, aim, asItIs)) === declared) {
    const graph = graphOf(heads, fingerprintsOf(goal.schema));
    return atGoal(context, aim, { ...ground, graph }, declared);
  }
  const live = await liveSchema(context, aim, asItIs);
  const here = { ...ground, graph: await graphFor(context, ground, live) };
  const reached = fingerprint(live);
  const where = whereIs(here.graph, live);
  switch (where.kind) {
    case "there":
      return atGoal(context, aim, here, reached);
    case "behind": {
      const { plans, instead } = where.path;
      return byPlans(context, await withRowPlans(context, aim, here, plans), instead, reached);
    }
    case "empty":
      return created(context, aim, ground, live);
    case "elsewhere": {
      const { noPath } = await import("./no-path.ts");
      return refuse(...(await noPath(context, project, aim, here, live)));
    }
  }
}

/** The schema is as declared; only the database can tell whether the rows are. */
async function atGoal(context: Context, aim: Aim, ground: GroundHere, reached: string): Promise<FolderWay> {
  return byPlans(context, await rowPlansAtGoal(context, aim, ground), [], reached);
}

async function byPlans(
  context: Context,
  plans: readonly PlanHead[],
  instead: readonly PlanHead[],
  reached: string,
): Promise<FolderWay> {
  const [first, ...others] = await Promise.all(plans.map(({ file }) => planFile(context, file)));
  return first === undefined
    ? { kind: "there", fingerprint: reached }
    : { kind: "plans", files: [first, ...others], instead };
}

async function created(context: Context, aim: Aim, { goal }: FolderGround, live: Schema): Promise<FolderWay> {
  const { planned } = await planFor(context, aim, goal, {});
  if (planned.kind === "refused") return refuse(...planned.problems);
  if (planned.kind === "nothing") return { kind: "there", fingerprint: fingerprint(live) };
  return { kind: "create", plan: planned.plan, seal: (await sealedForReview(planned.plan)).seal };
}
