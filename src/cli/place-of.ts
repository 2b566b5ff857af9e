import { type Place, placeName } from "../apply/place.ts";
import { filedBy, readWhere } from "../target/kinds.ts";
import { need } from "../work/context.ts";
import type { Project } from "../work/project.ts";
import type { Aim } from "../work/targets.ts";
import type { Shell } from "./shell.ts";

/** Where the backups and the log of a database are: by the name of its target, else by where it is. */
export function placeOf(shell: Shell, project: Project, aim: Aim): Place {
  return { root: aim.backups ?? project.backups, name: backupName(shell, project, aim) };
}

function backupName(shell: Shell, project: Project, aim: Aim): string {
  const configured = project.config?.targets.some((target) => target.name === aim.name) === true;
  if (configured) return placeName({ name: aim.name });
  return placeName(filedBy(need(shell, readWhere(aim.url, aim.folder))));
}
