import { anyOf } from "../../sql/any-of.ts";
import { fold, named } from "../../model/names.ts";
import type { Table } from "../../model/schema.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { rowidKey, rowidName } from "../../model/rowids.ts";
import { type KeptColumn, type TablePair, storedInBoth } from "../pair/table-pair.ts";
import { oldRowid, oldRows } from "./copy-rows.ts";

const [old, fresh] = [quoteName("old"), quoteName("new")];

/**
 * Counts rows that are missing, or whose kept values differ. Values are compared as stored, without collation or
 * affinity.
 */
export function comparison(pair: TablePair, aside: string): string {
  const [before, after] = [quoteName(pair.name), quoteName(aside)];
  const join = joinOn(pair);
  const counts = `SELECT abs((SELECT count(*) FROM ${before}) - (SELECT count(*) FROM ${after}))`;
  if (join === null) return [counts, ...unfound(pair, aside)].join("\n + ");
  const differ = storedInBoth(pair)
    .filter(({ fill }) => fill?.rows !== "all")
    .map(differs);
  const wrong = anyOf([`${fresh}.${join.key} IS NULL`, ...differ], "\n  OR ");
  return `${counts}\n + (SELECT count(*) FROM ${oldRows(pair, "old")} LEFT JOIN ${after} AS ${fresh} ON ${join.on}\n  WHERE ${wrong})`;
}

function differs({ name, fill, converts }: KeptColumn): string {
  const [was, is] = [`${old}.${quoteName(name)}`, `${fresh}.${quoteName(name)}`];
  const other = `${was} IS NOT ${is} COLLATE BINARY`;
  if (converts) return `(typeof(${was}) = typeof(${is}) AND ${other})`;
  return fill === null ? other : `(${was} IS NOT NULL AND ${other})`;
}

/**
 * If an old row cannot be matched with its new one, the rows are compared as sets, in both directions, on the columns
 * that stay as they are.
 */
function unfound(pair: TablePair, aside: string): string[] {
  const same = storedInBoth(pair).filter(({ fill, converts }) => !converts && fill === null);
  if (same.length === 0) return [];
  const rows = (table: string, from: string) => {
    const columns = same.map(({ name }) => `${qualified(table, name)} COLLATE BINARY`);
    return `SELECT ${columns.join(", ")} FROM ${from}`;
  };
  const [before, after] = [rows(pair.name, oldRows(pair, pair.name)), rows(aside, quoteName(aside))];
  return [`${before} EXCEPT ${after}`, `${after} EXCEPT ${before}`].map((left) => `(SELECT count(*) FROM (${left}))`);
}

/** How an old row is matched with its new one: by rowid, or by a key that both have. */
function joinOn(pair: TablePair): { on: string; key: string } | null {
  const { from, to, keepsRowids } = pair;
  const [source, target] = [oldRowid(pair), rowidName(to)];
  if (source !== null && target !== null && keepsRowids)
    return { on: `${fresh}.${target} = ${old}.${source}`, key: target };
  const stored = storedInBoth(pair);
  const shared = (table: Table): boolean =>
    table.primaryKey !== null &&
    table.primaryKey.terms.every(({ column }) => {
      const same = stored.find(({ name }) => fold(name) === fold(column));
      return same !== undefined && !same.converts && same.fill === null && holdsNoNull(table, column);
    });
  const key = [to, from].find(shared)?.primaryKey;
  if (key == null) return null;
  const on = key.terms.map(
    (term) =>
      `${fresh}.${quoteName(term.column)} = ${old}.${quoteName(term.column)} COLLATE ${quoteName(term.collate ?? "BINARY")}`,
  );
  return { on: on.join(" AND "), key: quoteName(key.terms[0]?.column ?? "") };
}

/** NULL joins with nothing, and not every key in SQLite is free of it. */
function holdsNoNull(table: Table, column: string): boolean {
  return table.withoutRowid || table.strict || rowidKey(table) !== null || !!named(table.columns, column)?.notNull;
}
