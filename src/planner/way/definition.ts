import { canonicalPart } from "../../model/canonical.ts";
import { type OnColumn, onColumn } from "../../model/on-column.ts";
import type { Check, Column, ForeignKey } from "../../model/schema.ts";
import { writeColumn } from "../../sql/write-column.ts";
import type { ColumnPair, TablePair } from "../pair/table-pair.ts";
import type { Placed } from "./way.ts";

/** A column's new definition for ALTER COLUMN: the clauses that it keeps, and the new ones. */
export function alteredDefinition({ from, to }: TablePair, column: ColumnPair, placed: Placed): string {
  const here = onColumn(from, column.from?.name ?? column.name);
  return writeColumn(column.to, {
    primaryKey: here.primaryKey === null ? null : to.primaryKey,
    uniques: kept(here.uniques, to.uniques),
    checks: [...kept(here.checks, to.checks), ...placed.checks],
    foreignKeys: [...kept(here.foreignKeys, to.foreignKeys), ...placed.foreignKeys],
  });
}

/** A new column's definition for ADD COLUMN. */
export function addedDefinition(column: Column, placed: Placed): string {
  return writeColumn(column, { ...bare, ...placed });
}

/** A new column with as few clauses as possible, so that rows can be filled before the clauses apply. */
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
