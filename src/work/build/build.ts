import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Schema } from "../../model/schema.ts";
import type { Checked, Problem } from "../../problem/problem.ts";
import type { Bundle } from "../../start/bundle.ts";
import { type Context, checked, type Listening, refuse } from "../context.ts";
import type { Project } from "../project.ts";
import { goalOf, type State } from "../schema/states.ts";
import { shownFrom } from "../shown-from.ts";
import { writeFile } from "../write-file.ts";
import { basesOf } from "./bases.ts";
import { type BuiltEngine, bundleOf, emptyBase, openIn, planAll, unusedIn, type Vintage } from "./bundle.ts";
import type { Way } from "./plan-base.ts";
import { type SaidInFlags, saidOf } from "./said.ts";
import { bundleLanguage, writeBundle } from "./write-bundle.ts";

export interface BuildOptions extends Listening, SaidInFlags {
  /** The file to write: `.ts`, `.js` or `.json`. */
  readonly out?: string | undefined;
  /** Tags by name or pattern, and schemas from elsewhere; those of the configuration if left out. */
  readonly bases?: readonly string[] | undefined;
  readonly oldest?: string | undefined;
  /** The name of this release. */
  readonly release?: string | undefined;
  readonly engines?: readonly BuiltEngine[] | undefined;
  /** Writes nothing, and says whether the file is what would be written. */
  readonly check?: boolean | undefined;
}

export interface Built {
  /** As a person would type it. */
  readonly file: string;
  readonly state: "written" | "unchanged" | "differs";
  readonly bundle: Bundle;
}

/** Declarations and the releases that are out there become one file, which an application imports. */
export function build(project: Project, options: BuildOptions = {}): Promise<Checked<Built>> {
  return checked("build", project.cwd, options, async (context) => {
    const path = outOf(project, options);
    const language = bundleLanguage(path);
    const file = shownFrom(context.cwd, path);
    if (language === null)
      return refuse({
        code: "bundle-unwritable",
        level: "error",
        subject: file,
        message: `${file} is neither TypeScript, JavaScript nor JSON`,
        help: ["name a file that ends in .ts, .js or .json:  --out src/schema.bundle.ts"],
      });
    const { way, planned } = await planVintages(context, project, options);
    const problems = [...new Map([...planned.values()].flatMap(openIn).map((each) => [each.message, each])).values()];
    if (problems.length > 0) refuse(...problems);
    const unused = unusedIn([...planned.values()].flat(), way);
    if (unused.length > 0) refuse(...unused);
    const bundle = bundleOf(way, options.release ?? null, planned);
    const text = writeBundle(bundle, language);
    const same = existsSync(path) && readFileSync(path, "utf8").replaceAll("\r\n", "\n") === text;
    if (!same && options.check !== true) writeFile(path, text);
    const state = same ? "unchanged" : options.check === true ? "differs" : "written";
    return { file, state, bundle };
  });
}

function outOf(project: Project, { out }: BuildOptions): string {
  if (out !== undefined) return resolve(project.cwd, out);
  const configured = project.config?.build.out ?? null;
  if (configured !== null) return configured;
  return refuse({
    code: "bundle-unwritable",
    level: "error",
    subject: "--out",
    message: "no file is named for the bundle",
    help: ["name it:  --out src/schema.bundle.ts", 'or in the configuration: build: { out: "src/schema.bundle.ts" }'],
  });
}

interface VintagesAsked extends SaidInFlags {
  readonly bases?: readonly string[] | undefined;
  readonly oldest?: string | undefined;
  readonly release?: string | undefined;
  readonly engines?: readonly BuiltEngine[] | undefined;
}

/** Every base and the empty database, planned for each engine. */
async function planVintages(
  context: Context,
  project: Project,
  { bases, oldest, release, engines, ...flags }: VintagesAsked,
): Promise<{ readonly way: Way; readonly planned: ReadonlyMap<BuiltEngine, readonly Vintage[]> }> {
  const { build, protect = [] } = project.config ?? {};
  const goal = await goalOf(context, project, undefined);
  const found = await basesOf(context, project, goal, {
    bases: bases ?? build?.bases ?? [],
    oldest: oldest ?? build?.oldest ?? null,
    release: release ?? null,
  });
  if ((goal.schema.rows ?? []).length > 0 && found.length > 0) refuse(rowsDeclared(goal.schema));
  const way = {
    target: wholeOf(goal),
    hints: goal.hints,
    protect,
    beside: project.beside,
    ...saidOf(context, project, flags),
  };
  const all = [emptyBase, ...found.filter((base) => base.fingerprint !== emptyBase.fingerprint)];
  const planned = new Map<BuiltEngine, readonly Vintage[]>();
  for (const engine of engines ?? build?.engines ?? ["plain"]) planned.set(engine, await planAll(all, way, engine));
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
