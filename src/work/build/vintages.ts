import { rowsDigest } from "../../model/declared-rows.ts";
import { fingerprint } from "../../model/fingerprint.ts";
import type { Schema } from "../../model/schema.ts";
import { type Context, refuse } from "../context.ts";
import type { Project } from "../project.ts";
import { goalOf, type State } from "../schema/states.ts";
import { type Base, basesOf } from "./bases.ts";
import { type BuiltEngine, emptyBase, planAll, type Vintage } from "./bundle.ts";
import type { ForAllBases } from "./plan-base.ts";
import { type BuildFlags, buildDecisions } from "./build-decisions.ts";

/** Which releases are in use, and the decisions about their rows; what is absent is as configured. */
export interface VintagesAsked extends BuildFlags {
  /** Tags by name or pattern, and schemas from elsewhere. */
  readonly bases?: readonly string[] | undefined;
  readonly oldest?: string | undefined;
  /** The name of this release. */
  readonly release?: string | undefined;
  readonly engines?: readonly BuiltEngine[] | undefined;
}

/** The name of this release; null if none is given. */
export function releaseOf({ config }: Project, said: string | undefined): string | null {
  return said ?? config?.build.release ?? null;
}

/** The declarations, and the releases that are in use. */
async function basesAsked(context: Context, project: Project, { bases, oldest, release }: VintagesAsked) {
  const { build } = project.config ?? {};
  const goal = await goalOf(context, project, undefined);
  // Paths in the configuration are relative to it.
  const from = bases === undefined ? { ...context, cwd: project.folder } : context;
  const found = await basesOf(from, project, goal, {
    bases: bases ?? build?.bases ?? [],
    oldest: oldest ?? build?.oldest ?? null,
    release: releaseOf(project, release),
  });
  return { goal, bases: found };
}

/** Every base and the empty database, planned for each engine. */
export async function planVintages(
  context: Context,
  project: Project,
  asked: VintagesAsked,
): Promise<{ readonly way: ForAllBases; readonly planned: ReadonlyMap<BuiltEngine, readonly Vintage[]> }> {
  const { build, protect = [] } = project.config ?? {};
  const { goal, bases } = await basesAsked(context, project, asked);
  refuseRowsAlone(goal.schema, bases);
  const { hints } = goal;
  const way = {
    target: wholeOf(goal),
    hints,
    protect,
    beside: project.beside,
    ...buildDecisions(context, project, asked),
  };
  const all = [emptyBase, ...bases.filter((base) => base.fingerprint !== emptyBase.fingerprint)];
  const planned = new Map<BuiltEngine, readonly Vintage[]>();
  for (const engine of asked.engines ?? build?.engines ?? ["plain"])
    planned.set(engine, await planAll(all, way, engine));
  return { way, planned };
}

/** If the schema is as declared, an application looks no further. */
function refuseRowsAlone(target: Schema, bases: readonly Base[]): void {
  const digest = rowsDigest(target.rows ?? []);
  const same = bases.find((base) => base.fingerprint === fingerprint(target));
  if (same === undefined || rowsDigest(same.schema.rows ?? []) === digest) return;
  refuse({
    code: "bundle-rows",
    level: "error",
    subject: (target.rows ?? same.schema.rows ?? []).map(({ table }) => table).join(", "),
    message: `the declared rows differ from those of ${same.releases.join(", ")}, and the schema does not`,
    why: "an application compares the schema of its database, and changes nothing if that is as declared",
    help: ["let the application write these rows itself, or ship them with the next schema change"],
  });
}

/** There is no database here to take the rest from. */
function wholeOf({ schema, declared }: State): Schema {
  const partial = declared?.partial ?? null;
  const left = [...(partial?.missing.map(({ problem }) => problem) ?? []), ...(partial?.unread ?? [])];
  if (left.length > 0) refuse(...left.map((problem) => ({ ...problem, level: "error" as const })));
  return schema;
}
