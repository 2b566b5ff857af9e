import type { Schema } from "../../model/schema.ts";
import type { Problem } from "../../problem/problem.ts";
import { type Context, refuse } from "../context.ts";
import type { Project } from "../project.ts";
import { goalOf, type State } from "../schema/states.ts";
import { basesOf } from "./bases.ts";
import { type BuiltEngine, emptyBase, planAll, type Vintage } from "./bundle.ts";
import type { Way } from "./plan-base.ts";
import { type SaidInFlags, saidOf } from "./said.ts";

/** Which releases are out there, and what is said about their rows; what is left out is as configured. */
export interface VintagesAsked extends SaidInFlags {
  /** Tags by name or pattern, and schemas from elsewhere. */
  readonly bases?: readonly string[] | undefined;
  readonly oldest?: string | undefined;
  /** The name of this release. */
  readonly release?: string | undefined;
  readonly engines?: readonly BuiltEngine[] | undefined;
}

/** The declarations, and the releases that are out there. */
async function basesAsked(context: Context, project: Project, { bases, oldest, release }: VintagesAsked) {
  const { build } = project.config ?? {};
  const goal = await goalOf(context, project, undefined);
  const found = await basesOf(context, project, goal, {
    bases: bases ?? build?.bases ?? [],
    oldest: oldest ?? build?.oldest ?? null,
    release: release ?? null,
  });
  return { goal, bases: found };
}

/** Every base and the empty database, planned for each engine. */
export async function planVintages(
  context: Context,
  project: Project,
  asked: VintagesAsked,
): Promise<{ readonly way: Way; readonly planned: ReadonlyMap<BuiltEngine, readonly Vintage[]> }> {
  const { build, protect = [] } = project.config ?? {};
  const { goal, bases } = await basesAsked(context, project, asked);
  if ((goal.schema.rows ?? []).length > 0 && bases.length > 0) refuse(rowsDeclared(goal.schema));
  const { hints } = goal;
  const way = { target: wholeOf(goal), hints, protect, beside: project.beside, ...saidOf(context, project, asked) };
  const all = [emptyBase, ...bases.filter((base) => base.fingerprint !== emptyBase.fingerprint)];
  const planned = new Map<BuiltEngine, readonly Vintage[]>();
  for (const engine of asked.engines ?? build?.engines ?? ["plain"])
    planned.set(engine, await planAll(all, way, engine));
  return { way, planned };
}

function rowsDeclared({ rows = [] }: Schema): Problem {
  const tables = rows.map(({ table }) => table).join(", ");
  return {
    code: "bundle-rows",
    level: "error",
    subject: tables,
    message: `rows of ${tables} are declared, and how they come to the databases of a base is not known`,
    help: ["let the application write these rows itself, after the schema is there"],
  };
}

/** Nobody's database is here to take the rest from. */
function wholeOf({ schema, declared }: State): Schema {
  const partial = declared?.partial ?? null;
  const left = [...(partial?.missing.map(({ problem }) => problem) ?? []), ...(partial?.unread ?? [])];
  if (left.length > 0) refuse(...left.map((problem) => ({ ...problem, level: "error" as const })));
  return schema;
}
