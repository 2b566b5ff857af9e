import type { CheckKind, StepKind } from "../plan/kinds.ts";
import type { Problem } from "../problem/problem.ts";

/** What apply reports while it runs. Plain data: it is sent between processes, and printed as it is under --json. */
export type ApplyEvent =
  /** Another writer has the lock; repeated while this lasts. */
  | { readonly kind: "waiting"; readonly milliseconds: number; readonly limit: number }
  /** Which of several plans begins; each counts its own steps. */
  | { readonly kind: "plan"; readonly name: string | null; readonly n: number; readonly of: number }
  | { readonly kind: "locked"; readonly milliseconds: number }
  | { readonly kind: "backup-progress"; readonly bytes: number; readonly of: number }
  | { readonly kind: "backup"; readonly path: string; readonly bytes: number; readonly milliseconds: number }
  /** Under the lock: what was written since the backup was started has been added to it. */
  | { readonly kind: "backup-completed"; readonly pages: number; readonly milliseconds: number }
  /** `name` is the name in the plan: `rebuild-copy orders`. Steps and checks are numbered together, from 1. */
  | {
      readonly kind: "step-started";
      readonly name: string;
      readonly n: number;
      readonly of: number;
      /** How many rows it has before it, at most; null if that is not known, or it has none. */
      readonly rows: number | null;
      /** Milliseconds it took when it was rehearsed; null if it was not. */
      readonly estimate: number | null;
    }
  | ({ readonly kind: "step" } & StepDone)
  | ({ readonly kind: "check"; readonly n: number; readonly of: number; readonly milliseconds: number } & SeenCheck)
  | { readonly kind: "verifying"; readonly what: "foreign-keys" | "soundness" | "views-and-triggers" | "schema" }
  /** On the machine of an ssh:// target: what was done there. */
  | {
      readonly kind: "there";
      readonly did: "locked" | "fetched" | "uploaded" | "exchanged";
      readonly text: string;
      readonly milliseconds: number;
    }
  /** For a server: whether a replica shows the change yet. */
  | { readonly kind: "replica"; readonly label: string; readonly there: boolean }
  | { readonly kind: "committing" }
  | { readonly kind: "committed"; readonly milliseconds: number }
  /** A warning that stops nothing: existing damage, a journal that could not be written. */
  | { readonly kind: "note"; readonly problem: Problem };

export interface StepDone {
  readonly name: string;
  readonly step: StepKind;
  readonly subject: string;
  readonly n: number;
  readonly of: number;
  readonly milliseconds: number;
  /** Rows written; null if the step writes none. */
  readonly rows: number | null;
}

export interface SeenCheck {
  /** `drop-table legacy_sessions`, or one of apply's own checks: `schema`, `foreign-keys`, `soundness`. */
  readonly name: string;
  readonly check: CheckKind | "schema" | "soundness" | "views-and-triggers";
  readonly expected: string;
  readonly seen: string;
  readonly ok: boolean;
}

/**
 * How an apply ended. Except for `applied` and, rarely, `failed` with `unknown`, the database is as it was, or as the
 * plans in `before` left it.
 */
export type ApplyOutcome =
  | Applied
  | { readonly kind: "already"; readonly target: string; readonly fingerprint: string }
  | Refused<"stale">
  | (Refused<"failed-check"> & { readonly checks: readonly SeenCheck[] })
  | Refused<"no-lock">
  | Refused<"interrupted">
  /** `unknown` if it is not known whether the commit succeeded: the problem says how to find out. */
  | (Refused<"failed"> & { readonly state: "unchanged" | "unknown" });

export interface Refused<Kind extends string> {
  readonly kind: Kind;
  /** The label of the database. */
  readonly target: string;
  /** Plans that were applied before this one; only if each has a transaction of its own. */
  readonly before?: readonly AppliedPlan[];
  readonly problems: readonly Problem[];
}

export interface Applied {
  readonly kind: "applied";
  readonly target: string;
  /** The seal of the first plan. */
  readonly seal: string;
  /** Fingerprints: the base of the first plan and the target of the last one. */
  readonly base: string;
  readonly reached: string;
  readonly milliseconds: number;
  /** How long writers had to wait. */
  readonly lockedMilliseconds: number;
  /** The database was not there before. */
  readonly created: boolean;
  /** Null if the backup was explicitly declined, or the database is new. */
  readonly backup: Backup | null;
  readonly steps: readonly StepDone[];
  readonly checks: readonly SeenCheck[];
  /** What was destroyed: the approved hazards, with their rows. */
  readonly destroyed: readonly { readonly rule: string; readonly object: string; readonly rows: number | null }[];
  /** In the order they were applied; more than one if the database was several plans behind. */
  readonly plans: readonly AppliedPlan[];
  /** The old file, on the machine of an ssh:// target. */
  readonly there?: string;
  /** The command that puts it back, as arguments of trueup: `["restore", "…", "…"]`; null without a backup. */
  readonly undo: readonly string[] | null;
}

export interface AppliedPlan {
  /** The file as the user named it; null if there was none. */
  readonly name: string | null;
  readonly seal: string;
  readonly base: string;
  readonly target: string;
  readonly milliseconds: number;
}

export interface Backup {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The exit code of each outcome. */
export const exitCodes = {
  applied: 0,
  already: 0,
  stale: 20,
  "failed-check": 23,
  "no-lock": 25,
  interrupted: 130,
  failed: 1,
} as const satisfies Record<ApplyOutcome["kind"], number>;
