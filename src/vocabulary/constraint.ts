import { type Conflict, type ConstraintData, type Declared, declared } from "./declaration.ts";

/** A constraint of a whole table. */
export interface Constraint extends Declared<ConstraintData> {}

/** A PRIMARY KEY or UNIQUE of a whole table. */
export interface KeyConstraint extends Constraint {
  /** What happens to a row that breaks it. SQLite's default is `"abort"`. */
  onConflict(resolution: Conflict): KeyConstraint;
}

export function constraint(data: ConstraintData): Constraint {
  return Object.freeze({ [declared]: Object.freeze(data) });
}
