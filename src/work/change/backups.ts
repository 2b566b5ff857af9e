import { statSync } from "node:fs";
import { backupFiles } from "../../apply/backups.ts";
import type { Manifest } from "../../apply/manifest.ts";
import type { Place } from "../../apply/place.ts";
import { readManifest } from "../../apply/read-manifest.ts";
import type { Checked } from "../../problem/problem.ts";
import { type Context, checked, type Listening } from "../context.ts";
import { placeOf } from "./place.ts";
import type { Project } from "../project.ts";
import { findTarget, type Named } from "../targets.ts";

export interface BackupsOptions extends Listening {
  /** The default target where it is left out; of a fleet the backups of all its databases. */
  readonly target?: string | undefined;
}

export interface Kept {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** Null where the note beside the backup is missing or was edited. */
  readonly manifest: Manifest | null;
}

export interface BackupsFound {
  readonly target: string;
  readonly fleet: boolean;
  /** Of each database, newest first. */
  readonly backups: readonly Kept[];
}

/** What was kept of the states before changes. */
export function backups(project: Project, options: BackupsOptions = {}): Promise<Checked<BackupsFound>> {
  return checked("backups", project.cwd, options, async (context) => {
    const named = findTarget(context, project, options.target);
    const fleet = named.kind === "fleet";
    const target = fleet ? named.target.name : named.aim.name;
    const places = await placesOf(context, project, named);
    const backups = places.flatMap(backupFiles).map((path) => {
      const manifest = readManifest(path);
      return { path, bytes: statSync(path).size, manifest: manifest.ok ? manifest.value : null };
    });
    return { target, fleet, backups };
  });
}

/** Each database of a fleet has a folder of its own. */
async function placesOf(context: Context, project: Project, named: Named): Promise<readonly Place[]> {
  if (named.kind === "one") return [placeOf(context, project, named.aim)];
  const { fleetOf } = await import("../fleet/fleet.ts");
  const { placeOf: placeOfMember } = await import("../../fleet/work.ts");
  const { aim, members } = await fleetOf(context, project, named.target);
  return members.map((member) => placeOfMember(member, aim.backups ?? project.backups));
}
