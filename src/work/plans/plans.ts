import { resolve } from "node:path";
import type { Schema } from "../../model/schema.ts";
import type { PlanHead } from "../../plan/graph/head.ts";
import { type Graph, graphOf } from "../../plan/graph/graph.ts";
import { type Folder, folderOf } from "../../plan/graph/standing.ts";
import { fingerprintsOf, type Where, whereIs } from "../../plan/graph/where.ts";
import { type Checked, type Problem, ProblemError } from "../../problem/problem.ts";
import { type Context, checked, type Listening } from "../context.ts";
import { declarations, type State } from "../schema/states.ts";
import { goalsAmong, goalsFor, isPartial } from "./goals.ts";
import { readable } from "./plan-file.ts";
import { schemasOf } from "./schemas.ts";
import { liveSchema } from "../schema/live.ts";
import type { Project } from "../project.ts";
import { rowsPath } from "../../plan/graph/rows-path.ts";
import { liveRows } from "../schema/live-rows.ts";
import { type Aim, oneTarget } from "../targets.ts";
import { withRowPlans } from "./rows-way.ts";
import { type PlanFolder, planFilesIn, readHeads } from "./read-folder.ts";

export interface PlansOptions extends Listening {
  /** A database to locate among the plans; none if left out. */
  readonly target?: string | undefined;
  /** A folder other than the configured one. */
  readonly folder?: string | undefined;
}

/** A folder of plans, compared with the declarations. */
export interface PlansFound {
  /** Absolute. */
  readonly path: string;
  readonly graph: Graph;
  readonly folder: Folder;
  readonly unreadable: PlanFolder["unreadable"];
  /** Null if the declarations have errors; `problems` lists them. */
  readonly goal: Schema | null;
  readonly problems: readonly Problem[];
  readonly target: PlansTarget | null;
}

interface PlansTarget {
  readonly name: string;
  readonly fingerprints: readonly string[];
  readonly where: Where;
}

/** Reads the headers of the plans in a folder, and locates a database among them. */
export function plans(project: Project, options: PlansOptions = {}): Promise<Checked<PlansFound>> {
  return checked("plans", project.cwd, options, (context) => plansIn(context, project, options));
}

/** The same as part of other work. */
export async function plansIn(context: Context, project: Project, options: PlansOptions): Promise<PlansFound> {
  const path = options.folder === undefined ? project.plans : resolve(project.cwd, options.folder);
  const { heads, unreadable } = readHeads(planFilesIn(path));
  const { goal, problems } = await goalOf(context, project);
  const live = options.target === undefined ? null : await find(context, project, options.target);
  const goals = goal === null ? [] : await goalsOf(context, project, goal, heads, live?.schema ?? null);
  const graph = graphOf(heads, goals);
  const target = live && {
    name: live.aim.name,
    fingerprints: fingerprintsOf(live.schema),
    where: await byRows(context, live.aim, graph, goal?.schema ?? null, whereIs(graph, live.schema)),
  };
  return { path, graph, folder: folderOf(graph), unreadable, goal: goal?.schema ?? null, problems, target };
}

/** A partial schema has a meaning only for a database, or for what plans lead to from the empty one. */
async function goalsOf(
  context: Context,
  project: Project,
  goal: State,
  heads: readonly PlanHead[],
  live: Schema | null,
): Promise<readonly string[]> {
  if (live !== null) return goalsFor(context, goal, live, heads);
  if (!isPartial(goal)) return fingerprintsOf(goal.schema);
  const files = await readable(
    context,
    heads.map(({ file }) => file),
  );
  const plans = files.map(({ plan }) => plan);
  return goalsAmong(context, goal, schemasOf(plans, [], project.beside));
}

/** If the declarations do not compile, the goal is unknown, but the plans are still listed. */
async function goalOf(context: Context, project: Project) {
  try {
    return { goal: await declarations(context, project, project.schema), problems: [] };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { goal: null, problems: error.problems };
  }
}

async function find(context: Context, project: Project, typed: string) {
  const aim = oneTarget(context, project, typed);
  return { aim, schema: await liveSchema(context, aim, { absent: "empty" }) };
}

/** The declared rows show what else is left to do; if the schema is as declared, that is everything. */
async function byRows(context: Context, aim: Aim, graph: Graph, goal: Schema | null, found: Where): Promise<Where> {
  if (goal === null) return found;
  if (found.kind === "behind") {
    const { plans, instead } = found.path;
    return {
      ...found,
      path: { plans: await withRowPlans(context, aim, { graph, goal: { schema: goal } }, plans), instead },
    };
  }
  if (found.kind !== "there") return found;
  const rows = await liveRows(context, aim, { schema: goal });
  if (rows === null || rows.same) return { kind: "there" };
  const plans = rowsPath(graph, [...graph.goals], rows.digest, rows.declared);
  return plans === null ? { kind: "elsewhere" } : { kind: "behind", path: { plans, instead: [] } };
}
