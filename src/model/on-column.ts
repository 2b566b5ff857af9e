import type { Check, ForeignKey, PrimaryKey, Table, Unique } from "./schema.ts";

/** The constraints written on one column, besides its own clauses. */
export interface OnColumn {
  readonly primaryKey: PrimaryKey | null;
  readonly uniques: readonly Unique[];
  readonly checks: readonly Check[];
  readonly foreignKeys: readonly ForeignKey[];
}

/** The constraints on a column, by the column's name as the table spells it. */
export function onColumn(table: Table, column: string): OnColumn {
  const here = (constraint: { readonly at: string | null }) => constraint.at === column;
  return {
    primaryKey: table.primaryKey !== null && here(table.primaryKey) ? table.primaryKey : null,
    uniques: table.uniques.filter(here),
    checks: table.checks.filter(here),
    foreignKeys: table.foreignKeys.filter(here),
  };
}
