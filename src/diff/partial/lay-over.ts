import { equal } from "../../model/canonical.ts";
import { byName, fold, named, namePattern, sameName } from "../../model/names.ts";
import type { PartialSchema } from "../../model/partial.ts";
import type { Index, Schema, Table } from "../../model/schema.ts";
import { collated, mergeTable } from "./merge-table.ts";
import { mergeUniques } from "./merge-uniques.ts";

/** Something in the database that the schema language cannot express, and that stays. */
export interface KeptObject {
  readonly kind: "trigger" | "virtual table" | "view" | "table";
  readonly name: string;
}

export interface LaidOver {
  readonly schema: Schema;
  readonly kept: readonly KeptObject[];
}

/** The bookkeeping tables of migration tools: they are never declared, and must not be dropped. */
const accounts = /^(__drizzle_migrations|d1_migrations|_cf_.*|_prisma_migrations)$/i;

export function isAccount(name: string): boolean {
  return accounts.test(name);
}

/**
 * What a partial schema means for a database: the schema laid over what the database has. In `live`, renames are
 * already applied.
 */
export function layOver(declared: Schema, partial: PartialSchema, live: Schema): LaidOver {
  const theirs = new Set(partial.tables.map(fold));
  const isDescribed = (name: string) =>
    theirs.has(fold(name)) && (named(live.virtualTables, name) ?? named(live.views, name)) !== undefined;
  const tables: Table[] = [];
  const indexes: Index[] = [];
  for (const table of declared.tables) {
    if (isDescribed(table.name)) continue;
    const before = theirs.has(fold(table.name)) ? named(live.tables, table.name) : undefined;
    const own = declared.indexes.filter((index) => sameName(index.table, table.name));
    if (before === undefined) {
      tables.push(table);
      indexes.push(...own);
      continue;
    }
    const unique = mergeUniques(table, before, declared, live);
    tables.push(mergeTable(table, before, unique.uniques, partial.by));
    indexes.push(...unique.indexes.map((index) => mergeIndex(index, before, live)));
    if (partial.by === "Prisma") indexes.push(...withoutWord(before, live, indexes));
  }
  const kept: KeptObject[] = [];
  for (const table of live.tables) {
    if (has(tables, table.name) || !isLeftAlone(table.name, partial)) continue;
    tables.push(table);
    indexes.push(...live.indexes.filter((index) => sameName(index.table, table.name)));
    if (!isAccount(table.name)) kept.push({ kind: "table", name: table.name });
  }
  const laid = rest(declared, partial, live, tables, kept);
  return { schema: { ...declared, ...laid, tables, indexes }, kept: kept.toSorted(byName) };
}

/** For lists that are still growing; `named` caches the list it was given. */
function has(list: readonly { readonly name: string }[], name: string): boolean {
  return list.some((each) => sameName(each.name, name));
}

/**
 * Views, triggers and virtual tables: those declared, and those of the database that the schema language cannot
 * express.
 */
function rest(
  declared: Schema,
  partial: PartialSchema,
  live: Schema,
  tables: readonly Table[],
  kept: KeptObject[],
): Pick<Schema, "views" | "triggers" | "virtualTables" | "triggerOrder"> {
  const keepsView = (name: string) => partial.by === "Prisma" || partial.views.some((view) => sameName(view, name));
  const views = [
    ...declared.views,
    ...live.views.filter(({ name }) => keepsView(name) && named(declared.views, name) === undefined),
  ];
  if (partial.companion) {
    const { triggers, virtualTables, triggerOrder } = declared;
    return { views, triggers, virtualTables, triggerOrder };
  }
  const virtualTables = [
    ...declared.virtualTables,
    ...live.virtualTables.filter(({ name }) => named(declared.virtualTables, name) === undefined),
  ];
  const stands = (name: string) => [...tables, ...views, ...virtualTables].some((each) => sameName(each.name, name));
  const triggers = [
    ...declared.triggers,
    ...live.triggers.filter(({ name, table }) => named(declared.triggers, name) === undefined && stands(table)),
  ];
  for (const { name } of triggers) if (named(live.triggers, name) !== undefined) kept.push({ kind: "trigger", name });
  for (const { name } of virtualTables)
    if (named(live.virtualTables, name) !== undefined) kept.push({ kind: "virtual table", name });
  return { views, triggers, virtualTables, triggerOrder: [...live.triggerOrder, ...declared.triggerOrder] };
}

/** An index with the same meaning is the existing one. */
function mergeIndex(index: Index, table: Table, live: Schema): Index {
  const collations = new Map(table.columns.map((column) => [fold(column.name), column.collate]));
  const terms = index.terms.map((term) => {
    if (term.column === null) return term;
    const [own] = collated([{ ...term, column: term.column }], collations);
    return own ?? term;
  });
  const merged = { ...index, terms };
  const before = named(live.indexes, index.name);
  return before !== undefined && equal(merged, before) ? before : merged;
}

/** Partial indexes, and indexes with expressions or collations, which Prisma cannot express. */
function withoutWord(table: Table, live: Schema, present: readonly Index[]): readonly Index[] {
  return live.indexes.filter(
    (index) =>
      sameName(index.table, table.name) &&
      !has(present, index.name) &&
      (index.where !== null || index.terms.some((term) => term.column === null)),
  );
}

function isLeftAlone(name: string, { filter }: PartialSchema): boolean {
  if (isAccount(name)) return true;
  if (filter.length === 0) return false;
  const fits = (pattern: string) => namePattern(pattern).test(fold(name));
  const [taken, left] = [filter.filter((each) => !each.startsWith("!")), filter.filter((each) => each.startsWith("!"))];
  return (taken.length > 0 && !taken.some(fits)) || left.some((each) => fits(each.slice(1)));
}
