import { languageOf } from "../../compile/languages.ts";
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { CompileOptions } from "../../compile/compile.ts";
import type { Declared } from "../../compile/declared.ts";
import type { Schema } from "../../model/schema.ts";
import { type Hints, noHints } from "../../model/hints.ts";
import { emptySchema } from "../../plan/graph/where.ts";
import { declared } from "./declared.ts";
import { liveSchema } from "./live.ts";
import type { Project } from "../project.ts";
import type { Context } from "../context.ts";
import { need, refuse } from "../context.ts";
import { isUrl } from "../../target/kinds.ts";
import { type Aim, oneTarget } from "../targets.ts";

/** A schema from any source: declarations, a database, a revision. */
export interface State {
  /** As the user named it. */
  readonly label: string;
  readonly schema: Schema;
  readonly hints: Hints;
  readonly declared: Declared | null;
  /** Where the rows of a database are. */
  readonly aim?: Aim;
}

/** The empty database. A target, a file or a folder named `empty` takes precedence. */
export const emptyState: State = { label: "an empty database", schema: emptySchema, hints: noHints, declared: null };

function isEmpty(project: Project, text: string, path: string): boolean {
  return text === "empty" && !existsSync(path) && project.config?.targets.every(({ name }) => name !== text) !== false;
}

/** The declarations, or another named state. */
export async function goalOf(context: Context, project: Project, to: string | undefined): Promise<State> {
  return to === undefined ? declarations(context, project, project.schema) : state(context, project, to);
}

export async function declarations(
  context: Context,
  project: Project,
  path: string,
  live?: CompileOptions["live"],
): Promise<State> {
  return stateOf(await declared(context, project, path, live));
}

export function stateOf(declared: Declared): State {
  return { label: "the declarations", schema: declared.schema, hints: declared.hints, declared };
}

export async function state(context: Context, project: Project, text: string): Promise<State> {
  if (text.startsWith("git:")) return revision(context, project, text.slice("git:".length));
  const end = /^(.*\.sql):(base|target)$/s.exec(text);
  if (end?.[1] !== undefined) {
    const { planEnds } = await import("../plans/plan-ends.ts");
    const ends = await planEnds(context, project, end[1]);
    const schema = end[2] === "base" ? ends.base : ends.target;
    return { label: text, schema, hints: noHints, declared: null };
  }
  const path = resolve(context.cwd, text);
  if (isEmpty(project, text, path)) return emptyState;
  const isTarget = project.config?.targets.some((target) => target.name === text) === true;
  if (!isTarget && !isUrl(text) && existsSync(path) && (statSync(path).isDirectory() || languageOf(path) !== null)) {
    return { ...(await declarations(context, project, path)), label: text };
  }
  if (!isTarget && !isUrl(text) && !existsSync(path)) refuse(unknownState(text));
  const aim = oneTarget(context, project, text);
  return { label: aim.name, schema: await liveSchema(context, aim), hints: noHints, declared: null, aim };
}

async function revision(context: Context, project: Project, name: string): Promise<State> {
  const { compileTexts } = await import("../../compile/compile.ts");
  const { revisionOf } = await import("./revision.ts");
  const { texts, roots, sources } = revisionOf(project.schemas, name);
  const checked = await compileTexts(texts, roots, project.beside);
  // Also if it was refused: a problem may point into files that are not on disk.
  context.tell({ kind: "read", sources });
  const result = need(context, checked);
  // The hints of an older revision are not about the way to it.
  return { label: `git:${name}`, schema: result.schema, hints: noHints, declared: result };
}

function unknownState(text: string) {
  return {
    code: "unknown-state",
    level: "error",
    subject: text,
    message: `\`${text}\` is not a schema, a target or a file`,
    help: ["a schema path, a target or URL, git:REV, PLAN:base and PLAN:target, or empty"],
  } as const;
}
