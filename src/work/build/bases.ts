import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fingerprint } from "../../model/fingerprint.ts";
import { type Hints, noHints } from "../../model/hints.ts";
import type { Schema } from "../../model/schema.ts";
import { emptySchema } from "../../plan/graph/where.ts";
import { type Problem, ProblemError } from "../../problem/problem.ts";
import { type Context, refuse } from "../context.ts";
import { isPlanFolder } from "../plans/plan-file.ts";
import { plansIn } from "../plans/plan-folder.ts";
import { schemasOf } from "../plans/schemas.ts";
import type { Project } from "../project.ts";
import { tagsIn } from "../git.ts";
import { state, type State } from "../schema/states.ts";
import { compareReleases, isVersion } from "./versions.ts";

/** The schema of databases that are in use. */
export interface Base {
  /** The releases that have it, oldest first: tags, and names that were given. */
  readonly releases: readonly string[];
  readonly fingerprint: string;
  readonly schema: Schema;
  /** The same as another tool spelled it: such texts are known at a start, and not parsed. */
  readonly spellings?: readonly Schema[];
  /** Its own hints, by which the release before led to it. */
  readonly hints?: Hints;
}

export interface BasesAsked {
  /** Tags by name or pattern; `NAME=SCHEMA`, a schema, a database, `git:REV`, a plan's end, a fingerprint, a folder of plans. */
  readonly bases: readonly string[];
  /** Tags before this one are left out. */
  readonly oldest: string | null;
  /** This release: later tags are not its bases. */
  readonly release: string | null;
}

/** All bases, oldest first; those with the same schema are one. */
export async function basesOf(
  context: Context,
  project: Project,
  goal: State,
  { bases, oldest, release }: BasesAsked,
): Promise<readonly Base[]> {
  const found: Found[] = [];
  for (const text of bases) {
    context.signal.throwIfAborted();
    const others = await otherBase(context, project, goal, text);
    if (others !== null) {
      found.push(...others);
      continue;
    }
    const tags = tagsLike(project, text).filter((tag) => isMeant(tag, oldest, release));
    if (tags.length === 0) refuse(noTag(text, oldest));
    for (const tag of tags) found.push({ release: tag, ...(await atTag(context, project, tag)) });
  }
  if (oldest !== null && !found.some((each) => each.release === oldest)) refuse(noTag(oldest, null));
  const known = new Map<string, { releases: string[]; schema: Schema; spellings: Schema[]; hints: Hints }>();
  for (const { release, schema, hints = noHints } of found) {
    const key = fingerprint(schema);
    const same = known.get(key);
    if (same === undefined) {
      known.set(key, { releases: [release], schema, spellings: [], hints });
      continue;
    }
    same.spellings.push(schema);
    if (!same.releases.includes(release)) same.releases.push(release);
  }
  const all = [...known].map(
    ([key, { releases, schema, spellings, hints }]): Base => ({
      fingerprint: key,
      schema,
      spellings,
      releases: releases.sort(compareReleases),
      hints,
    }),
  );
  return all.sort((a, b) => compareReleases(a.releases[0] ?? "", b.releases[0] ?? ""));
}

interface Found {
  readonly release: string;
  readonly schema: Schema;
  readonly hints?: Hints;
}

/** A later release is not a base of an earlier one, and neither is one that is too old to be supported. */
function isMeant(tag: string, oldest: string | null, release: string | null): boolean {
  if (oldest !== null && compareReleases(tag, oldest) < 0) return false;
  return release === null || !isVersion(tag) || !isVersion(release) || compareReleases(tag, release) <= 0;
}

function tagsLike(project: Project, pattern: string): readonly string[] {
  const folder = existsSync(project.schema) ? dirname(project.schema) : project.folder;
  return [...tagsIn(folder, pattern)].sort(compareReleases);
}

