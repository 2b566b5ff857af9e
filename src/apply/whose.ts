import type { Problem } from "../problem/problem.ts";
import { signsOfAnother } from "./kinship.ts";
import type { Manifest } from "./manifest.ts";
import { real } from "./place.ts";
import { changed, type RestoreOutcome, type RestoreRequest } from "./restore-outcome.ts";

/** The identity of a database in its backups. */
export interface Whose {
  /** The kind of target. */
  readonly kind: string;
  /** Where it is: a path, or a URL without its secrets. */
  readonly place: string;
}

type Asked = Pick<RestoreRequest, "label" | "from">;

/**
 * A backup may only be restored into the database that it was taken from: a target may have a different URL today, a
 * folder may have been copied, a file renamed. Returns the problem if it is from another database.
 */
export function ofAnother(manifest: Manifest, asked: Asked, database: Whose): Problem | null {
  // Some pages alone are of no use to another database.
  const may = isOf(manifest, database) || (manifest.changes === undefined && onPurpose(manifest, asked));
  return may ? null : another(manifest, asked, database, []);
}

/**
 * Why a backup may not be restored into a database that is not as the change left it; null if it may. `live` is a copy
 * of the database. Only for the right database does it report that it was written to since.
 */
export async function keptFrom(
  manifest: Manifest,
  request: Pick<RestoreRequest, "label" | "backup" | "discardWrites" | "from">,
  database: Whose,
  live: string,
): Promise<RestoreOutcome | null> {
  const { label: target, backup, discardWrites } = request;
  // Deliberately a different database: then nothing can be said about what was written since.
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

/** The name is not enough if both have it. */
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
        : `this backup is of a different database than the one now at ${here}`,
    evidence: signs.length === 0 ? [`backup of ${database}`, `target    ${place}`] : signs,
    why: "its rows would replace the rows of this one",
    help: [
      `trueup backups ${own}  lists those of this database`,
      `to use its rows here, say which database they are from:  --from ${label === own ? database : label}`,
    ],
  };
}

export function samePlace(one: string, other: string): boolean {
  return one === other || real(one) === real(other);
}
