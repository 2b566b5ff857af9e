import { realpathSync } from "node:fs";
import type { Problem } from "../problem/problem.ts";
import type { Manifest } from "./manifest.ts";
import type { RestoreRequest } from "./restore-outcome.ts";

type Asked = Pick<RestoreRequest, "label" | "from" | "discardWrites">;

/**
 * A backup goes back to the database that it was taken of, and to no other: a target of the same name may have another
 * URL today, a folder may have been copied, a file renamed. `database` is where this one is, as backups note it.
 */
export function ofAnother(manifest: Manifest, { label, from }: Asked, database: string): Problem | null {
  if (samePlace(manifest.database, database)) return null;
  if (from != null && (from === manifest.label || samePlace(from, manifest.database))) return null;
  const named = manifest.label === manifest.database ? manifest.label : `${manifest.label} (${manifest.database})`;
  return {
    code: "backup-of-another",
    level: "error",
    subject: label,
    message: `this backup is of another database: ${named}`,
    evidence: [`backup of ${manifest.database}`, `to go to  ${database}`],
    why: "its rows would take the place of the rows of this one",
    help: [
      "trueup backups  lists those of this database",
      `if these rows are wanted here, name the database they come from:  --from ${manifest.label}`,
    ],
  };
}

/** Of another database, on purpose: then nothing can be said about what was written since. */
export function mayGo(manifest: Manifest, { discardWrites }: Asked, database: string): boolean {
  return discardWrites || !samePlace(manifest.database, database);
}

function samePlace(one: string, other: string): boolean {
  return one === other || real(one) === real(other);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
