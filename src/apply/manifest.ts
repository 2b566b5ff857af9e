import { rmSync } from "node:fs";
import { basename } from "node:path";
import { spanOf } from "./chain.ts";
import { writeWhole } from "./files.ts";
import type { RestoreRequest } from "./restore-outcome.ts";
import type { RunRequest } from "./run.ts";
import type { Whose } from "./whose.ts";

/** What lies beside each backup as JSON; `read-manifest.ts` checks it. */
export interface Manifest {
  readonly trueup: 1;
  /** What the backup was taken before. */
  readonly before: "apply" | "restore";
  readonly taken: string;
  /** The kind of target, where the database is, and how it was named. Older notes do not say the kind. */
  readonly kind?: string | undefined;
  readonly database: string;
  readonly label: string;
  readonly plan: { readonly seal: string; readonly base: string; readonly target: string } | null;
  /** Of what a restore replaced: the name of the backup that was put back. Older notes do not say it. */
  readonly put?: string | undefined;
  /** The fingerprint of what is in the backup, null where nobody asked. */
  readonly fingerprint: string | null;
  readonly bytes: number;
  readonly pages: number;
  readonly pageSize: number;
  readonly sha256: string;
  /**
   * What the change leaves behind, written down before its commit; null where it was not known yet and nobody came
   * back to say it. `content` stands for all pages then (see `PageDifference`), and is null where nobody could tell.
   */
  readonly after: { readonly at: string; readonly fingerprint: string; readonly content: string | null } | null;
}

type CopySize = Pick<Manifest, "bytes" | "pages" | "pageSize" | "sha256">;

/** Of a copy that is taken before a change: what the change left behind is noted when it is known. */
export function manifestBeforeChange(
  request: Pick<RunRequest, "plan" | "seal" | "planName" | "following" | "label">,
  database: Whose,
  taken: Date,
  copy: CopySize,
): Manifest {
  const { seal, label } = request;
  const { base, target } = spanOf(request);
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

/** Of a copy of what a restore replaces. */
export function manifestBeforeRestore(
  { label, backup }: Pick<RestoreRequest, "label" | "backup">,
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
    fingerprint,
    ...sizeOf(copy),
    after: null,
  };
}

function sizeOf({ bytes, pages, pageSize, sha256 }: CopySize): CopySize {
  return { bytes, pages, pageSize, sha256 };
}

export function manifestPath(backup: string): string {
  return `${backup.replace(/\.db$/, "")}.json`;
}

/** A backup, and what is said of it. */
export function removeBackup(backup: string): void {
  for (const path of [backup, manifestPath(backup)]) rmSync(path, { force: true });
}

export function writeManifest(backup: string, manifest: Manifest): void {
  writeWhole(manifestPath(backup), `${JSON.stringify(manifest, null, 2)}\n`);
}
