import { rmSync } from "node:fs";
import { basename } from "node:path";
import { endsOf } from "./chain.ts";
import { writeWhole } from "./files.ts";
import type { RestoreRequest } from "./restore-outcome.ts";
import type { RunRequest } from "./run.ts";
import type { Whose } from "./whose.ts";

/** The JSON note beside each backup; `read-manifest.ts` validates it. */
export interface Manifest {
  readonly trueup: 1;
  /** What the backup was taken before. */
  readonly before: "apply" | "restore";
  readonly taken: string;
  /** The kind of target, where the database is, and what it was called. Older notes do not have the kind. */
  readonly kind?: string | undefined;
  readonly database: string;
  readonly label: string;
  readonly plan: { readonly seal: string; readonly base: string; readonly target: string } | null;
  /** For what a restore replaced: the name of the backup that was restored. Older notes do not have it. */
  readonly put?: string | undefined;
  /** The same: whether that was an undo or a redo. Left out where a backup was named. */
  readonly step?: "undo" | "redo" | undefined;
  /** The fingerprint of the backup's schema; null if it was not read. */
  readonly fingerprint: string | null;
  /** The point in time that the database can be restored to in place; only for databases that keep their own past. */
  readonly bookmark?: { readonly at: string; readonly database: string } | undefined;
  readonly bytes: number;
  readonly pages: number;
  readonly pageSize: number;
  readonly sha256: string;
  /** Set if `sha256` is not the checksum of the file, but of the checksums of its blocks of this many bytes. */
  readonly blocks?: number | undefined;
  /**
   * Set if the backup holds only this many pages: those that the change wrote, as they were. `content` represents all
   * pages of the database as it was (see `PageDigests`), and so does the one in `after`.
   */
  readonly changes?: { readonly count: number; readonly content: string } | undefined;
  /**
   * What the change leaves behind, recorded before its commit; null if it was not known then and was never added.
   * `content` represents all pages at that point (see `PageDifference`), and is null if it could not be determined.
   */
  readonly after: { readonly at: string; readonly fingerprint: string; readonly content: string | null } | null;
}

type CopySize = Pick<Manifest, "bytes" | "pages" | "pageSize" | "sha256" | "blocks">;

/** For a copy that is taken before a change: what the change left behind is added once it is known. */
export function manifestBeforeChange(
  request: Pick<RunRequest, "plan" | "seal" | "planName" | "following" | "label">,
  database: Whose,
  taken: Date,
  copy: CopySize,
): Manifest {
  const { seal, label } = request;
  const { base, target } = endsOf(request);
  return {
    trueup: 1,
    before: "apply",
    taken: taken.toISOString(),
    kind: database.kind,
    database: database.place,
    label,
    plan: { seal, base, target },
    fingerprint: base,
    ...sizeOf(copy),
    after: null,
  };
}

/** For a copy of what a restore replaces. */
export function manifestBeforeRestore(
  { label, backup, step }: Pick<RestoreRequest, "label" | "backup" | "step">,
  database: Whose,
  fingerprint: string,
  taken: Date,
  copy: CopySize,
): Manifest {
  return {
    trueup: 1,
    before: "restore",
    taken: taken.toISOString(),
    kind: database.kind,
    database: database.place,
    label,
    plan: null,
    put: basename(backup),
    ...(step === undefined ? {} : { step }),
    fingerprint,
    ...sizeOf(copy),
    after: null,
  };
}

function sizeOf({ bytes, pages, pageSize, sha256, blocks }: CopySize): CopySize {
  return { bytes, pages, pageSize, sha256, ...(blocks === undefined ? {} : { blocks }) };
}

export function manifestPath(backup: string): string {
  return `${backup.replace(/\.(?:db|bookmark|changes)$/, "")}.json`;
}

/** A backup and its note. */
export function removeBackup(backup: string): void {
  for (const path of [backup, manifestPath(backup)]) rmSync(path, { force: true });
}

export function writeManifest(backup: string, manifest: Manifest): void {
  writeWhole(manifestPath(backup), `${JSON.stringify(manifest, null, 2)}\n`);
}
