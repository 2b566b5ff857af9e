import type { Beside } from "../../model/beside.ts";
import { join } from "node:path";
import { cacheKey, openCache } from "../../compile/cache.ts";
import { fingerprint } from "../../model/fingerprint.ts";
import type { Schema } from "../../model/schema.ts";
import type { Problem } from "../../problem/problem.ts";
import type { QueriesChecked } from "../../queries/check.ts";
import { applicationOf, type Application, type QueryOptions } from "./application.ts";
import type { Context } from "../context.ts";
import type { Project } from "../project.ts";
import { shownFrom } from "../shown-from.ts";

/** Compiles the application's queries on declarations; null if no files are named. */
export async function checkQueriesOf(
  context: Context,
  project: Project,
  schema: Schema,
  options: QueryOptions,
): Promise<QueriesChecked | null> {
  const application = await applicationOf(context, project, { queries: options.queries }, "here");
  if (application === null) return null;
  const checked = await known(project, schema, application);
  const { cwd } = context;
  const shown = (file: string) => shownFrom(cwd, join(application.folder, file));
  return {
    ...checked,
    problems: checked.problems.map((problem) => placed(problem, application)),
    unread: checked.unread.map(({ query, why }) => ({ why, query: { ...query, file: shown(query.file) } })),
  };
}

function placed(problem: Problem, { here }: Application): Problem {
  return problem.at === undefined ? problem : { ...problem, at: { ...problem.at, file: here.named(problem.at.file) } };
}

/**
 * The same queries on the same declarations give the same result, so it is cached, and neither engine nor schema is
 * needed.
 */
async function known(project: Project, schema: Schema, application: Application): Promise<QueriesChecked> {
  const { collected } = application.here;
  const cache = openCache(project.cache);
  const functions = [...collected.runtime.functions, ...application.functions];
  const beside = project.beside;
  const about = JSON.stringify([collected.queries, collected.runtime.temporary, functions, beside]);
  const key = cacheKey("queries checked", fingerprint(schema), about);
  const before = cache.get(key);
  if (isStored(before)) {
    const { problems, read, checked, part } = before;
    const unread = before.unread.flatMap(([n, why]) => {
      const query = collected.queries[n];
      return query === undefined ? [] : [{ query, why }];
    });
    return { problems, read, checked, part, unread };
  }
  const made = await check(schema, application, beside);
  const unread = made.unread.map(({ query, why }) => [collected.queries.indexOf(query), why] as const);
  cache.set(key, { ...made, unread } satisfies Stored);
  return made;
}

async function check(schema: Schema, application: Application, beside: Beside): Promise<QueriesChecked> {
  const { compilable } = await import("../../prove/replay.ts");
  const { checkQueries } = await import("../../queries/check.ts");
  const { benchOf } = await import("./impact.ts");
  const on = compilable(schema, beside);
  try {
    const { collected, textOf } = application.here;
    const bench = benchOf(on, beside);
    return checkQueries({ collected, schema, bench, functions: application.functions, textOf });
  } finally {
    on.scratch.close();
  }
}

interface Stored extends Omit<QueriesChecked, "unread"> {
  readonly unread: readonly (readonly [number, string])[];
}

function isStored(value: unknown): value is Stored {
  // The entry was sealed by the same version of trueup that reads it.
  return typeof value === "object" && value !== null && "unread" in value && "problems" in value;
}
