import { realpathSync } from "node:fs";
import type { Problem } from "../problem/problem.ts";
import { signsOfAnother } from "./kinship.ts";
import type { Manifest } from "./manifest.ts";
import { changed, type RestoreOutcome, type RestoreRequest } from "./restore-outcome.ts";

/** A database as its backups know it. */
export interface Whose {
  /** The kind of target. */
  readonly kind: string;
  /** Where it is: a path, or a URL without its secrets. */
  readonly place: string;
}

type Asked = Pick<RestoreRequest, "label" | "from">;

/**
 * A backup goes back to the database that it was taken of, and to no other: a target of the same name may have another
 * URL today, a folder may have been copied, a file renamed. The problem where it is of another one.
 */
export function ofAnother(manifest: Manifest, asked: Asked, database: Whose): Problem | null {
  return isOf(manifest, database) || onPurpose(manifest, asked) ? null : another(manifest, asked, database, []);
}

/**
 * What keeps a backup from a database that is not as the change left it; null where it may go. `live` is a copy of the
 * database. That it was written to since is only ever said of the right one.
 */
export async function keptFrom(
  manifest: Manifest,
  request: RestoreRequest,
  database: Whose,
  live: string,
): Promise<RestoreOutcome | null> {
  const { label: target, backup, discardWrites } = request;
  // Another one, on purpose: then nothing can be said about what was written since.
  if (!isOf(manifest, database)) return null;
  const signs = await signsOfAnother(live, backup);
  if (signs.length > 0) {
    if (onPurpose(manifest, request)) return null;
    return { kind: "failed", target, problems: [another(manifest, request, database, signs)] };
  }
  return discardWrites ? null : { kind: "changed", target, problems: [changed(target, manifest)] };
}

export function isOf(manifest: Pick<Manifest, "database">, { place }: Pick<Whose, "place">): boolean {
  return samePlace(manifest.database, place);
}

/** A name is not enough where both are called so. */
function onPurpose({ label, database }: Manifest, { from = [], label: own }: Asked): boolean {
  return from.some((each) => samePlace(each, database) || (each === label && label !== own));
}

function another(
  { label, database }: Manifest,
  { label: own }: Asked,
  { place }: Whose,
  signs: readonly string[],
): Problem {
  const named = label === database ? label : `${label} (${database})`;
  const here = own === place ? own : `${own} (${place})`;
  return {
    code: "backup-of-another",
    level: "error",
    subject: own,
    message:
      signs.length === 0
        ? `this backup is of ${named}, and not of ${here}`
        : `this backup is of another database than the one that is ${here} now`,
    evidence: signs.length === 0 ? [`backup of ${database}`, `to go to  ${place}`] : signs,
    why: "its rows would take the place of the rows of this one",
    help: [
      `trueup backups ${own}  lists those of this database`,
      `if its rows are wanted here, say which database they are of:  --from ${label === own ? database : label}`,
    ],
  };
}

export function samePlace(one: string, other: string): boolean {
  return one === other || real(one) === real(other);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
