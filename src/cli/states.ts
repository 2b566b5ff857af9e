import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Declared } from "../compile/declared.ts";
import type { Schema } from "../model/schema.ts";
import { type Hints, noHints } from "../plan/hints.ts";
import { declared } from "./declared.ts";
import { liveSchema } from "./live.ts";
import type { Project } from "./project.ts";
import { need, refuse, remember, type Shell } from "./shell.ts";
import { isUrl, oneTarget } from "./targets.ts";

/** A schema from wherever it is said: declarations, a database, a revision. */
export interface State {
  /** As people name it. */
  readonly label: string;
  readonly schema: Schema;
  readonly hints: Hints;
  readonly declared: Declared | null;
}

/** The declarations, or what --to names instead. */
export async function goal(shell: Shell, project: Project): Promise<State> {
  const to = shell.options.text("to");
  return to === undefined ? declarations(shell, project, project.schema) : state(shell, project, to);
}

export async function declarations(shell: Shell, project: Project, path: string): Promise<State> {
  const result = await declared(shell, project, path);
  return { label: "the declarations", schema: result.schema, hints: result.hints, declared: result };
}

export async function state(shell: Shell, project: Project, text: string): Promise<State> {
  if (text.startsWith("git:")) return revision(shell, project, text.slice("git:".length));
  const end = /^(.*\.sql):(base|target)$/s.exec(text);
  if (end?.[1] !== undefined) {
    const { planEnds } = await import("./plan-ends.ts");
    const ends = await planEnds(shell, project, end[1]);
    const schema = end[2] === "base" ? ends.base : ends.target;
    return { label: text, schema, hints: noHints, declared: null };
  }
  const path = resolve(shell.cwd, text);
  const isTarget = project.config?.targets.some((target) => target.name === text) === true;
  if (!isTarget && !isUrl(text) && existsSync(path) && (statSync(path).isDirectory() || /\.m?ts$/.test(path))) {
    return { ...(await declarations(shell, project, path)), label: text };
  }
  if (!isTarget && !isUrl(text) && !existsSync(path)) refuse(unknownState(text));
  const aim = oneTarget(shell, project, text);
  return { label: aim.name, schema: await liveSchema(shell, aim), hints: noHints, declared: null };
}

async function revision(shell: Shell, project: Project, name: string): Promise<State> {
  const { compileTexts } = await import("../compile/compile.ts");
  const { revisionOf } = await import("./git.ts");
  const { texts, root, sources } = revisionOf(project.schema, name);
  const checked = await compileTexts(texts, root);
  // Also where it was refused: a problem points into files that no disk has.
  remember(shell, sources);
  const result = need(shell, checked);
  // The way to an older revision is not what its hints spoke of.
  return { label: `git:${name}`, schema: result.schema, hints: noHints, declared: result };
}

function unknownState(text: string) {
  return {
    code: "unknown-state",
    level: "error",
    subject: text,
    message: `\`${text}\` is no schema, no target and no file`,
    help: ["a schema path, a target or URL, git:REV, or PLAN:base and PLAN:target"],
  } as const;
}
