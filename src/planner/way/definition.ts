import { canonicalPart } from "../../model/canonical.ts";
import { named } from "../../model/names.ts";
import { type OnColumn, onColumn } from "../../model/on-column.ts";
import type { Check, Column, ForeignKey, Table } from "../../model/schema.ts";
import { writeColumn } from "../../sql/write-column.ts";
import type { Placed } from "./in-place.ts";

/** A column's new definition for ALTER COLUMN: what stands on it and stays, and what is new. */
export function alteredDefinition(from: Table, to: Table, column: Column, placed: Placed | undefined): string {
  const here = onColumn(from, named(from.columns, column.name)?.name ?? column.name);
  return writeColumn(column, {
    primaryKey: here.primaryKey === null ? null : to.primaryKey,
    uniques: kept(here.uniques, to.uniques),
    checks: [...kept(here.checks, to.checks), ...(placed?.checks ?? [])],
    foreignKeys: [...kept(here.foreignKeys, to.foreignKeys), ...(placed?.foreignKeys ?? [])],
  });
}

/** A new column's definition for ADD COLUMN. */
export function addedDefinition(column: Column, placed: Placed | undefined): string {
  return writeColumn(column, {
    primaryKey: null,
    uniques: [],
    checks: placed?.checks ?? [],
    foreignKeys: placed?.foreignKeys ?? [],
  });
}

/** A new column as bare as it can be, for rows to be filled before its clauses hold. */
export function bareDefinition(column: Column): string {
  return writeColumn({ ...column, notNull: null, default: null }, bare);
}

const bare: OnColumn = { primaryKey: null, uniques: [], checks: [], foreignKeys: [] };

function kept<T extends Check | ForeignKey | OnColumn["uniques"][number]>(
  here: readonly T[],
  target: readonly T[],
): T[] {
  const wanted = new Set(target.map(canonicalPart));
  return here.filter((each) => wanted.has(canonicalPart(each)));
}
