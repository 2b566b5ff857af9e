import { randomUUID } from "node:crypto";
import { closeSync, linkSync, lstatSync, openSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { ApplyOutcome } from "../../apply/events.ts";
import { renameFile, syncFile, syncFolder } from "../../apply/files.ts";
import { systemReason } from "../../apply/place.ts";

/**
 * A name in the same folder for a database that is being created; whatever ignores databases and their logs ignores it
 * too.
 */
export function unfinished(path: string): string {
  return `${path}-${randomUUID().slice(0, 8)}-new`;
}

export function removeUnfinished(half: string): void {
  for (const end of ["", "-journal", "-wal", "-shm"]) rmSync(half + end, { force: true });
}

/**
 * Creates a database completely or not at all: `work` fills an empty one under the name `half`, which becomes `path` in
 * one step. `there` if another process was faster: its database stays.
 */
export async function createWhole(
  path: string,
  half: string,
  label: string,
  work: () => Promise<ApplyOutcome>,
): Promise<ApplyOutcome | "there"> {
  try {
    // Exclusive, and with the permissions that any program of this user would give it.
    closeSync(openSync(half, "wx"));
    const outcome = await work();
    if (outcome.kind !== "applied") return outcome;
    syncFile(half);
    if (!take(half, path)) return "there";
    syncFolder(dirname(path));
    return { ...outcome, created: true, undo: null };
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return uncreated(label, path, error);
  } finally {
    removeUnfinished(half);
  }
}

/** Creates a second name for the file, which fails if the name exists; a rename would replace the other file. */
function take(half: string, path: string): boolean {
  try {
    linkSync(half, path);
    return true;
  } catch (error) {
    const code = systemReason(error);
    if (code === "EEXIST") return false;
    // Not every file system has links.
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes(code)) throw error;
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return false;
    renameFile(half, path);
    return true;
  }
}

function uncreated(target: string, path: string, error: Error): ApplyOutcome {
  return {
    kind: "failed",
    target,
    state: "unchanged",
    problems: [
      {
        code: "database-permission",
        level: "error",
        subject: target,
        message: "the database could not be created",
        evidence: [`${path}: the system says ${systemReason(error)}`],
        help: [
          "there is still no database; check whether this user may write to that folder and whether there is space",
        ],
      },
    ],
  };
}
