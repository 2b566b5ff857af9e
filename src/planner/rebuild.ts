import type { TableChange } from "../diff/change.ts";
import { fold } from "../model/names.ts";
import type { Column, Table } from "../model/schema.ts";
import { subject } from "../plan/directive.ts";
import type { Item } from "../plan/plan.ts";
import { qualified, quoteName, quoteText } from "../sql/quote.ts";
import { retarget } from "../sql/retarget.ts";
import { check, none, step } from "./alter.ts";
import { asideName, namesIn } from "./aside.ts";
import { asStored, lossy } from "./ask.ts";
import { fillOf } from "./fill.ts";
import { type Situation, fillFor, findColumn } from "./situation.ts";
import { converts, storage } from "./source.ts";

/** The name of a table while its rows are copied into it. */
export function rebuildName({ live, target }: Situation, table: string): string {
  return asideName(table, new Set([...namesIn(live), ...namesIn(target)]));
}

/**
 * SQLite's way to change what ALTER cannot: https://www.sqlite.org/lang_altertable.html#otheralter. New table, copy, compare,
 * drop the old one, rename the new one; never the other way round, which would turn what points at the table to the old
 * name. Indexes, triggers and views that stand on it are created again by the plan, after all tables.
 */
export function rebuildSteps(situation: Situation, change: TableChange, why: readonly string[]): Item[] {
  const { from, to } = change;
  const fresh = rebuildName(situation, to.name);
  const on = subject(to.name);
  return [
    ...conversions(situation, change),
    step("rebuild-create", on, retarget(to.text, to.name, fresh), why.join("; ")),
    step("rebuild-copy", on, copy(situation, change)),
    check("rebuild-rows", on, none, compare(situation, change), "no row is lost, no value that stays is changed"),
    ...sequence(fresh, from, to),
    step("rebuild-drop", on, `DROP TABLE ${quoteName(to.name)}`),
    step("rebuild-rename", on, `ALTER TABLE ${quoteName(fresh)} RENAME TO ${quoteName(to.name)}`),
  ];
}

function conversions(situation: Situation, { from, to }: TableChange): Item[] {
  return kept(from, to).flatMap(({ before, after }) => {
    const value = asStored(from, after.name, qualified(to.name, after.name));
    const where = lossy(value, storage(to, after));
    if (!converts(from, before, to, after) || where === "0" || fillOf(situation, from, to, after)?.rows === "all")
      return [];
    const sql = `SELECT count(*) FROM ${quoteName(to.name)} WHERE ${where}`;
    return [check("convert", subject(to.name, after.name), none, sql, "each value says the same in the new type")];
  });
}

/** The columns that both tables hold values for. */
function kept(from: Table, to: Table): { before: Column; after: Column }[] {
  return to.columns.flatMap((after) => {
    const before = findColumn(from, after.name);
    return before === undefined || after.generated !== null ? [] : [{ before, after }];
  });
}

/**
 * ABORT overrides every ON CONFLICT clause: a copy that IGNORE or REPLACE would thin out fails instead. Every name is
 * qualified, for an unknown one in quotes could be taken for a string.
 */
function copy(situation: Situation, { from, to }: TableChange): string {
  const pairs = to.columns.flatMap((column): (readonly [string, string])[] => {
    if (column.generated !== null) return [];
    const value = copiedValue(situation, from, to, column);
    return value === null ? [] : [[quoteName(column.name), value]];
  });
  const hidden = hiddenRowid(from, to);
  const first = to.columns.find((column) => column.generated === null);
  // Where nothing of a row is copied, a row is still a row.
  if (hidden === null && pairs.length === 0 && first !== undefined)
    pairs.push([quoteName(first.name), first.default === null ? "NULL" : parenthesized(first.default.text)]);
  const columns = [...(hidden === null ? [] : [hidden.to]), ...pairs.map(([name]) => name)];
  const values = [...(hidden === null ? [] : [hidden.from]), ...pairs.map(([, value]) => value)];
  const order =
    from.withoutRowid || rowidName(from) === null ? "" : ` ORDER BY ${quoteName(to.name)}.${rowidName(from)}`;
  return `INSERT OR ABORT INTO ${quoteName(rebuildName(situation, to.name))} (${columns.join(", ")})\nSELECT ${values.join(", ")}\nFROM ${quoteName(to.name)}${order}`;
}

