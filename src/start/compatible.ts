import { canonicalPart, equal, objectsOf } from "../model/canonical.ts";
import { fold, named } from "../model/names.ts";
import type { Column, Schema, SchemaObject, Table } from "../model/schema.ts";

export interface Added {
  /** Whether code that knows only the smaller schema can read and write the larger one. */
  readonly compatible: boolean;
  /** `table note`, `column tune.tempo`, `index tune_tempo`, `rules of table tune`. */
  readonly more: readonly string[];
}

/** The same; null if it lacks tables or columns, or has nothing more. */
export function addedTo(ours: Schema, live: Schema): Added | null {
  const { lacks, ...added } = beside(ours, live);
  return lacks || added.more.length === 0 ? null : added;
}

/**
 * What one schema has in addition to another, and whether it lacks tables or columns of it. Compatible means that
 * everything in the smaller schema exists unchanged, that new columns need no value, and that the tables it writes have
 * no new rules.
 */
export function beside(ours: Schema, live: Schema): Added & { readonly lacks: boolean } {
  const lacking = { lacks: true, compatible: false, more: [] };
  const more: string[] = [];
  let compatible = true;
  for (const table of ours.tables) {
    const now = named(live.tables, table.name);
    if (now === undefined) return lacking;
    const known = new Set(table.columns.map(({ name }) => fold(name)));
    const fresh = now.columns.filter(({ name }) => !known.has(fold(name)));
    if (now.columns.length - fresh.length < known.size) return lacking;
    more.push(...fresh.map(({ name }) => `column ${now.name}.${name}`));
    const kept = withOnly(now, known);
    const same = isSame(table, kept);
    if (!same && isSame(table, loosened(kept, table))) more.push(`rules of table ${now.name}`);
    compatible &&= fresh.every(needsNoValue) && same;
  }
  const names = new Map(objectsOf(live).map((each) => [key(each), each]));
  for (const each of objectsOf(ours)) {
    if (each.kind === "table") continue;
    const now = names.get(key(each));
    if (each.kind === "virtual-table" && now === undefined) return lacking;
    compatible &&= now !== undefined && equal(each, now);
  }
  const written = new Set(ours.tables.map(({ name }) => fold(name)));
  const before = new Set(objectsOf(ours).map(key));
  for (const each of objectsOf(live).filter((each) => !before.has(key(each)))) {
    more.push(`${each.kind.replace("-", " ")} ${each.name}`);
    compatible &&= !(each.kind === "index" && each.unique && written.has(fold(each.table)));
  }
  return { lacks: false, compatible, more };
}

function needsNoValue({ notNull, default: value, generated }: Column): boolean {
  return notNull === null || value !== null || generated !== null;
}

function withOnly(table: Table, columns: ReadonlySet<string>): Table {
  return { ...table, columns: table.columns.filter(({ name }) => columns.has(fold(name))) };
}

/** Without the rules that the smaller schema does not have, and with its defaults. */
function loosened(now: Table, ours: Table): Table {
  const known = new Set([...ours.uniques, ...ours.checks, ...ours.foreignKeys].map(canonicalPart));
  const kept = <T extends object>(rules: readonly T[]) => rules.filter((rule) => known.has(canonicalPart(rule)));
  const columns = now.columns.map((column) => {
    const { notNull, default: value } = named(ours.columns, column.name) ?? column;
    return { ...column, notNull: notNull && column.notNull, default: value };
  });
  const { uniques, checks, foreignKeys } = now;
  return { ...now, columns, uniques: kept(uniques), checks: kept(checks), foreignKeys: kept(foreignKeys) };
}

/** References from new columns are no rule for code that does not know these columns. */
function isSame(ours: Table, now: Table): boolean {
  const known = new Set(ours.columns.map(({ name }) => fold(name)));
  const of = now.foreignKeys.filter((key) => key.columns.every((name) => known.has(fold(name))));
  return (
    canonicalPart({ ...ours, name: fold(ours.name) }) ===
    canonicalPart({ ...now, name: fold(now.name), foreignKeys: of })
  );
}

function key({ kind, name }: SchemaObject): string {
  return `${kind} ${fold(name)}`;
}
