import type { ChangedRow, DeclaredRows, Literal, RowsDifference } from "../../model/declared-rows.ts";
import { sameName } from "../../model/names.ts";

/**
 * How the declared rows of one table differ between two places, as if the first were a database that becomes the
 * second.
 */
export function betweenLists(from: DeclaredRows | undefined, to: DeclaredRows): RowsDifference {
  const places = to.columns.map((column) => from?.columns.findIndex((each) => sameName(each, column)) ?? -1);
  const before = (from?.rows ?? []).map(({ values }) =>
    places.map((place) => (place === -1 ? null : (values[place] ?? null))),
  );
  const keyOf = (values: readonly (Literal | null)[]) =>
    to.key.map((name) => values[to.columns.findIndex((column) => sameName(column, name))] ?? "NULL").join("\0");
  const known = new Map(before.map((values) => [keyOf(values), values]));
  const missing: number[] = [];
  const changed: ChangedRow[] = [];
  for (const [row, { values }] of to.rows.entries()) {
    const live = known.get(keyOf(values));
    known.delete(keyOf(values));
    if (live === undefined) missing.push(row);
    else if (values.some((value, n) => value !== live[n])) changed.push({ row, live });
  }
  return {
    rows: to,
    missing,
    changed,
    extra: [...known.values()],
  };
}
