import type { Beside } from "../model/beside.ts";
import { fingerprintLike } from "../model/fingerprint.ts";
import { fold } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import type { Explained } from "../plan/explanation.ts";
import { subjectNames } from "../words/subject.ts";
import type { Plan } from "../plan/plan.ts";
import { explainDifference } from "../planner/explain-difference.ts";
import { baseOf } from "./base-of.ts";

/** How a database has changed since a plan was made for it. */
export interface Staleness {
  /** Null if the declarations have changed as well, because the plan quotes only what it touches. */
  readonly changes: readonly (Explained & { readonly touched: boolean })[] | null;
}

/** Names every difference between the schema a plan was made for and the live one, and whether the plan touches it. */
export function staleness(plan: Plan, live: Schema, declared: Schema | null, beside: Beside): Staleness {
  const known = declared !== null && fingerprintLike(plan.target, declared) === plan.target;
  const base = known ? baseOf(plan, declared, beside) : null;
  if (base === null || fingerprintLike(plan.base, base) !== plan.base) return { changes: null };
  const touched = new Set(plan.before.map((before) => fold(before.name)));
  const changes = explainDifference(base, live).changes;
  return {
    changes: changes.map((change) => ({
      ...change,
      touched: touched.has(fold(subjectNames(change.subject)[0] ?? "")),
    })),
  };
}
