import type { Bundle } from "./bundle.ts";
import type { Driver } from "./driver.ts";
import { runItems } from "./items.ts";
import { judge, type KnownBundle } from "./judge.ts";
import { holdingLock } from "./lock.ts";
import type { Options, Outcome } from "./outcome.ts";
import type { Parts, Rest } from "./parts.ts";
import { patiently, readingPatiently } from "./patience.ts";
import { verify } from "./verify.ts";
import { answered, type Work } from "./work.ts";

export interface Start {
  readonly driver: Driver;
  readonly bundle: Bundle;
  readonly options: Options;
  readonly parts: Parts;
  /** When it started, as in `Date.now()`. */
  readonly started: number;
}

/** Everything after a first look that found different texts. */
export function* change(start: Start): Work<Outcome> {
  try {
    return { ...(yield* looked(start)), milliseconds: Date.now() - start.started };
  } catch (error) {
    throw yield* (yield* answered(start.parts.rest())).refusedBy(error, start.driver);
  }
}

function* looked(start: Start): Work<Outcome> {
  const { driver, bundle, options } = start;
  const { fingerprint } = bundle.target;
  const first = yield* readingPatiently(driver, options, () => judge(start));
  options.onEvent?.({ kind: "looked", state: first.kind });
  if (first.kind === "up-to-date") return { state: "unchanged", fingerprint, milliseconds: 0 };
  // Anything that has to be awaited comes before the lock, because nothing else may run inside a transaction.
  const rest = yield* answered(start.parts.rest());
  if (first.kind === "foreign") return (yield* rest.onForeign(start, first)) ?? (yield* looked(start));
  if (driver.request !== undefined) return yield* requested(start, first, rest);
  const bookmark = yield* answered(driver.bookmark?.() ?? null);
  let copy: string | null = null;
  const changing = holdingLock(driver, options, function* (): Work<Outcome> {
    // Another process may have been faster.
    const second = yield* judge(start);
    if (second.kind === "up-to-date") return { state: "done-by-another", fingerprint, milliseconds: 0 };
    if (second.kind === "foreign") throw yield* rest.refusal(start, second);
    const { plan, from } = second;
    const leap = { from, to: bundle.release, rewrites: plan.rewrites };
    copy = second.kind === "empty" ? null : yield* rest.backUp(driver, options, leap);
    yield* run(start, second, rest);
    return done(bundle, second, copy ?? bookmark);
  });
  const outcome = yield* rest.keepingCopy(() => copy, changing);
  if (outcome.state !== "created" && outcome.state !== "applied") return outcome;
  options.onEvent?.({ kind: "committed" });
  yield* rest.dropOldCopies(driver, options);
  return outcome;
}

function done(bundle: Bundle, { kind, from, plan }: KnownBundle, backup: string | null): Outcome {
  const { release: reached, target } = bundle;
  const state = kind === "empty" ? "created" : "applied";
  return { state, from, reached, fingerprint: target.fingerprint, backup, seal: plan.seal, milliseconds: 0 };
}

/** For connections on which a transaction cannot span several requests. */
function* requested(start: Start, { kind, from, plan }: KnownBundle, rest: Rest): Work<Outcome> {
  const { driver, bundle, options } = start;
  const leap = { from, to: bundle.release, rewrites: plan.rewrites };
  const copy = kind === "empty" ? null : yield* rest.backUp(driver, options, leap);
  const found = yield* rest.keepingCopy(
    () => copy,
    patiently(options, () => rest.asRequest(start)),
  );
  if (found === null) return { state: "done-by-another", fingerprint: bundle.target.fingerprint, milliseconds: 0 };
  options.onEvent?.({ kind: "committed" });
  return done(bundle, found, copy);
}

function* run(start: Start, { plan, live }: Pick<KnownBundle, "plan" | "live">, rest: Rest): Work<void> {
  const { driver, options } = start;
  yield* verify(start, plan, rest, function* () {
    const { items } = plan;
    const { drop, restore } = rest.setAside(live, items);
    for (const sql of drop) yield* answered(driver.exec(sql));
    yield* runItems(driver, items, options.onEvent);
    for (const sql of restore) yield* answered(driver.exec(sql));
    options.onEvent?.({ kind: "verifying" });
  });
}
