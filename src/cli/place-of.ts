import { type Place, placeName } from "../apply/place.ts";
import { parseTarget } from "../target/kinds.ts";
import type { Project } from "../work/project.ts";
import type { Shell } from "./shell.ts";
import { need } from "../work/context.ts";
import type { Aim } from "../work/targets.ts";

/** Where the backups and the log of a database are: by the name of its target, else by its file. */
export function placeOf(shell: Shell, project: Project, aim: Aim): Place {
  return { root: aim.backups ?? project.backups, name: backupName(shell, project, aim) };
}

export function backupName(shell: Shell, project: Project, aim: Aim): string {
  const configured = project.config?.targets.some((target) => target.name === aim.name) === true;
  if (configured) return placeName({ name: aim.name });
  const target = need(shell, parseTarget(aim.url, aim.folder));
  return placeName(target.kind === "file" ? { path: target.path } : { name: target.label });
}
