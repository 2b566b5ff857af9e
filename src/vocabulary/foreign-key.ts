import type { ReferenceOptions } from "./column.ts";
import { needTarget, referenceActions } from "./column-clauses.ts";
import { type Constraint, constraint } from "./constraint.ts";
import type { Declared, SelfData } from "./declaration.ts";
import { keyTerms } from "./key.ts";
import type { ColumnRef } from "./reference.ts";

/** A foreign key that does not yet say what it refers to. */
export interface ForeignKeyStart {
  /**
   * What it refers to: as many columns as it has itself.
   *
   * @example
   * .references(() => [entry.playlist, entry.position], { onDelete: "cascade" })
   * .references(self("playlist", "position"))
   * .references(["entry.playlist", "entry.position"])
   */
  references(
    target: (() => void) | string | readonly string[] | Declared<SelfData>,
    options?: Omit<ReferenceOptions, "name">,
  ): Constraint;
}

/**
 * A foreign key of several columns.
 *
 * @example
 * constraints: (t) => [
 *   foreignKey(t.playlist, t.position).references(() => [entry.playlist, entry.position], { onDelete: "cascade" }),
 * ]
 */
export function foreignKey(...columns: readonly [column: ColumnRef, ...columns: ColumnRef[]]): ForeignKeyStart;
export function foreignKey(
  name: string,
  ...columns: readonly [column: ColumnRef, ...columns: ColumnRef[]]
): ForeignKeyStart;
export function foreignKey(...args: readonly unknown[]): ForeignKeyStart {
  const { name, terms } = keyTerms("foreignKey", args);
  return Object.freeze({
    references: (target: unknown, options: ReferenceOptions = {}) =>
      constraint({
        declare: "foreign-key",
        name,
        columns: terms,
        target: needTarget(target),
        ...referenceActions(options),
      }),
  });
}
