import type { Beside } from "../../model/beside.ts";
import { fingerprintLike } from "../../model/fingerprint.ts";
import type { Schema } from "../../model/schema.ts";
import { emptySchema, fingerprintsOf } from "../../plan/graph/where.ts";
import type { Plan } from "../../plan/plan.ts";
import { baseOf } from "../../prove/base-of.ts";
import { targetOf } from "../../prove/target-of.ts";

/** Whole schemas by their fingerprints, of each kind. */
export type Schemas = ReadonlyMap<string, Schema>;

/**
 * The schemas that plans lead from and to, without any database. A plan quotes only what it touches, so each of its
 * ends can be computed from the other, starting from the declarations. Where a chain is broken, nothing is known beyond
 * the break; a schema is accepted only if its fingerprint is the one that the plan names.
 */
export function schemasOf(plans: readonly Plan[], known: readonly Schema[], beside: Beside): Schemas {
  const schemas = new Map<string, Schema>();
  const take = (schema: Schema): void => {
    for (const each of fingerprintsOf(schema)) if (!schemas.has(each)) schemas.set(each, schema);
  };
  for (const schema of [...known, emptySchema]) take(schema);
  let left = plans;
  for (let before = -1; before !== schemas.size; ) {
    before = schemas.size;
    left = left.filter((plan) => {
      const [base, target] = [schemas.get(plan.base), schemas.get(plan.target)];
      const found =
        target !== undefined && base === undefined
          ? baseIn(plan, target, beside)
          : base !== undefined && target === undefined
            ? targetOf(plan, base, beside)
            : null;
      if (found !== null) take(found);
      return base === undefined && target === undefined;
    });
  }
  return schemas;
}

function baseIn(plan: Plan, target: Schema, beside: Beside): Schema | null {
  const base = baseOf(plan, target, beside);
  return fingerprintLike(plan.base, base) === plan.base ? base : null;
}
