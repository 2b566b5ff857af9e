import { fold, sameName } from "../../model/names.ts";
import type { Index, IndexTerm, Schema, Table, Unique } from "../../model/schema.ts";
import { nameList, quoteName } from "../../sql/quote.ts";
import { readIndex } from "../../sql/read-objects.ts";
import { namesOf } from "./merge-table.ts";

export interface Uniqueness {
  readonly uniques: readonly Unique[];
  readonly indexes: readonly Index[];
}

/**
 * The uniqueness of a table, and its other indexes. To Drizzle and Prisma, a unique index and a UNIQUE constraint over
 * the same columns are the same thing, so the existing one satisfies both. A new one becomes an index, which needs no
 * rebuild.
 */
export function mergeUniques(declared: Table, live: Table, wanted: Schema, there: Schema): Uniqueness {
  const uniques: Unique[] = [];
  const indexes: Index[] = [];
  const liveIndexes = there.indexes.filter((index) => sameName(index.table, live.name));
  const own = wanted.indexes.filter((index) => sameName(index.table, declared.name));
  const take = (columns: readonly string[], otherwise: () => Index): void => {
    const constraints = live.uniques.filter((unique) => sameColumns(namesOf(unique.terms), columns));
    const same = liveIndexes.filter((index) => isPlainUnique(index) && sameColumns(namesOf(index.terms), columns));
    const made = otherwise();
    const index = same.find((each) => sameName(each.name, made.name)) ?? (constraints.length > 0 ? undefined : same[0]);
    uniques.push(...constraints.filter((each) => !uniques.includes(each)));
    if (index !== undefined) add(index);
    else if (constraints.length === 0) add(made);
  };
  const add = (index: Index): void => {
    if (!indexes.some((each) => sameName(each.name, index.name))) indexes.push(index);
  };
  for (const index of own) {
    if (isPlainUnique(index)) take(namesOf(index.terms), () => index);
    else add(index);
  }
  for (const unique of declared.uniques)
    take(namesOf(unique.terms), () => asIndex(unique, declared, new Set(there.indexes.map(({ name }) => fold(name)))));
  return { uniques, indexes };
}

function isPlainUnique(index: Index): boolean {
  return index.unique && index.where === null && index.terms.every((term: IndexTerm) => term.column !== null);
}

function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.join("\0") === b.join("\0");
}

function asIndex(unique: Unique, table: Table, taken: ReadonlySet<string>): Index {
  const columns = unique.terms.map((term) => term.column);
  const usual = unique.name ?? `${table.name}_${columns.join("_")}_unique`;
  const name = taken.has(fold(usual)) ? `${usual}_index` : usual;
  const text = `CREATE UNIQUE INDEX ${quoteName(name)} ON ${quoteName(table.name)} (${nameList(columns)})`;
  return readIndex(text);
}
