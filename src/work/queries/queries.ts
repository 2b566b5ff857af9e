import { join } from "node:path";
import { compile } from "../../compile/compile.ts";
import type { Schema } from "../../model/schema.ts";
import type { Checked } from "../../problem/problem.ts";
import type { Collected } from "../../queries/query.ts";
import type { Unused } from "../../queries/unused.ts";
import type { Use } from "../../queries/uses.ts";
import { applicationOf, type QueryOptions } from "./application.ts";
import { type Context, checked, type Listening, need, refuse } from "../context.ts";
import { mustExist } from "../schema/declared.ts";
import type { Project } from "../project.ts";
import { shownFrom } from "../shown-from.ts";

export interface QueriesFound {
  readonly uses: readonly Use[];
  readonly skipped: Collected["skipped"];
  /** Files that use a query builder although nothing was recorded: their queries are missing here. */
  readonly builders: Collected["builders"];
}

/** Every query of the application, with the tables and columns it touches. */
export function queries(project: Project, options: Listening & QueryOptions = {}): Promise<Checked<QueriesFound>> {
  return checked("queries", project.cwd, options, async (context) => (await found(context, project, options)).found);
}

export interface UnusedFound extends QueriesFound {
  readonly unused: Unused;
}

/** What is declared but touched by no query, as far as queries can be read. */
export function unused(project: Project, options: Listening & QueryOptions = {}): Promise<Checked<UnusedFound>> {
  return checked("unused", project.cwd, options, async (context) => {
    const { unusedOf } = await import("../../queries/unused.ts");
    const { found: all, schema } = await found(context, project, options);
    return { ...all, unused: unusedOf(schema, all.uses) };
  });
}

async function found(
  context: Context,
  project: Project,
  options: QueryOptions,
): Promise<{ readonly found: QueriesFound; readonly schema: Schema }> {
  const schema = await declaredSchema(context, project);
  const application = await applicationOf(context, project, options);
  if (application === null) return refuse(noQueries());
  const { compilable } = await import("../../prove/replay.ts");
  const { usesOf } = await import("../../queries/uses.ts");
  const { benchOf } = await import("./impact.ts");
  const on = compilable(schema, project.beside);
  try {
    const { collected } = application.running ?? application.here;
    const { cwd } = context;
    const shown = (file: string) => shownFrom(cwd, join(application.folder, file));
    const uses = usesOf(collected, schema, benchOf(on, project.beside));
    const placed = uses.map((use) => ({ ...use, query: { ...use.query, file: shown(use.query.file) } }));
    const builders = collected.logs > 0 ? [] : collected.builders.map((each) => ({ ...each, file: shown(each.file) }));
    const skipped = collected.skipped.map((each) => ({ ...each, file: shown(each.file) }));
    return { found: { uses: placed, skipped, builders }, schema };
  } finally {
    on.scratch.close();
  }
}

export async function declaredSchema(context: Context, project: Project): Promise<Schema> {
  for (const path of project.schemas) mustExist(context, path);
  const declared = need(context, await compile(project.schemas, { cache: project.cache, beside: project.beside }));
  context.tell({ kind: "read", sources: declared.sources });
  return declared.schema;
}

export function noQueries() {
  return {
    code: "no-queries",
    level: "error",
    subject: "queries",
    message: "no files of the application are named",
    help: [
      'name them in trueup.config.ts: queries: ["src/**/*.ts", "queries/**/*.sql"]',
      "or with  --queries 'src/**/*.ts'",
    ],
  } as const;
}
