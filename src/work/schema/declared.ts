import { existsSync } from "node:fs";
import type { CompileOptions } from "../../compile/compile.ts";
import type { Declared } from "../../compile/declared.ts";
import type { Packed } from "../../compile/packed.ts";
import type { Project } from "../project.ts";
import type { Context } from "../context.ts";
import { need, refuse } from "../context.ts";
import { shownFrom } from "../shown-from.ts";

/** Reads a file or folder of declarations. Problems end the command; all of them are reported. */
export async function declared(
  context: Context,
  project: Project,
  path: string = project.schema,
  live?: CompileOptions["live"],
): Promise<Declared> {
  return (await declaredLazily(context, project, path, live === undefined ? {} : { live })).whole();
}

/** The same for who may need few of its objects. */
export async function declaredLazily(
  context: Context,
  project: Project,
  path: string = project.schema,
  more: Pick<CompileOptions, "live" | "disk"> = {},
): Promise<{ readonly packed: Packed | null; whole(): Declared }> {
  const paths = path === project.schema ? project.schemas : [path];
  for (const each of paths) mustExist(context, each);
  const { compileLazily } = await import("../../compile/compile.ts");
  const options = { cache: project.cache, beside: project.beside, ...more };
  const { packed, whole } = await compileLazily(paths, options);
  return {
    packed,
    whole: () => {
      const result = need(context, whole());
      context.tell({ kind: "read", sources: result.sources });
      return result;
    },
  };
}

export function mustExist(context: Context, path: string): void {
  if (existsSync(path)) return;
  refuse({
    code: "no-schema",
    level: "error",
    subject: "",
    message: `there are no declarations at ${shownFrom(context.cwd, path)}`,
    help: [
      "write them from a database:  trueup pull app.db",
      "or start a project:  trueup init",
      "or say where they are:  --schema PATH",
    ],
  });
}
