import { fold } from "../../model/names.ts";
import type { Table } from "../../model/schema.ts";
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
  const { from, to } = pair;
  const on = subject(to.name);
  const [old, fresh] = [quoteName(to.name), quoteName(aside)];
  const pairs = pair.columns.flatMap((column): (readonly [string, string])[] => {
    if (column.to.generated !== null) return [];
    const value = copiedValue(pair, column);
    return value === null ? [] : [[quoteName(column.name), value]];
  });
  const hidden = hiddenRowid(from, to);
  const first = to.columns.find((column) => column.generated === null);
  // Even if none of its columns is copied, the row itself is.
  if (hidden === null && pairs.length === 0 && first !== undefined)
    pairs.push([quoteName(first.name), first.default === null ? "NULL" : `(${closed(first.default.text)})`]);
  const late = pairs.length >= pair.mostColumns ? hidden : null;
  if (hidden !== null && late === null) pairs.unshift([hidden.to, hidden.from]);
  const [columns, values] = [0, 1].map((n) => pairs.map((pair) => pair[n]).join(", "));
  const order = from.withoutRowid || rowidName(from) === null ? "" : ` ORDER BY ${old}.${rowidName(from)}`;
  const insert = `INSERT OR ABORT INTO ${fresh} (${columns})\nSELECT ${values}\nFROM ${old}${order}`;
  return [step("rebuild-copy", on, insert), ...(late === null ? [] : numberSteps(on, old, fresh, late))];
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
function keyFromRowid({ from, to }: TablePair, column: ColumnPair): string | null {
  const [before, after] = [rowidKey(from), rowidKey(to)];
  const name = rowidName(from);
  const isKey = after !== null && fold(after) === fold(column.name);
  return isKey && name !== null && before === null ? `${quoteName(to.name)}.${name}` : null;
}

/** Rows without an INTEGER PRIMARY KEY keep their rowids too: a full-text index or an application may rely on them. */
function hiddenRowid(from: Table, to: Table): { from: string; to: string } | null {
  if (rowidKey(to) !== null || from.withoutRowid || to.withoutRowid) return null;
  const [source, target] = [rowidName(from), rowidName(to)];
  return source === null || target === null ? null : { from: `${quoteName(to.name)}.${source}`, to: target };
}
