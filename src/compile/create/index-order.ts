import { fold } from "../../model/names.ts";

/** SQLite searches its whole catalog for each CREATE, so many tables are created in batches: see load-catalog.ts. */
export const many = 200;

/** Of many tables the indexes are created with their tables. */
export function inOrder<T extends { readonly table: string | null }>(
  indexes: readonly T[],
  tables: readonly { readonly name: string }[],
): readonly T[] {
  if (tables.length <= many) return indexes;
  const places = new Map(tables.map(({ name }, n) => [fold(name), n]));
  const placed = indexes.map((index) => ({ index, place: places.get(fold(index.table ?? "")) ?? 0 }));
  return placed.sort((a, b) => a.place - b.place).map(({ index }) => index);
}
