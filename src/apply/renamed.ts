import { columnKey, fold } from "../model/names.ts";
import { sqliteSays } from "../sql/messages.ts";
import { unword } from "../words/subject.ts";
import type { Decision } from "../plan/plan.ts";

/**
 * How the plan renames things, so that what was found before the change can be compared with what is found after it.
 */
export interface Renamed {
  table(name: string): string;
  /** By the table's old name. */
  column(table: string, name: string): string;
  /** A message of SQLite's checks: `NULL value in users.full_name`. */
  message(text: string): string;
}

/**
 * The new name of each table. One that is dropped, and whose name is given to another one, is mapped to an unused name; rows
 * that refer to a name that no table has are as they were when a table gets it.
 */
export function tablesRenamed(
  decisions: readonly Decision[],
): readonly { readonly from: string; readonly to: string }[] {
  const renames = decisions.flatMap((each) => (each.kind === "rename-table" ? [{ from: each.from, to: each.to }] : []));
  const moved = new Set(renames.map(({ from }) => fold(from)));
  const dropped = new Set(
    decisions.flatMap((each) =>
      each.kind === "approve" && each.rule === "drop-table" ? [fold(unword(each.object))] : [],
    ),
  );
  const gone = renames
    .filter(({ to }) => !moved.has(fold(to)) && dropped.has(fold(to)))
    .map(({ to }) => ({ from: to, to: unused(to) }));
  return [...renames, ...gone];
}

function unused(name: string): string {
  return `__trueup_${name}`;
}

export function renamedBy(decisions: readonly Decision[]): Renamed {
  const tables = new Map(tablesRenamed(decisions).map(({ from, to }) => [fold(from), to] as const));
  const table = (name: string) => tables.get(fold(name)) ?? name;
  const columns = new Map<string, string>();
  const given = new Set<string>();
  for (const decision of decisions) {
    if (decision.kind !== "rename-column") continue;
    columns.set(columnKey(decision.table, decision.from), decision.to);
    given.add(columnKey(decision.table, decision.to));
  }
  // A column's table has its declared name, that is, its new one; older plans may use the old one.
  const column = (of: string, name: string) => {
    const to = columns.get(columnKey(table(of), name)) ?? columns.get(columnKey(of, name));
    return to ?? (given.has(columnKey(table(of), name)) ? unused(name) : name);
  };
  return {
    table,
    column,
    message: (text) =>
      text
        .replace(sqliteSays.wrongValue, (_, start: string, where: string) => {
          const [of = "", name = "", ...more] = where.split(".");
          return more.length > 0 ? `${start}${where}` : `${start}${table(of)}.${column(of, name)}`;
        })
        .replace(sqliteSays.checkFailed, (_, start, of) => `${start}${table(of)}`),
  };
}
