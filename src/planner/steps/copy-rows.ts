import { fold } from "../../model/names.ts";
import { subject } from "../../words/subject.ts";
import type { Step } from "../../plan/plan.ts";
import { closed } from "../../sql/fragment.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { rowidKey, rowidName } from "../../model/rowids.ts";
import type { ColumnPair, TablePair } from "../pair/table-pair.ts";
import { step } from "./item.ts";

/**
 * ABORT overrides every ON CONFLICT clause, so a copy that IGNORE or REPLACE would thin out fails instead. Every name
 * is qualified, because SQLite may read an unknown name in quotes as a string.
 */
export function copySteps(pair: TablePair, aside: string): Step[] {
  const { to } = pair;
  const on = subject(to.name);
  const [old, fresh] = [quoteName(to.name), quoteName(aside)];
  const pairs = pair.columns.flatMap((column): (readonly [string, string])[] => {
    if (column.to.generated !== null) return [];
    const value = copiedValue(pair, column);
    return value === null ? [] : [[quoteName(column.name), value]];
  });
  const hidden = hiddenRowid(pair);
  const first = to.columns.find((column) => column.generated === null);
  // Even if none of its columns is copied, the row itself is.
  if (hidden === null && pairs.length === 0 && first !== undefined)
    pairs.push([quoteName(first.name), first.default === null ? "NULL" : `(${closed(first.default.text)})`]);
  const late = pairs.length >= pair.mostColumns ? hidden : null;
  if (hidden !== null && late === null) pairs.unshift([hidden.to, hidden.from]);
  const [columns, values] = [0, 1].map((n) => pairs.map((pair) => pair[n]).join(", "));
  const rowid = oldRowid(pair);
  const order = rowid === null ? "" : ` ORDER BY ${old}.${rowid}`;
  const rows = oldRows(pair, to.name);
  const insert = `INSERT OR ABORT INTO ${fresh} (${columns})\nSELECT ${values}\nFROM ${rows}${order}`;
  return [step("rebuild-copy", on, insert), ...(late === null ? [] : numberSteps(on, rows, fresh, late))];
}

/** The rows of the old table under a name. Columns that no ALTER renames take their new names here. */
export function oldRows({ name, live, from, renamedByRebuild }: TablePair, as: string): string {
  const table = quoteName(name);
  const alias = quoteName(as);
  if (renamedByRebuild.length === 0) return as === name ? table : `${table} AS ${alias}`;
  const was = new Map(renamedByRebuild.map(({ from: before, to }) => [fold(to), before]));
  const columns = from.columns.map(({ name: column }) => {
    const before = quoteName(was.get(fold(column)) ?? column);
    return before === quoteName(column) ? before : `${before} AS ${quoteName(column)}`;
  });
  const [before, after] = [rowidName(live), rowidName(from)];
  if (before !== null && after !== null) columns.unshift(`${before} AS ${after}`);
  return `(SELECT ${columns.join(", ")} FROM ${table}) AS ${alias}`;
}

/** The name of the rowid in these rows; null if none of its names is free, before the renames or after. */
export function oldRowid({ live, from, renamedByRebuild }: TablePair): string | null {
  return renamedByRebuild.length > 0 && rowidName(live) === null ? null : rowidName(from);
}

/**
 * If the SELECT has no room for the rowid, the copy numbers the rows from 1 in the order of their rowids. Afterwards
 * each row gets its own number back, by way of a negative one, which is free.
 */
function numberSteps(on: string, old: string, fresh: string, { from, to }: { from: string; to: string }): Step[] {
  const numbers = `(SELECT ${from} AS "was", row_number() OVER (ORDER BY ${from}) AS "n" FROM ${old}) AS "rows"`;
  return [
    step(
      "rebuild-copy",
      on,
      `UPDATE OR ABORT ${fresh} SET ${to} = -${fresh}.${to}`,
      "a SELECT of so many columns has no room for the rowid",
    ),
    step(
      "rebuild-copy",
      on,
      `UPDATE OR ABORT ${fresh} SET ${to} = "rows"."was"\nFROM ${numbers}\nWHERE "rows"."n" = -${fresh}.${to}`,
      "each row keeps its rowid",
    ),
  ];
}

/** What a row gets in a column; null for the column's own default. */
function copiedValue(pair: TablePair, column: ColumnPair): string | null {
  const own = qualified(pair.name, column.name);
  const fill = column.fill === null ? null : `(${closed(column.fill.sql)})`;
  if (column.fill?.rows === "all") return fill;
  if (column.from === null) return keyFromRowid(pair, column);
  return fill === null ? own : `coalesce(${own}, ${fill})`;
}

/** A new INTEGER PRIMARY KEY is the rowid, so the rows keep their numbers. */
function keyFromRowid(pair: TablePair, column: ColumnPair): string | null {
  const { from, to } = pair;
  const [before, after] = [rowidKey(from), rowidKey(to)];
  const name = oldRowid(pair);
  const isKey = after !== null && fold(after) === fold(column.name);
  return isKey && name !== null && before === null ? `${quoteName(to.name)}.${name}` : null;
}

/** Rows without an INTEGER PRIMARY KEY keep their rowids too: a full-text index or an application may rely on them. */
function hiddenRowid(pair: TablePair): { from: string; to: string } | null {
  const { from, to } = pair;
  if (rowidKey(to) !== null || from.withoutRowid || to.withoutRowid) return null;
  const [source, target] = [oldRowid(pair), rowidName(to)];
  return source === null || target === null ? null : { from: `${quoteName(to.name)}.${source}`, to: target };
}
