import type { DeclaredRows } from "../../model/declared-rows.ts";
import { named } from "../../model/names.ts";
import type { Schema, Table } from "../../model/schema.ts";
import { type ComparedTerm, keyTerms } from "../../model/unique-keys.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { mentions } from "../../sql/mentions.ts";
import { askStored, valuesAs } from "../../sql/value.ts";

/** Declared rows together with the table that holds them. */
export interface Ground {
  readonly rows: DeclaredRows;
  readonly table: Table;
  readonly terms: readonly ComparedTerm[];
  /** What is read: the table, or a subquery of the same name that shows its rows as they will be. */
  readonly from: string;
}

export function groundOf(rows: DeclaredRows, schema: Schema, table: Table, from = quoteName(table.name)): Ground {
  return { rows, table, terms: keyTerms(table, schema, rows.key), from };
}

/** Rows that name the same columns, few enough for one statement. */
interface Lot {
  readonly columns: readonly number[];
  readonly members: readonly number[];
}

const mostRows = 2000;

export function lotsOf({ columns, rows }: DeclaredRows, members: Iterable<number>, size = mostRows): readonly Lot[] {
  const open = new Map<string, { columns: readonly number[]; members: number[] }>();
  const lots: Lot[] = [];
  for (const member of members) {
    const values = rows[member]?.values ?? [];
    const shape = values.map((value) => (value === null ? "0" : "1")).join("");
    let lot = open.get(shape);
    if (lot === undefined || lot.members.length === size) {
      lot = { columns: columns.flatMap((_, n) => (values[n] === null ? [] : [n])), members: [] };
      open.set(shape, lot);
      lots.push(lot);
    }
    lot.members.push(member);
  }
  return lots;
}

/** The declared rows of a lot that are missing or differ: how many, and what is there instead. */
export interface AskedLot {
  readonly count: string;
  /**
   * The position of the row in the list, whether it is missing, then each column as two values, as `askStored` gives
   * them.
   */
  readonly detail: string;
  readonly columns: readonly number[];
}

export function askLots(ground: Ground): readonly AskedLot[] {
  const { rows } = ground;
  // A row that is inserted once and never looked at again is compared by its key alone.
  const compared = rows.mode === "once" ? keyPlaces(rows) : null;
  return lotsOf(rows, rows.rows.keys()).map(({ columns, members }) => {
    const used = compared ?? columns;
    const own = nameFor(ground);
    const value = (member: number, column: number) => rows.rows[member]?.values[column] ?? "NULL";
    const names = used.map((column) => `c${column}`);
    const plain = valuesAs(
      own,
      names,
      members.map((member) => used.map((column) => value(member, column))),
    );
    const numbered = valuesAs(
      own,
      ["n", ...names],
      members.map((member) => [String(member), ...used.map((column) => value(member, column))]),
    );
    const rest = `FROM ${quoteName(own)} LEFT JOIN ${ground.from} ON ${sameKey(ground, own)} WHERE ${otherwise(ground, own, used)}`;
    const shown = used.map((column) => askStored(live(ground, column)));
    return {
      count: `${plain} SELECT count(*) ${rest}`,
      detail: `${numbered} SELECT ${[`${quoteName(own)}."n"`, absent(ground), ...shown].join(", ")} ${rest}`,
      columns: used,
    };
  });
}

export function keyPlaces({ key, columns }: DeclaredRows): readonly number[] {
  return key.map((name) => columns.indexOf(name));
}

/** A name for the declared values that nothing else in the statement uses. */
export function nameFor({ from, table }: Ground): string {
  const spoken = mentions(`${from} ${quoteName(table.name)}`);
  let name = "declared";
  while (spoken.has(name)) name += " rows";
  return name;
}

function live({ rows, table }: Ground, column: number): string {
  return qualified(table.name, rows.columns[column] ?? "");
}

/** Every declared row gives its key a value, so a NULL in the key means that there is no row. */
function absent({ table, terms }: Ground): string {
  return `${qualified(table.name, terms[0]?.column ?? "")} IS NULL`;
}

export function sameKey({ rows, table, terms }: Ground, own: string): string {
  return terms
    .map((term, n) => `${keyValue(table, term)} = ${quoteName(own)}.${quoteName(`c${keyPlaces(rows)[n]}`)}`)
    .join(" AND ");
}

/** A column compared the way its key compares it. */
function keyValue(table: Table, { column, collate }: ComparedTerm): string {
  const usual = named(table.columns, column)?.collate ?? null;
  const value = qualified(table.name, column);
  return collate === usual ? value : `${value} COLLATE ${quoteName(collate ?? "BINARY")}`;
}

/**
 * Compared by type and by byte: `1` is not `1.0`, and texts that differ in case differ, whatever the column's
 * collation.
 */
function otherwise(ground: Ground, own: string, columns: readonly number[]): string {
  const missing = absent(ground);
  if (ground.rows.mode === "once") return missing;
  return `${missing}\n  OR ${differs(ground, own, columns)}`;
}

export function differs(ground: Ground, own: string, columns: readonly number[]): string {
  const conditions = columns.map((column) => {
    const [is, wanted] = [live(ground, column), `${quoteName(own)}.${quoteName(`c${column}`)}`];
    return `typeof(${is}) <> typeof(${wanted}) OR ${is} IS NOT ${wanted} COLLATE "BINARY"`;
  });
  return conditions.join("\n  OR ");
}

/** Which rows have a key that is not declared; null if other rows are allowed. */
export function askExtra(
  ground: Ground,
): { readonly count: string; readonly detail: string; readonly condition: string } | null {
  const { rows, table, terms, from } = ground;
  if (rows.mode !== "exactly") return null;
  const places = keyPlaces(rows);
  const keys = rows.rows.map(({ values }) => places.map((place) => values[place] ?? "NULL"));
  const condition =
    keys.length === 0
      ? "1"
      : notAmong(
          terms.map((term) => keyValue(table, term)),
          keys,
        );
  const shown = rows.columns.map((_, column) => askStored(live(ground, column)));
  const rest = `FROM ${from} WHERE ${condition}`;
  return { count: `SELECT count(*) ${rest}`, detail: `SELECT ${shown.join(", ")} ${rest}`, condition };
}

function notAmong(values: readonly string[], keys: readonly (readonly string[])[]): string {
  const empty = values.map((value) => `${value} IS NULL`).join(" OR ");
  return `NOT ${among(values, keys)} OR ${empty}`;
}

/** Whether a key is one of these, none of which contains a NULL. */
export function among(values: readonly string[], keys: readonly (readonly string[])[]): string {
  const [value = ""] = values;
  if (values.length === 1) return `${value} IN (${keys.map(([key]) => key).join(", ")})`;
  return `(${values.join(", ")}) IN (VALUES ${keys.map((key) => `(${key.join(", ")})`).join(", ")})`;
}
