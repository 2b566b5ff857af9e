import type { Bundle } from "./bundle.ts";
import { checkBundle } from "./bundle-fits.ts";
import { driverOf } from "./detect.ts";
import { isUpToDate } from "./look.ts";
import type { Options, Outcome, State } from "./outcome.ts";
import type { Parts } from "./parts.ts";
import { readingPatiently } from "./patience.ts";
import { answered, type Work } from "./work.ts";

/** The first look compares texts, and most starts end here. */
export function* converging(db: object, bundle: Bundle, options: Options, parts: Parts): Work<Outcome> {
  // Not the clock of `performance`, which Node loads when it is first used.
  const started = Date.now();
  checkBundle(bundle);
  const driver = driverOf(db);
  const start = { driver, bundle, options, parts, started };
  try {
    if (yield* readingPatiently(driver, options, () => isUpToDate(start)))
      return { state: "unchanged", fingerprint: bundle.target.fingerprint, milliseconds: Date.now() - started };
  } catch (error) {
    throw yield* (yield* answered(parts.rest())).refusedBy(error, driver);
  }
  const { change } = yield* answered(parts.change());
  return yield* change(start);
}

export function* inspecting(db: object, bundle: Bundle, options: Options, parts: Parts): Work<State> {
  checkBundle(bundle);
  const driver = driverOf(db);
  const { inspect } = yield* answered(parts.rest());
  return yield* inspect({ driver, bundle, options, parts, started: 0 });
}
