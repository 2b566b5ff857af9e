import type { TableChange } from "../../diff/change.ts";
import { fold } from "../../model/names.ts";
import type { Column, Table } from "../../model/schema.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { rebuildName } from "./rebuild-name.ts";
import { fillOf } from "../pair/fill.ts";
import { keepsRowids, rowidName } from "../pair/rowids.ts";
import { type Situation, findColumn } from "../situation.ts";
import { converts } from "../rows/future-rows.ts";

/** The columns that both tables hold values for. */
export function kept(from: Table, to: Table): { before: Column; after: Column }[] {
  return to.columns.flatMap((after) => {
    const before = findColumn(from, after.name);
    return before === undefined || after.generated !== null ? [] : [{ before, after }];
  });
}

/** Counts rows that are missing, or whose surviving values differ. Compared as stored: no collation, no affinity in between. */
export function comparison(situation: Situation, { from, to }: TableChange): string {
  const [old, fresh] = ["old", "new"].map(quoteName) as [string, string];
  const same = kept(from, to).filter(({ after }) => fillOf(situation, from, to, after)?.rows !== "all");
  const join = joinOn(situation, from, to, old, fresh);
  const tables = `${quoteName(to.name)} AS ${old}`;
  const counts = `SELECT abs((SELECT count(*) FROM ${quoteName(to.name)}) - (SELECT count(*) FROM ${quoteName(rebuildName(situation, to.name))}))`;
  if (join === null) return [counts, ...unfound(situation, { from, to })].join("\n + ");
  const differ = same.map(({ before, after }) => {
    const [was, is] = [`${old}.${quoteName(after.name)}`, `${fresh}.${quoteName(after.name)}`];
    const differs = `${was} IS NOT ${is} COLLATE BINARY`;
    if (converts(from, before, to, after)) return `(typeof(${was}) = typeof(${is}) AND ${differs})`;
    return fillOf(situation, from, to, after) === null ? differs : `(${was} IS NOT NULL AND ${differs})`;
  });
  const wrong = anyOf([`${fresh}.${join.key} IS NULL`, ...differ]);
  return `${counts}\n + (SELECT count(*) FROM ${tables} LEFT JOIN ${quoteName(rebuildName(situation, to.name))} AS ${fresh} ON ${join.on}\n  WHERE ${wrong})`;
}

/** Where a row cannot find its new one, what rows say is compared as sets, both ways, on the columns that stay as they are. */
function unfound(situation: Situation, { from, to }: Pick<TableChange, "from" | "to">): string[] {
  const same = kept(from, to).filter(
    ({ before, after }) => !converts(from, before, to, after) && fillOf(situation, from, to, after) === null,
  );
  if (same.length === 0) return [];
  const rows = (table: string) => {
    const columns = same.map(({ after }) => `${qualified(table, after.name)} COLLATE BINARY`);
    return `SELECT ${columns.join(", ")} FROM ${quoteName(table)}`;
  };
  const [old, fresh] = [rows(to.name), rows(rebuildName(situation, to.name))];
  return [`${old} EXCEPT ${fresh}`, `${fresh} EXCEPT ${old}`].map((left) => `(SELECT count(*) FROM (${left}))`);
}

/** How an old row finds its new one: by rowid, or by a key that both have. */
function joinOn(
  situation: Situation,
  from: Table,
  to: Table,
  old: string,
  fresh: string,
): { on: string; key: string } | null {
  const [source, target] = [rowidName(from), rowidName(to)];
  if (source !== null && target !== null && keepsRowids(situation, { from, to }))
    return { on: `${fresh}.${target} = ${old}.${source}`, key: target };
  const shared = (table: Table): boolean =>
    table.primaryKey !== null &&
    table.primaryKey.terms.every(({ column }) => {
      const pair = kept(from, to).find(({ after }) => fold(after.name) === fold(column));
      if (pair === undefined || converts(from, pair.before, to, pair.after)) return false;
      return holdsNoNull(table, column) && fillOf(situation, from, to, pair.after) === null;
    });
  const key = [to, from].find(shared)?.primaryKey;
  if (key == null) return null;
  const on = key.terms.map(
    (term) =>
      `${fresh}.${quoteName(term.column)} = ${old}.${quoteName(term.column)} COLLATE ${quoteName(term.collate ?? "BINARY")}`,
  );
  return { on: on.join(" AND "), key: quoteName(key.terms[0]?.column ?? "") };
}

/** NULL joins with nothing: not every key of SQLite is free of it. */
function holdsNoNull(table: Table, column: string): boolean {
  return (
    table.withoutRowid || table.strict || table.primaryKey?.isRowid === true || !!findColumn(table, column)?.notNull
  );
}

/** One condition of many. SQLite nests a chain of ORs, and stops at a depth that a few hundred of them reach. */
export function anyOf(conditions: readonly string[]): string {
  const slices: string[][] = [];
  for (let at = 0; at < conditions.length; at += slice) slices.push(conditions.slice(at, at + slice));
  const [only = [], ...more] = slices;
  if (more.length === 0) return only.join("\n  OR ");
  return slices.map((each) => `(${each.join("\n  OR ")})`).join("\n  OR ");
}

const slice = 250;
