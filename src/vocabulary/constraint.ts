import { type Conflict, type ConstraintData, type Declared, declared, type shape } from "./declaration.ts";

/** A constraint of a whole table. */
export interface Constraint extends Declared<ConstraintData> {}

/** A PRIMARY KEY or UNIQUE of a whole table; `Column` is the column of a primary key that has only one. */
export interface KeyConstraint<Column extends string = never> extends Constraint {
  readonly [shape]?: { readonly key: Column };
  /** What happens to a row that violates it. SQLite's default is `"abort"`. */
  onConflict(resolution: Conflict): KeyConstraint<Column>;
}

/** The column that is a table's primary key by the table's constraints; never if there is none, or several. */
export type KeyColumn<C> = C extends KeyConstraint<infer Column> ? Column : never;

export function constraint(data: ConstraintData): Constraint {
  return Object.freeze({ [declared]: Object.freeze(data) });
}
