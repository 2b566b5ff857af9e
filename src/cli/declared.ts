import { existsSync } from "node:fs";
import type { Declared } from "../compile/declared.ts";
import type { Project } from "./project.ts";
import { need, refuse, remember, type Shell } from "./shell.ts";
import { shownFrom } from "./terminal.ts";

/** What a file or folder of declarations says. Problems in it end the command, all of them told. */
export async function declared(shell: Shell, project: Project, path: string = project.schema): Promise<Declared> {
  mustExist(shell, path);
  const { compile } = await import("../compile/compile.ts");
  const result = need(shell, await compile(path, { cache: project.cache }));
  remember(shell, result.sources);
  return result;
}

export function mustExist(shell: Shell, path: string): void {
  if (existsSync(path)) return;
  refuse({
    code: "no-schema",
    level: "error",
    subject: "",
    message: `there are no declarations at ${shownFrom(shell.cwd, path)}`,
    help: [
      "write them from a database:  trueup pull app.db",
      "or make a start:  trueup init",
      "or name them:  --schema PATH",
    ],
  });
}
