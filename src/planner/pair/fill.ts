import { affinity, onlyKind, storage, storedAsIs } from "../../model/affinity.ts";
import { columnKey } from "../../model/names.ts";
import { mayBeNull } from "../../model/nullable.ts";
import type { Column, Table } from "../../model/schema.ts";
import type { Hints } from "../../model/hints.ts";
import type { Decision } from "../../plan/plan.ts";

export interface Fill {
  readonly sql: string;
  /** A column that only becomes NOT NULL keeps its values, and only its NULLs are filled; otherwise every row is. */
  readonly rows: "all" | "nulls";
}

interface Said {
  readonly sql: string;
  /** Given for this one plan, not a hint in the declarations. */
  readonly decided: boolean;
}

/** The value for existing rows: decided on the command line, or else a hint in the declarations. */
export type Fills = ReadonlyMap<string, Said>;

export function fillsSaid(hints: Hints, decisions: readonly Decision[]): Fills {
  const fills = new Map<string, Said>();
  // The first one counts.
  const put = (table: string, column: string, said: Said) => {
    const key = columnKey(table, column);
    if (!fills.has(key)) fills.set(key, said);
  };
  for (const each of decisions)
    if (each.kind === "fill") put(each.table, each.column, { sql: each.sql, decided: true });
  for (const each of hints.fills) put(each.table, each.column, { sql: each.sql.text, decided: false });
  return fills;
}

/**
 * What a fill does to a column here; null if it does nothing. A hint may stay in the declarations long after it took
 * effect, so it counts only for what it was written for: a new column, another declared type, rows that hold NULL.
 */
export function fillOf(fills: Fills, fromTable: Table, from: Column | null, toTable: Table, to: Column): Fill | null {
  const said = fills.get(columnKey(toTable.name, to.name));
  if (said === undefined || to.generated !== null) return null;
  const { sql } = said;
  if (from === null || retyped(fromTable, from, toTable, to)) return { sql, rows: "all" };
  if (mayBeNull(fromTable, from) && !mayBeNull(toTable, to)) return { sql, rows: "nulls" };
  return said.decided && converts(fromTable, from, toTable, to) ? { sql, rows: "all" } : null;
}

/** Whether the declared type differs, whatever STRICT made of the old one. */
function retyped(fromTable: Table, from: Column, toTable: Table, to: Column): boolean {
  return (
    affinity(from.type) !== affinity(to.type) ||
    (fromTable.strict && toTable.strict && converts(fromTable, from, toTable, to))
  );
}

export function converts(fromTable: Table, from: Column, toTable: Table, to: Column): boolean {
  const [was, is] = [storage(fromTable, from), storage(toTable, to)];
  if (was === is) return false;
  const kind = onlyKind(fromTable, from);
  return kind === null || !storedAsIs[kind]?.includes(is);
}
