import { join } from "node:path";
import type { Schema } from "../../model/schema.ts";
import type { Checked } from "../../problem/problem.ts";
import type { ExplainedQuery } from "../../queries/explain.ts";
import { applicationOf, type QueryOptions } from "./application.ts";
import { type Context, checked, type Listening, refuse } from "../context.ts";
import type { Project } from "../project.ts";
import { declaredSchema, noQueries } from "./queries.ts";
import { shownFrom } from "../shown-from.ts";

export interface ExplainQueryOptions extends Listening, QueryOptions {
  /** `src/tunes.ts:41`. */
  readonly at: string;
  /** A database whose statistics and schema are used instead of the declarations. */
  readonly target?: string | undefined;
}

/** How the engine runs the queries at a line: with which indexes, over how many rows, and what would help. */
export function explainQuery(
  project: Project,
  options: ExplainQueryOptions,
): Promise<Checked<readonly ExplainedQuery[]>> {
  return checked("explain-query", project.cwd, options, async (context) => {
    const place = /^(.+):(\d+)$/.exec(options.at);
    if (place === null) return refuse(noPlace(options.at));
    const [, file = "", line = ""] = place;
    const application = await applicationOf(context, project, options, "here");
    if (application === null) return refuse(noQueries());
    const shown = (each: string) => shownFrom(context.cwd, join(application.folder, each));
    const queries = application.here.collected.queries
      .filter((query) => shown(query.file) === shownFrom(context.cwd, join(context.cwd, file)))
      .filter((query) => query.line <= Number(line) && Number(line) <= query.endLine)
      .map((query) => ({ ...query, file: shown(query.file) }));
    if (queries.length === 0) return refuse(nothingThere(options.at));
    const { schema, statistics } = await schemaOf(context, project, options.target);
    const { compilable } = await import("../../prove/replay.ts");
    const { explained } = await import("../../queries/explain.ts");
    const { benchOf } = await import("./impact.ts");
    const on = compilable(schema, project.beside);
    try {
      const bench = benchOf(on, project.beside);
      const { collected } = application.here;
      const all = queries.flatMap((query) => explained(query, schema, bench, statistics, collected) ?? []);
      return all.length === 0 ? refuse(nothingThere(options.at)) : all;
    } finally {
      on.scratch.close();
    }
  });
}

async function schemaOf(context: Context, project: Project, target: string | undefined) {
  if (target === undefined) return { schema: await declaredSchema(context, project), statistics: [] };
  const { oneTarget, withDatabase } = await import("../targets.ts");
  const { schemaIn } = await import("../schema/live.ts");
  const { statisticsOf } = await import("./statistics.ts");
  const aim = oneTarget(context, project, target);
  return withDatabase(context, aim, (connection) =>
    connection.snapshot(async (snapshot) => {
      const schema: Schema = await schemaIn(context, aim, connection, snapshot);
      return { schema, statistics: await statisticsOf(snapshot, schema) };
    }),
  );
}

function noPlace(at: string) {
  return {
    code: "no-query-there",
    level: "error",
    subject: at,
    message: `\`${at}\` is not FILE:LINE`,
    help: ["trueup explain-query src/tunes.ts:41"],
  } as const;
}

function nothingThere(at: string) {
  return {
    code: "no-query-there",
    level: "error",
    subject: at,
    message: `there is no query at ${at}`,
    help: ["trueup queries  lists them with their lines"],
  } as const;
}
