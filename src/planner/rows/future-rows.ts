import { affinity, storage } from "../../model/affinity.ts";
import { fold, named } from "../../model/names.ts";
import type { Column, Table } from "../../model/schema.ts";
import { closed, loneToken } from "../../sql/fragment.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { mentions } from "../../sql/mentions.ts";
import { isWord, significant, tokenize, unquote } from "../../sql/tokens.ts";
import {
  type ColumnPair,
  type KeptColumn,
  type TablePair,
  comparesDifferently,
  liveColumnName,
  losesAffinity,
} from "../pair/table-pair.ts";
import { readsAsNumber } from "./lossy.ts";

/**
 * The live rows as they will be: a subquery that uses the names of the target, with filled and converted values, so
 * that a declared CHECK or key can be asked of today's rows word for word. `beside` is there as it is, too.
 */
export function futureRows(pair: TablePair, beside?: KeptColumn): string {
  const { to: table } = pair;
  const own = quoteName(table.name);
  if (asTheyAre(pair)) return own;
  const plain = pair.columns.filter(({ to }) => to.generated === null);
  const generated = table.columns.filter((column) => column.generated !== null);
  const kept = plain.map((column) => `${futureValue(pair, column)} AS ${nameIn(column.name, false)}`);
  if (beside !== undefined) kept.push(`${own}.${nameIn(beside.name, false)} AS ${asItWas(beside)}`);
  const collates = [...pair.from.columns, ...table.columns].some(({ collate }) => collate !== null);
  const outer = `SELECT ${[...rowid(pair).map(() => `${own}."rowid" AS "rowid"`), ...kept].join(", ")} FROM ${presentRows(pair)}`;
  return spoken(
    table,
    layers(generated).reduce((rows, layer) => {
      // A computed value is converted to the column's type, like a value that is written.
      const computed = layer.map((column) => {
        const value = asWritten(`(${column.generated?.expr.text}\n)`, table, column);
        return `${collates ? collated(value, column) : value} AS ${nameIn(column.name, false)}`;
      });
      return `(SELECT *, ${computed.join(", ")} FROM ${rows}) AS ${own}`;
    }, `(${outer}) AS ${own}`),
  );
}

export function asItWas({ name }: KeptColumn): string {
  return quoteName(`${name} as it was`);
}

/** The live rows as they are, under the names that hold after the renames. */
export function presentRows(pair: TablePair): string {
  const { live, from, to } = pair;
  const today = from.columns.map(
    ({ name }) => `${quoteName(live.name)}.${nameIn(liveColumnName(pair, name), true)} AS ${nameIn(name, false)}`,
  );
  return `(SELECT ${[...rowid(pair), ...today].join(", ")} FROM ${quoteName(live.name)}) AS ${quoteName(to.name)}`;
}

/** Whether today's rows can be asked by the names that hold after the renames. */
export function keepsNames({ live, to, columns, leaving }: TablePair): boolean {
  return (
    live.name === to.name && [...columns, ...leaving].every((each) => each.live === null || each.live === each.name)
  );
}

/** Generated columns may be computed from others, which must come first. */
function layers(generated: readonly Column[]): Column[][] {
  const waiting = [...generated];
  const done: Column[][] = [];
  while (waiting.length > 0) {
    const names = new Set(waiting.map((column) => fold(column.name)));
    const ready = waiting.filter(({ name, generated }) =>
      [...mentions(generated?.expr.text ?? "")].every((each) => each === fold(name) || !names.has(each)),
    );
    const layer = ready.length > 0 ? ready : [...waiting];
    done.push(layer);
    for (const column of layer) waiting.splice(waiting.indexOf(column), 1);
  }
  return done;
}

/**
 * A column's name where the rows are read: from the table itself (marked, so that `spoken` leaves it alone), or from a
 * subquery. SQLite does not allow the names TRUE and FALSE for columns of a subquery, so such a column gets another
 * name there.
 */
export function nameIn(name: string, plain: boolean): string {
  if (!isTruth(name)) return quoteName(name);
  return plain ? `${asItStands}${quoteName(name)}` : quoteName(otherName(name));
}

const asItStands = "/* as it stands */ ";

function isTruth(name: string): boolean {
  return ["true", "false"].includes(fold(name));
}

function otherName(name: string): string {
  return `the column ${fold(name)}`;
}

