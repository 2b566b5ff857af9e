import { affinity } from "../model/affinity.ts";
import type { Column, Table } from "../model/schema.ts";
import { qualified, quoteName } from "../sql/quote.ts";
import { fillOf } from "./fill.ts";
import { type Situation, findColumn, findTable, liveColumn, liveTable } from "./situation.ts";

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
  const today = from.columns.map(
    (column) => `${qualified(live.name, liveColumn(situation, table.name, column.name))} AS ${quoteName(column.name)}`,
  );
  const inner = `SELECT ${[...rowid(live, from), ...today].join(", ")} FROM ${quoteName(live.name)}`;
  const plain = table.columns.filter((column) => column.generated === null);
  const generated = table.columns.filter((column) => column.generated !== null);
  const kept = plain.map((column) => `${futureValue(situation, table, from, column)} AS ${quoteName(column.name)}`);
  const outer = `SELECT ${[...rowid(live, from).map(() => `${own}."rowid" AS "rowid"`), ...kept].join(", ")} FROM (${inner}) AS ${own}`;
  if (generated.length === 0) return `(${outer}) AS ${own}`;
  const computed = generated.map((column) => `(${column.generated?.expr.text}\n) AS ${quoteName(column.name)}`);
  return `(SELECT *, ${computed.join(", ")} FROM (${outer}) AS ${own}) AS ${own}`;
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

function rowid(live: Table, from: Table): string[] {
  const hidden = !live.withoutRowid && !from.columns.some((column) => column.name.toLowerCase() === "rowid");
  return hidden ? [`${quoteName(live.name)}."rowid" AS "rowid"`] : [];
}

/** What a column will hold in a row that is there today. */
export function futureValue(situation: Situation, table: Table, from: Table, column: Column): string {
  const own = qualified(table.name, column.name);
  const before = findColumn(from, column.name);
  const fill = fillOf(situation, from, table, column);
  if (fill?.rows === "all") return `(${fill.sql}\n)`;
  if (before === undefined) return newValue(column);
  const kept = fill === null ? own : `coalesce(${own}, (${fill.sql}\n))`;
  return converts(from, before, table, column) ? cast(kept, table, column) : kept;
}

/** A new column's default; CURRENT_TIMESTAMP and other expressions are evaluated when the rows are written. */
function newValue(column: Column): string {
  return column.default === null ? "NULL" : column.default.text;
}

function cast(value: string, table: Table, column: Column): string {
  const to = affinity(column.type);
  return to === "BLOB" || storage(table, column) === "strict ANY" ? value : `CAST(${value} AS ${to})`;
}

/** Whether values have to be stored in another way: another affinity, or a STRICT type. */
export function converts(fromTable: Table, from: Column, toTable: Table, to: Column): boolean {
  return storage(fromTable, from) !== storage(toTable, to);
}

/** What a column lets a value be. In a STRICT table ANY stores everything as it is: https://www.sqlite.org/stricttables.html */
export function storage(table: Table, column: Column): string {
  if (table.strict) return `strict ${column.type.toUpperCase() === "INT" ? "INTEGER" : column.type.toUpperCase()}`;
  return affinity(column.type);
}