/** What a row gets in a column; null where the column's own default shall speak. */
function copiedValue(situation: Situation, from: Table, to: Table, column: Column): string | null {
  const own = qualified(to.name, column.name);
  const fill = fillOf(situation, from, to, column);
  if (fill?.rows === "all") return parenthesized(fill.sql);
  if (findColumn(from, column.name) === undefined) return keyFromRowid(from, to, column);
  return fill === null ? own : `coalesce(${own}, ${parenthesized(fill.sql)})`;
}

function parenthesized(sql: string): string {
  return `(${sql}${/--[^\n]*$/.test(sql) ? "\n" : ""})`;
}

/** A new INTEGER PRIMARY KEY is the rowid, so the rows keep the numbers they have. */
function keyFromRowid(from: Table, to: Table, column: Column): string | null {
  const isKey = to.primaryKey?.isRowid === true && fold(to.primaryKey.terms[0]?.column ?? "") === fold(column.name);
  const name = rowidName(from);
  return isKey && name !== null && from.primaryKey?.isRowid !== true ? `${quoteName(to.name)}.${name}` : null;
}

/** Rows without an INTEGER PRIMARY KEY keep their rowids too: a full-text index or an application may rely on them. */
function hiddenRowid(from: Table, to: Table): { from: string; to: string } | null {
  if (to.primaryKey?.isRowid === true || from.withoutRowid || to.withoutRowid) return null;
  const [source, target] = [rowidName(from), rowidName(to)];
  return source === null || target === null ? null : { from: `${quoteName(to.name)}.${source}`, to: target };
}

/** The name by which the rowid can be said; none is left where columns bear all three. */
function rowidName(table: Table): string | null {
  if (table.withoutRowid) return null;
  return ["rowid", "_rowid_", "oid"].find((name) => findColumn(table, name) === undefined) ?? null;
}

/** Counts rows that are missing, or whose surviving values differ. Compared as stored: no collation, no affinity in between. */
function compare(situation: Situation, { from, to }: TableChange): string {
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
  const wrong = [`${fresh}.${join.key} IS NULL`, ...differ].join("\n  OR ");
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

/** Whether each row is known by the number it had: where a key says otherwise, SQLite takes the key for that number. */
export function keepsRowids(situation: Situation, { from, to }: Pick<TableChange, "from" | "to">): boolean {
  if (to.withoutRowid) return false;
  return to.primaryKey?.isRowid !== true || sameRowidKey(situation, from, to) || keyIsOldRowid(situation, from, to);
}

function sameRowidKey(situation: Situation, from: Table, to: Table): boolean {
  const [a, b] = [from.primaryKey, to.primaryKey];
  const name = b?.terms[0]?.column ?? "";
  return (
    a?.isRowid === true &&
    b?.isRowid === true &&
    fold(a.terms[0]?.column ?? "") === fold(name) &&
    fillOf(situation, from, to, findColumn(to, name) as Column) === null
  );
}

function keyIsOldRowid(situation: Situation, from: Table, to: Table): boolean {
  const key = findColumn(to, to.primaryKey?.terms[0]?.column ?? "");
  if (key === undefined || fillFor(situation, to.name, key.name) !== null) return false;
  return findColumn(from, key.name) === undefined && from.primaryKey?.isRowid !== true;
}

/**
 * The copy sets the high-water mark to the largest key that is there; ids of rows deleted since would be handed out again.
 * https://www.sqlite.org/autoinc.html
 */
function sequence(aside: string, from: Table, to: Table): Item[] {
  if (!(from.primaryKey?.autoincrement && to.primaryKey?.autoincrement)) return [];
  const fresh = quoteText(aside);
  const on = subject(to.name);
  return [
    step(
      "rebuild-sequence",
      on,
      `DELETE FROM "sqlite_sequence" WHERE "name" = ${fresh}`,
      "ids that were used are never used again",
    ),
    step(
      "rebuild-sequence",
      on,
      `INSERT INTO "sqlite_sequence" ("name", "seq") SELECT ${fresh}, "seq" FROM "sqlite_sequence" WHERE "name" = ${quoteText(to.name)}`,
    ),
  ];
}

/** The columns of a rebuilt table whose values are new: what a full-text index over them has to be told. */
export function writesValues(situation: Situation, { from, to }: TableChange): boolean {
  return to.columns.some((column) => {
    const before = findColumn(from, column.name);
    if (before === undefined) return false;
    return converts(from, before, to, column) || fillOf(situation, from, to, column) !== null;
  });
}
