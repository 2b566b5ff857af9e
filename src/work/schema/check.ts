import { compile } from "../../compile/compile.ts";
import type { Declared } from "../../compile/declared.ts";
import type { Hints } from "../../model/hints.ts";
import type { Schema } from "../../model/schema.ts";
import type { Checked, Problem } from "../../problem/problem.ts";
import type { QueryOptions } from "../queries/application.ts";
import type { ReleaseResult } from "../../report/releases.ts";
import type { VintagesAsked } from "../build/vintages.ts";
import type { QueriesChecked } from "../../queries/check.ts";
import { type Context, checked, type Listening } from "../context.ts";
import { baselineFile, newOnly, readBaseline, writeBaseline } from "./baseline.ts";
import { mustExist } from "./declared.ts";
import { notRead } from "./not-read.ts";
import type { Project } from "../project.ts";

export interface CheckOptions extends Listening, Pick<QueryOptions, "queries"> {
  /** Databases to check for hints that have taken effect; none unless named. */
  readonly targets?: readonly string[];
  /** The releases in use that are to be proven; null for none. */
  readonly releases?: VintagesAsked | null;
  /** Records the current warnings: from then on, only others count. */
  readonly baseline?: boolean;
}

export interface CheckResult {
  /** Null if the declarations have errors. */
  readonly schema: Schema | null;
  /** Errors and warnings of the declarations, in the order they were found. */
  readonly problems: readonly Problem[];
  /** Warnings that are not among them, because the baseline of the project knows them. */
  readonly known: number;
  /** The application's queries; null if no files are named, or the declarations have errors. */
  readonly queries: QueriesChecked | null;
  /** The result for each release; null if none were asked for, or the declarations have errors. */
  readonly releases: readonly ReleaseResult[] | null;
}

/** Compiles the declarations, has the engine check them, and lints them. */
export function check(project: Project, options: CheckOptions = {}): Promise<Checked<CheckResult>> {
  return checked("check", project.cwd, options, async (context) => {
    for (const path of project.schemas) mustExist(context, path);
    const compiled = await compile(project.schemas, { cache: project.cache, beside: project.beside });
    if (!compiled.ok) return { schema: null, problems: compiled.problems, known: 0, queries: null, releases: null };
    const { value: declared, warnings } = compiled;
    context.tell({ kind: "read", sources: declared.sources });
    const { lint } = await import("../../lint/lint.ts");
    const queries = await queriesOf(context, project, declared, options);
    const found = [...warnings, ...notRead(declared.partial), ...lint(declared, project.config?.lint ?? {})];
    const file = baselineFile(project);
    if (options.baseline === true) writeBaseline(file, found);
    const counting = newOnly(found, readBaseline(file));
    const proven = await releasesOf(context, project, options.releases ?? null);
    const problems = [
      ...counting.problems,
      ...(await spent(context, project, declared, options.targets ?? [], proven?.needed ?? null)),
      ...(queries?.problems ?? []),
      ...(proven?.problems ?? []),
    ];
    return { schema: declared.schema, problems, known: counting.known, queries, releases: proven?.results ?? null };
  });
}

/** Loaded only if queries are named. */
async function queriesOf(context: Context, project: Project, { schema }: Declared, options: CheckOptions) {
  if ((options.queries ?? []).length === 0 && (project.config?.queries ?? null) === null) return null;
  const { checkQueriesOf } = await import("../queries/check-queries.ts");
  return checkQueriesOf(context, project, schema, options);
}

/** Loaded only if releases are to be proven. */
async function releasesOf(context: Context, project: Project, asked: VintagesAsked | null) {
  if (asked === null) return null;
  const { proveReleases } = await import("../build/prove-releases.ts");
  return proveReleases(context, project, asked);
}

/** Hints that have no effect in any of these databases, nor in any release that is in use. */
async function spent(
  context: Context,
  project: Project,
  declared: Declared,
  targets: readonly string[],
  releases: Hints | null,
): Promise<readonly Problem[]> {
  if (targets.length === 0 && releases === null) return [];
  const { spentHints } = await import("../../lint/spent-hints.ts");
  const { liveSchema } = await import("./live.ts");
  const { oneTarget } = await import("../targets.ts");
  const live: Schema[] = [];
  for (const name of targets) live.push(await liveSchema(context, oneTarget(context, project, name)));
  const needed = releases ?? (await neededByReleases(context, project));
  return spentHints(declared, live, project.config?.lint ?? {}, needed);
}

/** A hint is needed for as long as a release is in use that needs it to reach the declarations. */
async function neededByReleases(context: Context, project: Project): Promise<Hints | null> {
  if ((project.config?.build.bases ?? []).length === 0) return null;
  const { neededHints } = await import("../build/prove-releases.ts");
  return neededHints(context, project);
}
