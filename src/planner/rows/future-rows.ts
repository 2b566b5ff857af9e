import { affinity, storage } from "../../model/affinity.ts";
import { fold } from "../../model/names.ts";
import type { Column, Table } from "../../model/schema.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { mentions } from "../../sql/retarget.ts";
import { tokenize, unquote } from "../../sql/tokens.ts";
import { fillOf } from "../pair/fill.ts";
import { type Situation, findColumn, findTable, liveColumn, liveTable } from "../situation.ts";

/**
 * The live rows as they will be: a subquery that carries the names of the target, with filled and converted values, so that
 * a declared CHECK or key can be asked of today's rows word for word. Null where the table is new.
 */
export function futureRows(situation: Situation, table: Table): string | null {
  const live = liveTable(situation, table.name);
  if (live === null) return null;
  const from = findTable(situation.renamed, table.name) ?? table;
  const own = quoteName(table.name);
  if (asTheyAre(situation, live, from, table)) return own;
  const today = from.columns.map((column) => {
    const name = liveColumn(situation, table.name, column.name);
    return `${quoteName(live.name)}.${nameIn(name, true)} AS ${named(column)}`;
  });
  const inner = `SELECT ${[...rowid(live, from), ...today].join(", ")} FROM ${quoteName(live.name)}`;
  const plain = table.columns.filter((column) => column.generated === null);
  const generated = table.columns.filter((column) => column.generated !== null);
  const kept = plain.map((column) => `${futureValue(situation, table, from, column)} AS ${named(column)}`);
  const outer = `SELECT ${[...rowid(live, from).map(() => `${own}."rowid" AS "rowid"`), ...kept].join(", ")} FROM (${inner}) AS ${own}`;
  return spoken(
    table,
    layers(generated).reduce((rows, layer) => {
      const computed = layer.map((column) => `(${column.generated?.expr.text}\n) AS ${named(column)}`);
      return `(SELECT *, ${computed.join(", ")} FROM ${rows}) AS ${own}`;
    }, `(${outer}) AS ${own}`),
  );
}

/** Generated columns may be computed from others, which then have to be there. */
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

/** SQLite gives no column of a subquery the name TRUE or FALSE, so there such a column bears another one. */
function named(column: Column): string {
  return nameIn(column.name, false);
}

/** A column's name where the rows are read: of the table as it stands (marked, so that `spoken` leaves it alone), or of a subquery. */
export function nameIn(name: string, plain: boolean): string {
  if (!isTruth(name)) return quoteName(name);
  return plain ? `${asItStands}${quoteName(name)}` : quoteName(otherName(name));
}

const asItStands = "/* as it stands */ ";

function isTruth(name: string): boolean {
  return /^(true|false)$/i.test(name);
}

function otherName(name: string): string {
  return `the column ${fold(name)}`;
}

/** The same SQL, where it speaks of such a column of a table that is read through a subquery. */
export function spoken(table: Table, sql: string): string {
  if (!table.columns.some((column) => isTruth(column.name))) return sql;
  const has = (name: string) => isTruth(name) && findColumn(table, name) !== undefined;
  return tokenize(sql)
    .map(({ kind, text }, at, all) => {
      const name = kind === "word" || kind === "name" ? unquote(text) : "";
      const stands = all[at - 2]?.text === asItStands.trim();
      return has(name) && !stands ? quoteName(otherName(name)) : text;
    })
    .join("");
}

/** True where nothing of the rows will differ in what a condition can see. */
function asTheyAre(situation: Situation, live: Table, from: Table, table: Table): boolean {
  if (live.name !== table.name) return false;
  return table.columns.every((column) => {
    const before = findColumn(from, column.name);
    if (before === undefined || liveColumn(situation, table.name, column.name) !== column.name) return false;
    if (column.generated !== null) return before.generated?.expr.canon === column.generated.expr.canon;
    return !converts(from, before, table, column) && fillOf(situation, from, table, column) === null;
  });
}

/** What SQLite lets a SELECT return at most, and a table have: https://www.sqlite.org/limits.html */
export const mostColumns = 2000;

function rowid(live: Table, from: Table): string[] {
  // Without it, no row can be shown; with it, a SELECT of all columns would have one too many.
  const room = from.columns.length < mostColumns;
  const hidden = room && !live.withoutRowid && !from.columns.some((column) => fold(column.name) === "rowid");
  return hidden ? [`${quoteName(live.name)}."rowid" AS "rowid"`] : [];
}

/** What a column will hold in a row that is there today. */
function futureValue(situation: Situation, table: Table, from: Table, column: Column): string {
  const own = qualified(table.name, column.name);
  const before = findColumn(from, column.name);
  const fill = fillOf(situation, from, table, column);
  const filled = fill === null ? "" : asWritten(fill.sql, table, column);
  if (fill?.rows === "all") return filled;
  if (before === undefined) return newValue(column);
  const kept = fill === null ? own : `coalesce(${own}, ${filled})`;
  return converts(from, before, table, column) ? cast(kept, table, column) : kept;
}

/** A fill as the column will store it: a text that reads as a number becomes one, and the other way round. */
function asWritten(fill: string, table: Table, column: Column): string {
  const value = `(${fill}\n)`;
  if (/^\s*([-+]?[\d.]+|'[^']*')\s*$/.test(fill) && /^\s*'/.test(fill) === (affinity(column.type) === "TEXT"))
    return value;
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

/** What a column that stores numbers makes of a value: a text that reads as one becomes one. */
export function asNumber(value: string): string {
  return `CASE WHEN typeof(${value}) = 'text' AND ${value} = CAST(${value} AS NUMERIC) THEN CAST(${value} AS NUMERIC) ELSE ${value} END`;
}

/** A new column's default; CURRENT_TIMESTAMP and other expressions are evaluated when the rows are written. */
function newValue(column: Column): string {
  if (column.default === null) return "NULL";
  // It speaks of no column, so also not of one that is called so.
  const truth = (text: string) => (fold(text) === "true" ? "1" : "0");
  return tokenize(column.default.text)
    .map(({ kind, text }) => (kind === "word" && isTruth(text) ? truth(text) : text))
    .join("");
}

function cast(value: string, table: Table, column: Column): string {
  const to = affinity(column.type);
  return to === "BLOB" || storage(table, column) === "strict ANY" ? value : `CAST(${value} AS ${to})`;
}

/** Whether values have to be stored in another way: another affinity, or a STRICT type. */
export function converts(fromTable: Table, from: Column, toTable: Table, to: Column): boolean {
  return storage(fromTable, from) !== storage(toTable, to);
}
