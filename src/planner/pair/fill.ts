import { affinity } from "../../model/affinity.ts";
import type { Column, Table } from "../../model/schema.ts";
import { type Situation, decidedFill, fillFor, findColumn } from "../situation.ts";
import { converts } from "../rows/future-rows.ts";

export interface Fill {
  readonly sql: string;
  /** A column that only becomes NOT NULL keeps what it holds; the others get a new value in every row. */
  readonly rows: "all" | "nulls";
}

/**
 * What a fill does to a column here, null where it does nothing. A hint may stand in the declarations long after it has
 * done its work, so it counts only for what it was written for: a new column, another declared type, rows that hold NULL.
 */
export function fillOf(situation: Situation, from: Table, to: Table, column: Column): Fill | null {
  const sql = fillFor(situation, to.name, column.name);
  if (sql === null || column.generated !== null) return null;
  const before = findColumn(from, column.name);
  if (before === undefined || retyped(from, before, to, column)) return { sql, rows: "all" };
  if (before.notNull === null && column.notNull !== null) return { sql, rows: "nulls" };
  const held = converts(from, before, to, column) && decidedFill(situation, to.name, column.name) !== null;
  return held ? { sql, rows: "all" } : null;
}

/** Another type in the declaration, whatever STRICT makes of the old one. */
function retyped(fromTable: Table, from: Column, toTable: Table, to: Column): boolean {
  return (
    affinity(from.type) !== affinity(to.type) ||
    (fromTable.strict && toTable.strict && converts(fromTable, from, toTable, to))
  );
}
