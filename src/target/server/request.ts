import type { Beside } from "../../model/beside.ts";
import type { ServerConnection } from "./connection.ts";
import type { PagesRead } from "./copied-pages.ts";
import type { ServerStream } from "./stream.ts";
import type { Admin } from "./admin.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Checked } from "../../problem/problem.ts";
import type { ApplyEvent, Backup } from "../../apply/events.ts";

export interface KeptCopy {
  /** Null if the copy is not here. */
  readonly backup: Backup | null;
  /** Still sees exactly the state that the backup has, and can change it only while it is the newest. */
  readonly stream: ServerStream | null;
  /** Null if nothing was read. */
  readonly reading: PagesRead | null;
}

/** The backup is taken for the first time, or it lacks what was written since. */
export interface Taking {
  readonly again: boolean;
  /** Other writers wait meanwhile, and until the change has ended. */
  readonly lock: boolean;
}

export interface ServerApply {
  readonly server: ServerConnection;
  readonly plan: Plan;
  readonly seal: string;
  readonly beside: Beside;
  /** Makes the backup; null if it was explicitly declined. */
  readonly backup: ((taking: Taking) => Promise<Checked<KeptCopy>>) | null;
  readonly admin: Admin | null;
  /** Continues although the estimate says that the lock may be taken away. */
  readonly allowLong: boolean;
  /** Milliseconds to wait for another client's lock. */
  readonly lockTimeout: number;
  readonly signal?: AbortSignal;
  readonly tell: (event: ApplyEvent) => void;
}