/** Null if it is to be read as a tag. */
async function otherBase(context: Context, project: Project, goal: State, text: string) {
  const [, name, spec = text] = /^([^=/\\:]+)=(.+)$/s.exec(text) ?? [];
  if (spec.startsWith("fp1:"))
    return [{ release: name ?? spec.slice(0, 12), schema: await byFingerprint(context, project, goal, spec) }];
  const isFile = existsSync(resolve(context.cwd, spec));
  if (isFile && isPlanFolder(context, spec)) {
    const inside = await plansIn(context, resolve(context.cwd, spec));
    if (inside.length > 0) return endsOf(context, project, goal, spec);
  }
  const isTarget = project.config?.targets.some((target) => target.name === spec) === true;
  const isEnd = /\.sql:(base|target)$/.test(spec);
  if (name === undefined && !isFile && !isTarget && !isEnd && !/^[a-z0-9+]+:/.test(spec)) return null;
  const found = await state(context, project, spec);
  return [{ release: name ?? spec.replace(/^git:/, ""), schema: found.schema }];
}

async function schemasInPlans(context: Context, project: Project, goal: State, folder: string) {
  const plans = (await plansIn(context, folder)).map(({ plan }) => plan);
  return { plans, schemas: schemasOf(plans, [goal.schema], project.beside) };
}

async function byFingerprint(context: Context, project: Project, goal: State, wanted: string): Promise<Schema> {
  const { schemas } = await schemasInPlans(context, project, goal, project.plans);
  const found = [...schemas].filter(([key]) => key.startsWith(wanted));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only[1];
  return refuse({
    code: "base-unknown",
    level: "error",
    subject: wanted,
    message:
      found.length === 0
        ? `no plan leads from or to a schema with the fingerprint ${wanted}`
        : `${found.length} schemas have a fingerprint that begins with ${wanted}`,
    why: "a fingerprint says which schema it is, not what is in it: that is read from the plans that name it",
    help: ["give the schema itself:  --bases v1.0.0=releases/v1.0.0.sql", "what the plans name:  trueup plans"],
  });
}

/** Every schema that a folder of plans leads through. */
async function endsOf(context: Context, project: Project, goal: State, typed: string) {
  const { plans, schemas } = await schemasInPlans(context, project, goal, resolve(context.cwd, typed));
  const skipped = [fingerprint(emptySchema), fingerprint(goal.schema)];
  const ends = new Set(plans.flatMap(({ base, target }) => [base, target]));
  const unread = [...ends].filter((key) => !schemas.has(key) && !skipped.includes(key));
  if (unread.length > 0) refuse(notReached(typed, unread));
  return [...schemas]
    .filter(([key]) => ends.has(key) && !skipped.includes(key))
    .map(([key, schema]) => ({ release: key.slice(0, 12), schema }));
}

function notReached(folder: string, unread: readonly string[]): Problem {
  return {
    code: "base-unknown",
    level: "error",
    subject: folder,
    message: `the plans in ${folder} do not lead to the declarations, so their schemas cannot be read from them`,
    evidence: unread.map((key) => key.slice(0, 12)),
    why: "a plan quotes only what it touches; the rest is taken from the declarations, back along the plans",
    help: [
      "write the plan that is missing:  trueup plan --out plans/NAME.plan.sql",
      "or give the schemas themselves:  --bases v1.0.0=releases/v1.0.0.sql",
    ],
  };
}

async function atTag(context: Context, project: Project, tag: string): Promise<Omit<Found, "release">> {
  try {
    // A warning about a release that is already in use cannot fix anything.
    const quiet = {
      ...context,
      tell: (told: Parameters<Context["tell"]>[0]) => void (told.kind === "read" && context.tell(told)),
    };
    const { schema, declared } = await state(quiet, project, `git:${tag}`);
    return { schema, hints: declared?.hints ?? noHints };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return refuse(...error.problems.map((problem) => ofTag(problem, tag)));
  }
}

/** A problem in a release that is already in use cannot be fixed there. */
function ofTag(problem: Problem, tag: string): Problem {
  return {
    ...problem,
    why: `${tag} is one of the bases, and its declarations are read as they were then`,
    help: [
      `give its schema in another way:  --bases ${tag}=releases/${tag}.sql`,
      "or begin with a later release:  --oldest TAG",
    ],
  };
}

function noTag(text: string, oldest: string | null): Problem {
  return {
    code: "base-unknown",
    level: "error",
    subject: text,
    message: `no tag is called ${text}${oldest === null ? "" : `, from ${oldest} on`}`,
    help: [
      "look up the tags:  git tag --list",
      "in CI, fetch them as well: fetch-depth: 0, fetch-tags: true",
      "before the first release there are none: leave `bases` out until then",
    ],
  };
}
