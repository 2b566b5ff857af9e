import type { Bundle } from "./bundle.ts";
import { converging, inspecting } from "./converging.ts";
import type { Driver } from "./driver.ts";
import type { Options, Outcome, State } from "./outcome.ts";
import type { Parts } from "./parts.ts";
import type { SupportedDatabase } from "./supported.ts";
import { later } from "./work.ts";

/**
 * Brings the database of an application up to date with the release that the bundle was built for, or leaves it as it
 * is and says why. `db` is the application's own connection: pass it right after opening it.
 */
export async function converge(
  db: SupportedDatabase | Driver,
  bundle: Bundle,
  options: Options = {},
): Promise<Outcome> {
  return later(converging(db, bundle, options, parts));
}

/** What `converge` would find: nothing is locked, and nothing is written. */
export async function inspect(
  db: SupportedDatabase | Driver,
  bundle: Bundle,
  options: Pick<Options, "ignore" | "lockTimeout"> = {},
): Promise<State> {
  return later(inspecting(db, bundle, options, parts));
}

const parts: Parts = {
  change: () => import("./change.ts"),
  rest: () => import("./rest.ts"),
};

export type { Bundle } from "./bundle.ts";
export type { Driver, Opened } from "./driver.ts";
export type { BackupOptions, Options, Outcome, StartEvent, State } from "./outcome.ts";
export { type FoundRows, type StartCode, StartError } from "./start-error.ts";
export type { SupportedDatabase, SyncDatabase } from "./supported.ts";
