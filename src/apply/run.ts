import { leavesNoTrace } from "../plan/plan.ts";
import type { Beside } from "../model/beside.ts";
import { setImmediate as turn } from "node:timers/promises";
import type { EngineError } from "../database/connection.ts";
import type { Session, Waited } from "../database/session.ts";
import { engineProblem, isEnvironment } from "../database/engine-problem.ts";
import { askEncoding, withEncoding } from "../introspect/profile.ts";
import { alterColumnObstacle, libsqlProfile } from "../model/profile.ts";
import type { Schema } from "../model/schema.ts";
import type { Problem } from "../problem/problem.ts";
import type { Approvals } from "./approved.ts";
import type { PlanToRun } from "./chain.ts";
import type { ApplyEvent, ApplyOutcome, SeenCheck } from "./events.ts";
import type { BackupPlace } from "./place.ts";

/** A request for a change, on any kind of target. */
export interface RunRequest extends PlanToRun {
  /** Plans that follow in the same transaction, each starting where the one before it ends. */
  readonly following?: readonly PlanToRun[];
  readonly label: string;
  /** The `ignore` patterns that the plan was made with. */
  readonly beside: Beside;
  /** Milliseconds. */
  readonly lockTimeout: number;
  /** Where backups and the journal are kept. */
  readonly place: BackupPlace;
  readonly backup: "take" | "none";
  /** Bytes: the backup of a larger database holds only the pages that the change writes. Null or absent for never. */
  readonly fullUpTo?: number | null;
  /** What is kept of older backups; null keeps all. */
  readonly keep: Keep | null;
  /** What approved the losses of the plans from outside. */
  readonly approvals?: Approvals;
  /** How many milliseconds each step took when it was rehearsed, by name. */
  readonly estimates: Readonly<Record<string, number>>;
}

export interface ApplyRequest extends RunRequest {
  readonly path: string;
  /**
   * If nothing exists at `path`, a database is created under this name and then renamed; null or absent for an error.
   */
  readonly createAs?: string | null;
  readonly encryptionKey: string | null;
  /** False if the caller writes the journal, because the change counts only later. */
  readonly journal?: boolean;
}

export interface Keep {
  readonly count: number | null;
  readonly days: number | null;
}

export interface ApplyHooks {
  readonly onEvent: (event: ApplyEvent) => void;
  /** Checked between statements, and while waiting: true ends the run with everything rolled back. */
  readonly stop: () => boolean;
  readonly now: () => Date;
  /** For applying to many databases: their schemas by stored text. Most have the same one. */
  readonly known?: Map<string, Schema>;
}

/** A running apply. */
export interface Run {
  readonly request: ApplyRequest;
  readonly hooks: ApplyHooks;
  readonly session: Session;
  readonly started: number;
  readonly checks: SeenCheck[];
}

/** Ends a run from anywhere inside it. `apply` turns it into a value after the rollback. */
export class Ended extends Error {
  readonly outcome: ApplyOutcome;
  constructor(outcome: ApplyOutcome) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

export function failedWith(run: Pick<Run, "request">, ...problems: readonly Problem[]): Ended {
  return new Ended({ kind: "failed", target: run.request.label, state: "unchanged", problems });
}

export function checkFailed(run: Run, message: string, evidence: readonly string[], help: readonly string[]): Ended {
  return new Ended({
    kind: "failed-check",
    target: run.request.label,
    checks: run.checks,
    problems: [
      {
        code: "apply-check-failed",
        level: "error",
        subject: run.request.label,
        message,
        evidence,
        help: ["nothing was changed: everything was rolled back", ...help],
      },
    ],
  });
}

/** Lets signals and messages be handled, and ends the run if one requested it. */
export async function pause(run: Run): Promise<void> {
  await turn();
  if (run.hooks.stop()) throw interrupted(run);
}

export function interrupted(run: Pick<Run, "request">): Ended {
  return new Ended({
    kind: "interrupted",
    target: run.request.label,
    problems: [
      {
        code: "apply-interrupted",
        level: "error",
        subject: run.request.label,
        message: "stopped, and rolled back",
        help: ["the database is as it was; run the command again when you want to"],
      },
    ],
  });
}

/** Ends the run unless the lock was obtained. */
export function requireLock(run: Run, waited: Waited, what: "begin" | "commit"): void {
  if (waited === "got") return;
  if (waited === "stopped") throw interrupted(run);
  const seconds = (run.request.lockTimeout / 1000).toFixed(1);
  throw new Ended({
    kind: "no-lock",
    target: run.request.label,
    problems: [
      {
        code: "apply-no-lock",
        level: "error",
        subject: run.request.label,
        message:
          what === "begin"
            ? `another process held the write lock for the whole ${seconds} s`
            : `readers kept the change from being committed for the whole ${seconds} s`,
        evidence: [`find it: fuser -v ${run.request.path}`],
        help: ["nothing was changed; run it again, or wait longer with --lock-timeout"],
      },
    ],
  });
}

/**
 * Ends the run with SQLite's error. Rows that violate a constraint are a failed check; any other error is a failure.
 */
export function refusedBySqlite(run: Run, error: EngineError, name: string, sql: string): Ended {
  if (isEnvironment(error)) return failedWith(run, engineProblem(error, run.request.label));
  const evidence = [`SQLite: ${error.message} (${error.code})`, sql.length > 400 ? `${sql.slice(0, 400)}…` : sql];
  if (error.code.startsWith("SQLITE_CONSTRAINT") || error.code === "SQLITE_MISMATCH") {
    return checkFailed(run, `the rows do not allow "${name}"`, evidence, ["make the plan again from these rows"]);
  }
  return failedWith(run, {
    code: "apply-step-failed",
    level: "error",
    subject: run.request.label,
    message: `SQLite refused "${name}"`,
    evidence,
    ...(cannotAlter(run, name)
      ? {
          why: "libSQL's ALTER COLUMN fails in a database whose text is UTF-16, and the plan was made from one whose text is UTF-8",
          help: [
            "nothing was changed: everything was rolled back",
            "make the plan from this database: it then rebuilds the table, which works in the others, too",
          ],
        }
      : {
          help: ["nothing was changed: everything was rolled back", `try it on a copy: ${onCopy(run)}`],
        }),
  });
}

/** A file of SQL of its own is rehearsed by the command that runs it. */
function onCopy({ request }: Run): string {
  return leavesNoTrace(request.plan) ? "trueup run FILE --rehearse" : "trueup rehearse PLAN";
}

/** Whether the encoding of this database explains the error of libSQL's ALTER COLUMN. */
function cannotAlter({ session }: Run, name: string): boolean {
  if (!name.startsWith("alter-column")) return false;
  const profile = withEncoding(libsqlProfile, session.all(askEncoding.sql)[0]?.[0]);
  return alterColumnObstacle(profile) === "utf-16";
}
