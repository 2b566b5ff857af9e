import type { ChangedRow, Literal, RowsDifference } from "../../model/declared-rows.ts";
import { named, sameName } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import { uniqueKeys } from "../../model/unique-keys.ts";
import type { RowsGround } from "./compare.ts";

/** A changed row that holds a temporary value for a moment, because another row is to get the value that it has now. */
export interface Parked {
  readonly row: number;
  /**
   * What it holds before, and what it holds meanwhile: the temporary value, in the key columns that other rows need.
   */
  readonly live: ChangedRow["live"];
  readonly meanwhile: ChangedRow["live"];
  /** The positions of these columns. */
  readonly columns: readonly number[];
}

/**
 * SQLite checks a UNIQUE value row by row as it writes. If two rows exchange values, each of them finds the value still
 * taken. So rows whose value is needed elsewhere give it up first: for NULL where the column allows it, else for a
 * value that no declared row has. Whether the table accepts that value (a CHECK, a trigger) is for the engine to say
 * when the plan is tried.
 */
export function parkedRows(ground: RowsGround, schema: Schema, difference: RowsDifference): readonly Parked[] {
  const { changed } = difference;
  const { rows, table } = ground;
  const free = freeValues(difference);
  const parked = new Map<number, Map<number, Literal>>();
  for (const key of uniqueKeys(table, schema)) {
    const places = key.map(({ column }) => rows.columns.findIndex((each) => sameName(each, column)));
    if (places.includes(-1)) continue;
    const wanted = new Map<string, number[]>();
    for (const each of changed) {
      const to = identity(places.map((place) => valueAfter(difference, each, place)));
      if (to !== null) wanted.set(to, [...(wanted.get(to) ?? []), each.row]);
    }
    for (const each of changed) {
      const from = identity(places.map((place) => each.live[place] ?? null));
      const others = from === null ? [] : (wanted.get(from) ?? []).filter((row) => row !== each.row);
      const moving = places.filter((place) => isChanged(difference, each, place));
      if (others.length === 0 || moving.length === 0) continue;
      const takesNull = moving.find((place) => isNullable(ground, place));
      const place = takesNull ?? moving.find((one) => !isReference(ground, one)) ?? moving[0] ?? 0;
      const values = parked.get(each.row) ?? new Map<number, Literal>();
      if (!values.has(place))
        values.set(place, takesNull === undefined ? free(place, each.live[place] ?? "NULL") : "NULL");
      parked.set(each.row, values);
    }
  }
  return changed.flatMap(({ row, live }) => {
    const values = parked.get(row);
    if (values === undefined) return [];
    const meanwhile = live.map((value, place) => values.get(place) ?? value);
    return [{ row, live, meanwhile, columns: [...values.keys()].sort((a, b) => a - b) }];
  });
}

function valueAfter({ rows }: RowsDifference, { row, live }: ChangedRow, place: number): Literal | null {
  return rows.rows[row]?.values[place] ?? live[place] ?? null;
}

function isChanged(difference: RowsDifference, changed: ChangedRow, place: number): boolean {
  return valueAfter(difference, changed, place) !== changed.live[place];
}

/** A value as a key may compare it, ignoring case and the type of numbers; null if a NULL makes it unique. */
function identity(values: readonly (Literal | null)[]): string | null {
  if (values.some((value) => value === null || value === "NULL")) return null;
  return values
    .map((value) => (isNumber(value ?? "") ? String(Number(value)) : (value ?? "").toLowerCase().replace(/ +'$/, "'")))
    .join("\0");
}

function isNumber(value: Literal): boolean {
  return /^-?[\d.]/.test(value);
}

function isNullable({ rows, table }: RowsGround, place: number): boolean {
  const name = rows.columns[place] ?? "";
  const inKey = table.primaryKey?.terms.some(({ column }) => sameName(column, name)) ?? false;
  return !inKey && (named(table.columns, name)?.notNull ?? null) === null;
}

/** Where foreign keys stay on, a reference should not point to a missing row, even for a moment. */
function isReference({ rows, table }: RowsGround, place: number): boolean {
  const name = rows.columns[place] ?? "";
  return table.foreignKeys.some(({ columns }) => columns.some((column) => sameName(column, name)));
}

/** Values that none of the known rows has: numbers above the highest, texts with something appended. */
function freeValues({ rows, changed, extra }: RowsDifference): (place: number, held: Literal) => Literal {
  const next = new Map<number, bigint>();
  return (place, held) => {
    if (held.startsWith("x'")) return held.replace(/'$/, "00'");
    if (!isNumber(held)) return held.endsWith("'") ? held.replace(/'$/, " (moving)'") : `(${held} || ' (moving)')`;
    const all = [...rows.rows.map(({ values }) => values), ...changed.map(({ live }) => live), ...extra];
    const numbers = all.flatMap((values) => (isNumber(values[place] ?? "") ? [Number(values[place])] : []));
    const value = next.get(place) ?? BigInt(Math.ceil(highest(numbers))) + 1n;
    next.set(place, value + 1n);
    return /[.e]/.test(held) ? `${value}.0` : String(value);
  };
}

function highest(numbers: readonly number[]): number {
  return numbers.reduce((most, each) => Math.max(most, each), 0);
}
