import type { Beside } from "../model/beside.ts";
import type { Problem } from "../problem/problem.ts";
import type { Manifest } from "./manifest.ts";
import type { BackupPlace } from "./place.ts";
import type { Keep } from "./run.ts";

export interface RestoreRequest {
  /** The backup's file. */
  readonly backup: string;
  /** Whether it is an undo or a redo; left out where a backup was named. */
  readonly step?: "undo" | "redo";
  readonly label: string;
  /** Milliseconds. */
  readonly lockTimeout: number;
  /** Where the replaced state and the journal are kept. */
  readonly place: BackupPlace;
  readonly keep: Keep | null;
  readonly beside: Beside;
  /** What was written since the change may be discarded. */
  readonly discardWrites: boolean;
  /** Names of the database that the backup was taken from, if it is known to be a different one. */
  readonly from?: readonly string[];
}

export type RestoreOutcome =
  | {
      readonly kind: "restored";
      readonly target: string;
      readonly backup: string;
      readonly milliseconds: number;
      /**
       * How many pages differed from the backup; null if no page was written, because the database was restored to a
       * point in time.
       */
      readonly pages: number | null;
      /** The backup of what was replaced, and the command that restores it. */
      readonly kept: string;
      /** The file that was replaced, on the machine of an ssh:// target. */
      readonly there?: string;
      readonly undo: readonly string[];
    }
  /** The database already matches the backup. */
  | {
      readonly kind: "same";
      readonly target: string;
      readonly backup: string;
      /** For an undo: the backup of the change before this one, if there is one. */
      readonly earlier?: string;
    }
  | {
      readonly kind: "changed" | "no-lock" | "interrupted" | "failed";
      readonly target: string;
      readonly problems: readonly Problem[];
    };

export const restoreExitCodes = {
  restored: 0,
  same: 0,
  changed: 21,
  "no-lock": 25,
  interrupted: 130,
  failed: 1,
} as const satisfies Record<RestoreOutcome["kind"], number>;

export function changed(label: string, { after }: Manifest): Problem {
  const evidence =
    after === null
      ? ["the change after this backup did not report its result, so what was written after it is not known"]
      : after.content === null
        ? [`the database was written to at the moment of the change, ${after.at}`]
        : [`the database is not as the change left it on ${after.at}`];
  const answers = [
    { means: "restore the backup; what was written since is kept in another backup", flags: ["--discard-writes"] },
  ];
  return {
    code: "restore-changed",
    level: "error",
    subject: label,
    message: "the database was written to since",
    evidence,
    help: ["add --discard-writes if these writes may be discarded"],
    decision: { code: "restore-changed", subject: label, evidence, answers },
  };
}

export function impossible(target: string, why: string): RestoreOutcome {
  const problem: Problem = {
    code: "restore-impossible",
    level: "error",
    subject: target,
    message: "the backup cannot be put back into this file",
    evidence: [why],
    help: ["stop what uses the database, remove its -wal and -shm files, and copy the backup over it"],
  };
  return { kind: "failed", target, problems: [problem] };
}

export function notGot(path: string, target: string, limit: number, waited: "timeout" | "stopped"): RestoreOutcome {
  if (waited === "stopped") return stopped(target);
  const problem: Problem = {
    code: "apply-no-lock",
    level: "error",
    subject: target,
    message: `other processes held the database for the whole ${(limit / 1000).toFixed(1)} s`,
    evidence: [`find them: fuser -v ${path}`],
    help: ["nothing was changed; run it again, or wait longer with --lock-timeout"],
  };
  return { kind: "no-lock", target, problems: [problem] };
}

export function stopped(target: string): RestoreOutcome {
  const problem: Problem = {
    code: "apply-interrupted",
    level: "error",
    subject: target,
    message: "stopped, and rolled back",
    help: ["the database is as it was"],
  };
  return { kind: "interrupted", target, problems: [problem] };
}
