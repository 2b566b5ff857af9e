import type { BackupPlace } from "../../apply/place.ts";
import type { Target as Configured } from "../../compile/config/config-type.ts";
import { type Checked, ProblemError } from "../../problem/problem.ts";
import type { Target } from "../../target/target.ts";
import { type Context, checked, type Listening } from "../context.ts";
import { type KeptBackup, keptHere, keptOf } from "./kept.ts";
import { backupPlaceOf } from "./place.ts";
import type { Project } from "../project.ts";
import { findTarget, targetOf } from "../targets.ts";

export interface BackupsOptions extends Listening {
  /** The default target if left out; for a fleet, the backups of all its databases. */
  readonly target?: string | undefined;
}

export interface BackupsFound {
  readonly target: string;
  readonly fleet: boolean;
  /** Where the database is; null for a fleet. */
  readonly database: string | null;
  /** For each database, newest first. */
  readonly backups: readonly KeptBackup[];
}

/** The backups that were made before changes. */
export function backups(project: Project, options: BackupsOptions = {}): Promise<Checked<BackupsFound>> {
  return checked("backups", project.cwd, options, async (context) => {
    const named = findTarget(context, project, options.target);
    if (named.kind === "fleet") {
      const places = await placesOf(context, project, named.target);
      return { target: named.target.name, fleet: true, database: null, backups: places.flatMap(keptHere) };
    }
    const { aim } = named;
    const target = await targetOf(context, aim);
    const place = backupPlaceOf(context, project, aim);
    const backups = await reachable(context, target, place);
    return { target: aim.name, fleet: false, database: target.whose.place, backups };
  });
}

/** The backups here are worth listing even if the machine of the database cannot be reached. */
async function reachable(context: Context, target: Target, place: BackupPlace): Promise<readonly KeptBackup[]> {
  try {
    return await keptOf(context, target, place);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const problems = error.problems.map((problem) => ({ ...problem, level: "warning" as const }));
    context.tell({ kind: "warnings", problems });
    return keptHere(place);
  }
}

/** Each database of a fleet has a folder of its own. */
async function placesOf(context: Context, project: Project, target: Configured): Promise<readonly BackupPlace[]> {
  const { fleetOf } = await import("../fleet/fleet.ts");
  const { memberPlaceOf } = await import("../../fleet/work.ts");
  const { aim, members } = await fleetOf(context, project, target);
  return members.map((member) => memberPlaceOf(member, aim.backups ?? project.backups, null));
}
