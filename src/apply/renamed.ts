import { fold } from "../model/names.ts";
import type { Decision } from "../plan/plan.ts";

/** Where the plan takes names: what was found before the change is compared with what is found after it. */
export interface Renamed {
  table(name: string): string;
  /** By the table's old name. */
  column(table: string, name: string): string;
  /** A message of SQLite's checks: `NULL value in users.full_name`. */
  message(text: string): string;
}

export function renamedBy(decisions: readonly Decision[]): Renamed {
  const tables = new Map<string, string>();
  const columns = new Map<string, string>();
  for (const decision of decisions) {
    if (decision.kind === "rename-table") tables.set(fold(decision.from), decision.to);
    if (decision.kind === "rename-column") columns.set(key(decision.table, decision.from), decision.to);
  }
  const table = (name: string) => tables.get(fold(name)) ?? name;
  // A column's table is named as it was declared, so by its new name; older plans may use the old one.
  const column = (of: string, name: string) => columns.get(key(table(of), name)) ?? columns.get(key(of, name)) ?? name;
  return {
    table,
    column,
    message: (text) =>
      text
        .replace(/^((?:NULL|NUMERIC|TEXT|non-[A-Z]+) value in )([^.]+)\.([^.]+)$/, (_, start, of, name) => {
          return `${start}${table(of)}.${column(of, name)}`;
        })
        .replace(/^(CHECK constraint failed in )(.+)$/, (_, start, of) => `${start}${table(of)}`),
  };
}

function key(table: string, column: string): string {
  return `${fold(table)}\0${fold(column)}`;
}
