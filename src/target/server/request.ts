import type { ServerConnection } from "./connection.ts";
import type { ServerStream } from "./stream.ts";
import type { Admin } from "./admin.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Checked, Problem } from "../../problem/problem.ts";
import type { ApplyEvent, ApplyOutcome, Backup } from "../../apply/events.ts";

export interface Kept {
  /** Null where the copy is not here. */
  readonly backup: Backup | null;
  /** Still sees the very state that the backup holds, and can change it only as long as it is the newest. */
  readonly stream: ServerStream | null;
}

export interface ServerApply {
  readonly server: ServerConnection;
  readonly plan: Plan;
  readonly seal: string;
  readonly ignore: readonly string[];
  /** Makes the backup, with others turned away where it is `quiet`; null where it was declined aloud. */
  readonly backup: ((quiet: boolean) => Promise<Checked<Kept>>) | null;
  readonly admin: Admin | null;
  /** Go on although the estimate says that the lock may be taken away. */
  readonly allowLong: boolean;
  /** Milliseconds that somebody else's lock is waited for. */
  readonly lockTimeout: number;
  readonly signal?: AbortSignal;
  readonly tell: (event: ApplyEvent) => void;
}

export function unchanged(request: ServerApply, ...problems: readonly Problem[]): ApplyOutcome {
  return { kind: "failed", target: request.server.label, problems, state: "unchanged" };
}
