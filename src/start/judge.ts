import { fingerprint } from "../model/fingerprint.ts";
import { objectsOf } from "../model/canonical.ts";
import type { Schema } from "../model/schema.ts";
import type { BundledPlan, BundleEngine } from "./bundle.ts";
import type { Driver } from "./driver.ts";
import { liveSchema } from "./live.ts";
import { isUpToDate, type Look } from "./look.ts";
import { checkPlan } from "./plan-fits.ts";
import { StartError } from "./start-error.ts";
import { answered, type Work } from "./work.ts";

/** What a database is to this release. */
export type Judged =
  | { readonly kind: "up-to-date" }
  | KnownBundle
  | { readonly kind: "foreign"; readonly live: Schema; readonly fingerprint: string };

export interface KnownBundle {
  readonly kind: "empty" | "behind";
  readonly live: Schema;
  /** The newest release that has its schema; null if that has no name. */
  readonly from: string | null;
  readonly plan: BundledPlan;
}

export function* judge(start: Look): Work<Judged> {
  const { driver, bundle } = start;
  if (yield* isUpToDate(start)) return { kind: "up-to-date" };
  const live = yield* liveSchema(start);
  const found = fingerprint(live);
  if (found === bundle.target.fingerprint) return { kind: "up-to-date" };
  const plans = bundle.plans.filter(({ from }) => from === found);
  if (plans.length > 0) {
    const base = bundle.bases.find((each) => each.fingerprint === found);
    const plan = yield* planFor(driver, plans);
    checkPlan(plan, bundle);
    const kind = objectsOf(live).length === 0 ? "empty" : "behind";
    return { kind, live, from: base?.releases.at(-1) ?? null, plan };
  }
  return { kind: "foreign", fingerprint: found, live };
}

/** Every engine runs the plain one. The others are faster if the engine has what they need, which is tried. */
function* planFor(driver: Driver, plans: readonly BundledPlan[]): Work<BundledPlan> {
  for (const engine of ["libsql", "native"] as const) {
    const plan = plans.find((each) => each.engine === engine);
    if (plan !== undefined && (yield* hasForms(driver, engine))) return plan;
  }
  const plain = plans.find(({ engine }) => engine === "plain");
  if (plain !== undefined) return plain;
  throw new StartError("engine", `the bundle has no plan for the engine of ${driver.name}`, {
    evidence: [`it has plans for ${plans.map(({ engine }) => engine).join(", ")}`],
  });
}

const forms: Readonly<Record<Exclude<BundleEngine, "plain">, readonly string[]>> = {
  libsql: ["ALTER TABLE t ALTER COLUMN a TO a TEXT NOT NULL"],
  native: [
    "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
    // The first that had it, 3.53, refuses rows for which the CHECK is NULL.
    "ALTER TABLE t ADD CONSTRAINT c CHECK (b > 0)",
    "ALTER TABLE t DROP CONSTRAINT c",
  ],
};

/** Tried in a database in memory; without one, only plain is left. libSQL's form fails if the text is UTF-16. */
function* hasForms(driver: Driver, engine: Exclude<BundleEngine, "plain">): Work<boolean> {
  if (driver.open === undefined) return false;
  if (engine === "libsql") {
    const [[letter] = []] = yield* answered(driver.all("SELECT hex(CAST('a' AS BLOB))"));
    if (letter !== "61") return false;
  }
  const twin = yield* answered(driver.open(":memory:"));
  try {
    for (const sql of ["CREATE TABLE t AS SELECT 1 AS a, NULL AS b", ...forms[engine]]) yield* answered(twin.exec(sql));
    return true;
  } catch {
    return false;
  } finally {
    yield* answered(twin.close());
  }
}
