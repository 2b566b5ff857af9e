import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Declared } from "../compile/declared.ts";
import type { Snapshot } from "../database/connection.ts";
import type { Schema } from "../model/schema.ts";
import { type Hints, noHints } from "../plan/hints.ts";
import { declared } from "./declared.ts";
import { revisionOf } from "./git.ts";
import type { Project } from "./project.ts";
import { need, refuse, remember, type Shell } from "./shell.ts";
import { type Aim, isUrl, oneTarget, withDatabase } from "./targets.ts";

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
  const { texts, root, sources } = revisionOf(project.schema, name);
  const checked = await compileTexts(texts, root);
  // Also where it was refused: a problem points into files that no disk has.
  remember(shell, sources);
  const result = need(shell, checked);
  // The way to an older revision is not what its hints spoke of.
  return { label: `git:${name}`, schema: result.schema, hints: noHints, declared: result };
}

export async function liveSchema(shell: Shell, aim: Aim): Promise<Schema> {
  const { introspect } = await import("../introspect/introspect.ts");
  return withDatabase(shell, aim, (connection) =>
    connection.snapshot(async (snapshot) => need(shell, await introspect(snapshot, { ignore: aim.ignore }))),
  );
}

/**
 * The fingerprint of a live database. What a catalog means is known once it was read, so the same catalog, by a hash that
 * the engine itself takes of it, need not be read and understood again.
 */
export async function liveFingerprint(shell: Shell, project: Project, aim: Aim): Promise<string> {
  const { cacheKey, openCache } = await import("../compile/cache.ts");
  const cache = openCache(project.cache);
  return withDatabase(shell, aim, (connection) =>
    connection.snapshot(async (snapshot) => {
      const catalog = connection.kind === "file" ? await catalogHash(snapshot) : null;
      const key = catalog === null ? null : cacheKey("catalog", catalog, ...aim.ignore);
      const known = key === null ? null : cache.get(key);
      if (typeof known === "string") return known;
      const [{ introspect }, { fingerprint }] = await Promise.all([
        import("../introspect/introspect.ts"),
        import("../model/fingerprint.ts"),
      ]);
      const seen = fingerprint(need(shell, await introspect(snapshot, { ignore: aim.ignore })));
      if (key !== null) cache.set(key, seen);
      return seen;
    }),
  );
}

/** Without ORDER BY the catalog comes in the order of its rows; sha3_query also takes the types and lengths in. */
async function catalogHash(snapshot: Snapshot): Promise<string | null> {
  const sql = `SELECT hex(sha3_query('SELECT type, name, tbl_name, sql FROM sqlite_schema'))`;
  try {
    const [rows] = await snapshot.read([{ sql }]);
    const hash = rows?.[0]?.[0];
    return typeof hash === "string" && hash !== "" ? hash : null;
  } catch {
    return null;
  }
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
