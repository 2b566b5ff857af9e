import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Config } from "../compile/config/config-type.ts";
import type { Problem } from "../problem/problem.ts";
import { withDotenv } from "./dotenv.ts";
import { need, refuse, type Shell } from "./shell.ts";

/** What the commands work in: the configuration where there is one, and its defaults where there is none. */
export interface Project {
  readonly config: Config | null;
  /** Where relative paths of the configuration start; without one, where the command works. */
  readonly folder: string;
  /** Absolute; whether it is there is another question. */
  readonly schema: string;
  readonly plans: string;
  readonly backups: string;
  readonly env: Shell["env"];
  /** For what is read once and remembered: null where no folder takes it. */
  readonly cache: string | null;
}

/** `here`: a configuration further up is another project, as for `init`. */
export async function loadProject(shell: Shell, search: "here" | "above" = "above"): Promise<Project> {
  if (!existsSync(shell.cwd) || !statSync(shell.cwd).isDirectory()) {
    refuse(noFolder("--dir", `there is no folder ${shell.options.text("dir")}`));
  }
  const config = await loadConfig(shell, search);
  const folder = config?.folder ?? shell.cwd;
  const said = shell.options.text("schema");
  return {
    config,
    folder,
    schema: said === undefined ? (config?.schema ?? join(folder, "schema")) : resolve(shell.cwd, said),
    plans: config?.plans ?? join(folder, "plans"),
    backups: config?.backups ?? join(folder, "backups"),
    env: withDotenv(shell.env, folder),
    cache: cacheFolder(folder, shell.env),
  };
}

async function loadConfig(shell: Shell, search: "here" | "above"): Promise<Config | null> {
  const { findConfig } = await import("../compile/config/find-config.ts");
  const said = shell.options.text("config");
  const file = said === undefined ? need(shell, findConfig(shell.cwd)) : resolve(shell.cwd, said);
  if (file === null || (search === "here" && said === undefined && dirname(file) !== shell.cwd)) return null;
  if (!existsSync(file)) refuse(noFolder("--config", `there is no file ${said}`));
  const { readConfig } = await import("../compile/config/config.ts");
  return need(shell, await readConfig(file, { cache: cacheFolder(dirname(file), shell.env) }));
}

/** For completion, which has nobody to complain to. */
export async function quietProject(shell: Shell): Promise<Project | null> {
  try {
    return await loadProject(shell);
  } catch {
    return null;
  }
}

/** In the nearest node_modules, which every project ignores already; else where this user keeps such things. */
function cacheFolder(folder: string, env: Shell["env"]): string | null {
  for (let at = folder; ; at = dirname(at)) {
    const modules = join(at, "node_modules");
    if (existsSync(modules)) return join(modules, ".cache", "trueup");
    if (dirname(at) === at) break;
  }
  const home = env.XDG_CACHE_HOME ?? (env.HOME === undefined ? undefined : join(env.HOME, ".cache"));
  return home === undefined ? null : join(home, "trueup");
}

function noFolder(subject: string, message: string): Problem {
  return { code: "path-unusable", level: "error", subject, message, help: ["check the path"] };
}
