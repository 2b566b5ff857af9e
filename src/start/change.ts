import type { Bundle } from "./bundle.ts";
import type { Driver } from "./driver.ts";
import { runItems } from "./items.ts";
import { judge, type Judged, type Known } from "./judge.ts";
import { holdingLock } from "./lock.ts";
import type { Options, Outcome, State } from "./outcome.ts";
import type { Parts, Rest } from "./parts.ts";
import { readingPatiently } from "./patience.ts";
import { verify } from "./verify.ts";
import { answered, type Work } from "./work.ts";

export interface Start {
  readonly driver: Driver;
  readonly bundle: Bundle;
  readonly options: Options;
  /** The tables of others, as patterns. */
  readonly ignore: readonly string[];
  readonly parts: Parts;
  /** On the clock of `performance`. */
  readonly started: number;
}

/** Everything after a first look that found texts which differ. */
export function* change(start: Start): Work<Outcome> {
  try {
    return { ...(yield* looked(start)), milliseconds: performance.now() - start.started };
  } catch (error) {
    throw (yield* answered(start.parts.rest())).refusedBy(error);
  }
}

/** What it would find, without a lock, and without writing anything. */
export function* inspect(start: Start): Work<State> {
  const { driver, bundle, options, parts } = start;
  try {
    const found = yield* readingPatiently(driver, options, () => judge(start));
    if (found.kind === "up-to-date") return { state: "up-to-date", fingerprint: bundle.target.fingerprint };
    if (found.kind === "foreign") {
      const { compared } = yield* answered(parts.rest());
      const { kind, compatible, differences } = compared(found.live, bundle);
      return { state: kind, fingerprint: found.fingerprint, compatible, differences };
    }
    const { plan, from } = found;
    return {
      state: found.kind,
      fingerprint: plan.from,
      from,
      steps: plan.items.flatMap((item) => (item.kind === "step" ? [`${item.step} ${item.subject}`] : [])),
      rewrites: plan.rewrites,
    };
  } catch (error) {
    throw (yield* answered(parts.rest())).refusedBy(error);
  }
}

function* looked(start: Start): Work<Outcome> {
  const { driver, bundle, options } = start;
  const { fingerprint } = bundle.target;
  const first = yield* readingPatiently(driver, options, () => judge(start));
  options.onEvent?.({ kind: "looked", state: first.kind });
  if (first.kind === "up-to-date") return { state: "unchanged", fingerprint, milliseconds: 0 };
  // Whatever has to be waited for comes before the lock: in a transaction nothing else may have its turn.
  const rest = yield* answered(start.parts.rest());
  if (first.kind === "foreign") return yield* foreign(start, first, rest);
  const bookmark = yield* answered(driver.bookmark?.() ?? null);
  const done = yield* holdingLock(driver, options, function* (): Work<Outcome> {
    // Another process may have been first.
    const second = yield* judge(start);
    if (second.kind === "up-to-date") return { state: "done-by-another", fingerprint, milliseconds: 0 };
    if (second.kind === "foreign") return yield* foreign(start, second, rest);
    const { plan, from } = second;
    const leap = { from, to: bundle.release, rewrites: plan.rewrites };
    const copy = second.kind === "empty" ? null : yield* rest.backUp(driver, options, leap);
    yield* run(start, second, rest);
    const state = second.kind === "empty" ? "created" : "applied";
    const { release } = bundle;
    return { state, from, reached: release, fingerprint, backup: copy ?? bookmark, seal: plan.seal, milliseconds: 0 };
  });
  if (done.state !== "created" && done.state !== "applied") return done;
  options.onEvent?.({ kind: "committed" });
  yield* rest.dropOldCopies(driver, options);
  return done;
}

function* run(start: Start, { plan, live }: Pick<Known, "plan" | "live">, rest: Rest): Work<void> {
  const { driver, options } = start;
  yield* verify(start, plan, rest, function* () {
    const { items } = plan;
    yield* rest.withoutBroken(driver, live, items, () => runItems(driver, items, options.onEvent));
    options.onEvent?.({ kind: "verifying" });
  });
}

function* foreign(
  { driver, bundle, options }: Start,
  { live }: Extract<Judged, { readonly kind: "foreign" }>,
  { compared, refused, copiesOf }: Rest,
): Work<Outcome> {
  const found = compared(live, bundle);
  if (found.kind === "newer" && found.compatible && options.newer === "run-if-compatible")
    return { state: "newer-compatible", more: found.differences, milliseconds: 0 };
  throw refused(found, bundle, yield* copiesOf(driver, options));
}
