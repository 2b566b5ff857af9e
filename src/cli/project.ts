import { unwrap } from "../work/context.ts";
import { loadProject, type Project } from "../work/project.ts";
import type { Shell } from "./shell.ts";

/** The project that the options name. */
export async function projectOf(shell: Shell, search: "here" | "above" = "above"): Promise<Project> {
  const { cwd, env, options, tell, signal } = shell;
  const [config, schema] = [options.text("config"), options.list("schema")];
  return unwrap(await loadProject({ cwd, env, config, schema, search, tell, signal }));
}

/** For completion, which cannot complain. */
export async function quietProject(shell: Shell): Promise<Project | null> {
  try {
    return await projectOf(shell);
  } catch {
    return null;
  }
}
