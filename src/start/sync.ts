import type { Bundle } from "./bundle.ts";
import * as change from "./change.ts";
import { converging, inspecting } from "./converging.ts";
import type { Driver } from "./driver.ts";
import type { Options, Outcome, State } from "./outcome.ts";
import * as rest from "./rest.ts";
import type { SyncDatabase } from "./supported.ts";
import { atOnce } from "./work.ts";

/** The same as `converge` without giving up the thread, for drivers that answer at once. */
export function convergeSync(db: SyncDatabase | Driver, bundle: Bundle, options: Options = {}): Outcome {
  return atOnce(converging(db, bundle, options, parts));
}

/** The same as `inspect`. */
export function inspectSync(
  db: SyncDatabase | Driver,
  bundle: Bundle,
  options: Pick<Options, "ignore" | "lockTimeout"> = {},
): State {
  return atOnce(inspecting(db, bundle, options, parts));
}

const parts = { change: () => change, rest: () => rest };

export type { Bundle } from "./bundle.ts";
export type { Driver, Opened } from "./driver.ts";
export type { BackupOptions, Options, Outcome, StartEvent, State } from "./outcome.ts";
export { type FoundRows, type StartCode, StartError } from "./start-error.ts";
export type { SyncDatabase } from "./supported.ts";