/** The same SQL with such columns renamed, for a table that is read through a subquery. The table may have such a name, too. */
export function spoken(table: Table, sql: string): string {
  if (!table.columns.some((column) => isTruth(column.name))) return sql;
  const has = (name: string) => isTruth(name) && named(table.columns, name) !== undefined;
  const tokens = tokenize(sql);
  const words = significant(tokens);
  const tables = new Set(
    words.filter((_, at) => words[at + 1]?.text === "." || isWord(words[at - 1], "FROM", "AS", "JOIN")),
  );
  return tokens
    .map((token, at) => {
      const { kind, text } = token;
      const name = kind === "word" || kind === "name" ? unquote(text) : "";
      const stands = tokens[at - 2]?.text === asItStands.trim() || tables.has(token);
      return has(name) && !stands ? quoteName(otherName(name)) : text;
    })
    .join("");
}

/** True if a condition cannot see any difference between today's rows and the future ones. */
function asTheyAre(pair: TablePair): boolean {
  if (pair.live.name !== pair.to.name) return false;
  return pair.columns.every((column) => {
    const { name, live, from, to, fill, converts } = column;
    if (from === null || live !== name || comparesDifferently(pair, column)) return false;
    if (to.generated !== null) return from.generated?.expr.canon === to.generated.expr.canon;
    return !converts && fill === null;
  });
}

function rowid({ live, from, mostColumns }: TablePair): string[] {
  // Without the rowid no row can be shown; with it, a SELECT of all columns would have one too many.
  const room = from.columns.length < mostColumns;
  const hidden = room && !live.withoutRowid && named(from.columns, "rowid") === undefined;
  return hidden ? [`${quoteName(live.name)}."rowid" AS "rowid"`] : [];
}

/** What a column will hold in a row that exists today, compared as the column will compare. */
function futureValue(pair: TablePair, column: ColumnPair): string {
  const { from, to } = column;
  const own = qualified(pair.to.name, to.name);
  const value = storedValue(pair.to, column, own);
  if (value === own && from !== null) {
    const bare = losesAffinity(pair, from, to) ? `+${own}` : own;
    return from.collate === to.collate ? bare : collated(bare, to);
  }
  return to.collate === null && (from === null || from.collate === null) ? value : collated(value, to);
}

function collated(value: string, { collate }: Column): string {
  return `${value} COLLATE ${quoteName(collate ?? "BINARY")}`;
}

function storedValue(table: Table, column: ColumnPair, own: string): string {
  const { from, to, fill, converts } = column;
  const filled = fill === null ? "" : asFilled(fill.asked, table, to);
  if (fill?.rows === "all") return filled;
  if (from === null) return newValue(to);
  const kept = fill === null ? own : `coalesce(${own}, ${filled})`;
  if (!converts) return kept;
  // A CAST has the affinity of the column, which a comparison in a CHECK may need; but it would change a value that
  // stays as it is.
  const cast = affinity(to.type) !== "BLOB" && storage(table, to) !== "strict ANY" && !column.mayStay;
  return cast ? `CAST(${kept} AS ${affinity(to.type)})` : asWritten(kept, table, to);
}

/** A fill as the column will store it. */
export function asFilled(fill: string, table: Table, column: Column): string {
  const value = `(${closed(fill)})`;
  const literal = loneToken(fill)?.kind;
  return literal === (affinity(column.type) === "TEXT" ? "string" : "number") ? value : asWritten(value, table, column);
}

/** A value as the column will store it: text that reads as a number may become one, and the other way round. */
function asWritten(value: string, table: Table, column: Column): string {
  if (storage(table, column) === "strict ANY") return value;
  switch (affinity(column.type)) {
    case "TEXT":
      return `CASE typeof(${value}) WHEN 'blob' THEN ${value} ELSE CAST(${value} AS TEXT) END`;
    case "BLOB":
      return value;
    default:
      return asNumber(value);
  }
}

/** What a numeric column makes of a value: text that reads as a number becomes one. */
export function asNumber(value: string): string {
  return `CASE WHEN typeof(${value}) = 'text' AND ${readsAsNumber(value)} THEN CAST(${value} AS NUMERIC) ELSE ${value} END`;
}

/** A new column's default; CURRENT_TIMESTAMP and other expressions are evaluated when the rows are written. */
export function newValue(column: Column): string {
  if (column.default === null) return "NULL";
  // It names no column, and so none with one of these names.
  const truth = (text: string) => (fold(text) === "true" ? "1" : "0");
  return tokenize(column.default.text)
    .map(({ kind, text }) => (kind === "word" && isTruth(text) ? truth(text) : text))
    .join("");
}
