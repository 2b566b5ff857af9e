import { logIn, type BackupPlace, placeName } from "../../apply/place.ts";
import type { Keep } from "../../apply/run.ts";
import { filedBy, readWhere } from "../../target/kinds.ts";
import { type Context, need } from "../context.ts";
import type { Project } from "../project.ts";
import type { Aim } from "../targets.ts";

/** Where the backups and the log of a database are: by the name of its target, or else by its location. */
export function backupPlaceOf(context: Context, project: Project, aim: Aim): BackupPlace {
  const name = nameOf(context, project, aim);
  return { root: aim.backups ?? project.backups, name, ...logIn(project.config?.history ?? null, name) };
}

function nameOf(context: Context, project: Project, aim: Aim): string {
  const configured = project.config?.targets.some((target) => target.name === aim.name) === true;
  if (configured) return placeName({ name: aim.name });
  return placeName(filedBy(need(context, readWhere(aim.url, aim.folder))));
}

/** Which older backups are kept; null keeps all. */
export function keepOf({ config }: Project): Keep | null {
  const keep = config?.keep ?? { count: null, days: null };
  return keep.count === null && keep.days === null ? null : keep;
}
