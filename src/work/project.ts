import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Beside, nothingBeside } from "../model/beside.ts";
import type { Config } from "../compile/config/config-type.ts";
import type { Checked, Problem } from "../problem/problem.ts";
import { type Context, checked, type Listening, need, refuse } from "./context.ts";
import { withDotenv } from "./dotenv.ts";
import { type Surroundings, surroundingsOf } from "./surroundings.ts";

export type Env = Readonly<Record<string, string | undefined>>;

export interface ProjectRequest extends Listening {
  /** Where to look for the configuration, and the base of relative paths; absolute. */
  readonly cwd: string;
  /** The environment: tokens are read from it if the configuration names them. */
  readonly env: Env;
  /** The configuration, instead of trueup.config.ts in `cwd` or above. */
  readonly config?: string | undefined;
  /** The declarations, instead of the configured ones; several together are one schema. */
  readonly schema?: string | readonly string[] | undefined;
  /** `here`: a configuration in a parent folder belongs to another project. `above` if left out. */
  readonly search?: "here" | "above";
}

/** The project that the work is about: its configuration, or the defaults if it has none. */
export interface Project {
  /** The base of relative paths in options; absolute. */
  readonly cwd: string;
  readonly config: Config | null;
  /** The base of relative paths in the configuration; without one, `cwd`. */
  readonly folder: string;
  /** Absolute; it need not exist. The first of `schemas`, where new declarations go. */
  readonly schema: string;
  /** All paths that together are one schema. */
  readonly schemas: readonly string[];
  readonly plans: string;
  readonly beside: Beside;
  readonly backups: string;
  /** The environment, with what a .env file beside the configuration adds. */
  readonly env: Env;
  /**
   * The command that replaces `ssh`. Taken from the environment only: a .env file may come from other people's sources.
   */
  readonly ssh: string | undefined;
  /**
   * The address of Cloudflare's API, as wrangler reads it. Taken from the environment only, because the token is sent
   * there.
   */
  readonly apiUrl: string | undefined;
  /** Who runs this, according to the environment alone. */
  readonly surroundings: Surroundings;
  /** The cache folder; null if none can be written. */
  readonly cache: string | null;
}

export function loadProject(request: ProjectRequest): Promise<Checked<Project>> {
  return checked("project", request.cwd, request, (context) => load(context, request));
}

async function load(context: Context, request: ProjectRequest): Promise<Project> {
  const { cwd, env } = request;
  if (!existsSync(cwd) || !statSync(cwd).isDirectory()) refuse(unusable("--dir", `there is no folder ${cwd}`));
  const config = await loadConfig(context, request);
  const folder = config?.folder ?? cwd;
  const said = [request.schema ?? []].flat().map((path) => resolve(cwd, path));
  const schemas = said.length > 0 ? said : (config?.schema ?? (await schemasWithout(folder, env)));
  return {
    cwd,
    config,
    folder,
    schema: schemas[0] ?? join(folder, "schema"),
    schemas,
    beside: config?.beside ?? nothingBeside,
    plans: config?.plans ?? join(folder, "plans"),
    backups: config?.backups ?? join(folder, "backups"),
    env: withDotenv(env, folder),
    ssh: env.TRUEUP_SSH,
    surroundings: surroundingsOf(env),
    apiUrl: env.CLOUDFLARE_API_BASE_URL,
    cache: config?.cache ?? cacheFolder(folder, env),
  };
}

/** Without a configuration: `schema`, or the Drizzle or Prisma schema of the project. */
async function schemasWithout(folder: string, env: ProjectRequest["env"]): Promise<readonly string[]> {
  const usual = join(folder, "schema");
  if (existsSync(usual)) return [usual];
  const { foundSchema } = await import("../compile/found-schema.ts");
  return (await foundSchema(folder, cacheFolder(folder, env)))?.paths ?? [usual];
}

async function loadConfig(
  context: Context,
  { cwd, env, config: said, search }: ProjectRequest,
): Promise<Config | null> {
  const { findConfig } = await import("../compile/config/find-config.ts");
  const file = said === undefined ? need(context, findConfig(cwd)) : resolve(cwd, said);
  if (file === null || (search === "here" && said === undefined && dirname(file) !== cwd)) return null;
  if (!existsSync(file)) refuse(unusable("--config", `there is no file ${said}`));
  const { readConfig } = await import("../compile/config/config.ts");
  return need(context, await readConfig(file, { cache: cacheFolder(dirname(file), env) }));
}

/**
 * The project's own folder if it is there, which it is where CI kept it. Otherwise in the nearest node_modules, which every
 * project already ignores, or in the user's cache folder.
 */
function cacheFolder(folder: string, env: Env): string | null {
  const own = join(folder, ".trueup", "cache");
  if (existsSync(own)) return own;
  for (let at = folder; ; at = dirname(at)) {
    const modules = join(at, "node_modules");
    if (existsSync(modules)) return join(modules, ".cache", "trueup");
    if (dirname(at) === at) break;
  }
  const home = env.XDG_CACHE_HOME ?? (env.HOME === undefined ? env.LOCALAPPDATA : join(env.HOME, ".cache"));
  return home === undefined ? null : join(home, "trueup");
}

function unusable(subject: string, message: string): Problem {
  return { code: "path-unusable", level: "error", subject, message, help: ["check the path"] };
}
