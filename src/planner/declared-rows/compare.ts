import { onlyKind, storage } from "../../model/affinity.ts";
import type { DeclaredRows } from "../../model/declared-rows.ts";
import { lotsOf } from "../../model/lots.ts";
import { named } from "../../model/names.ts";
import type { Column, Schema, Table } from "../../model/schema.ts";
import { type ComparedTerm, keyTerms } from "../../model/unique-keys.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { mentions } from "../../sql/mentions.ts";
import { askStored } from "../../sql/value.ts";

/** Declared rows together with the table that holds them. */
export interface RowsGround {
  readonly rows: DeclaredRows;
  readonly table: Table;
  readonly terms: readonly ComparedTerm[];
  /** What is read: the table, or a subquery of the same name that shows its rows as they will be. */
  readonly from: string;
}

export function groundOf(rows: DeclaredRows, schema: Schema, table: Table, from = quoteName(table.name)): RowsGround {
  return { rows, table, terms: keyTerms(table, schema, rows.key), from };
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
  /** The rows, by their places in the list. */
  readonly members: readonly number[];
}

export function askLots(ground: RowsGround): readonly AskedLot[] {
  const { rows } = ground;
  // A row that is inserted once and never looked at again is compared by its key alone.
  const compared = rows.mode === "once" ? keyPlaces(rows) : null;
  const own = nameFor(ground);
  return lotsOf(rows, rows.rows.keys()).map(({ columns, members }) => {
    const used = compared ?? columns;
    // SQLite calls the columns of VALUES by their number. A WITH that named them would be compiled twice.
    const given = (column: number) => `${quoteName(own)}."column${used.indexOf(column) + 1}"`;
    const values = (member: number) => used.map((column) => rows.rows[member]?.values[column] ?? "NULL").join(", ");
    const among = (list: readonly string[]) =>
      `FROM (VALUES\n${list.map((each) => `  (${each})`).join(",\n")}\n) AS ${quoteName(own)}`;
    const rest = `LEFT JOIN ${ground.from} ON ${sameKey(ground, given)}\nWHERE ${otherwise(ground, given, used)}`;
    const number = `${quoteName(own)}."column${used.length + 1}"`;
    const shown = used.map((column) => askStored(live(ground, column)));
    return {
      count: `SELECT count(*) ${among(members.map(values))} ${rest}`,
      get detail() {
        const numbered = members.map((member) => `${values(member)}, ${member}`);
        return `SELECT ${[number, absent(ground), ...shown].join(", ")} ${among(numbered)} ${rest}`;
      },
      columns: used,
      members,
    };
  });
}

export function keyPlaces({ key, columns }: DeclaredRows): readonly number[] {
  return key.map((name) => columns.indexOf(name));
}

/** A name for the declared values that nothing else in the statement uses. */
export function nameFor({ from, table }: RowsGround): string {
  const spoken = mentions(`${from} ${quoteName(table.name)}`);
  let name = "declared";
  while (spoken.has(name)) name += " rows";
  return name;
}

function live({ rows, table }: RowsGround, column: number): string {
  return qualified(table.name, rows.columns[column] ?? "");
}

/** Every declared row gives its key a value, so a NULL in the key means that there is no row. */
function absent({ table, terms }: RowsGround): string {
  return `${qualified(table.name, terms[0]?.column ?? "")} IS NULL`;
}

/** How a statement calls a declared value. */
type Given = (column: number) => string;

export function sameKey({ rows, table, terms }: RowsGround, given: Given): string {
  const places = keyPlaces(rows);
  return terms.map((term, n) => `${keyValue(table, term)} = ${given(places[n] ?? -1)}`).join(" AND ");
}

/** A column compared the way its key compares it. */
function keyValue(table: Table, { column, collate }: ComparedTerm): string {
  const usual = named(table.columns, column)?.collate ?? null;
  const value = qualified(table.name, column);
  return collate === usual ? value : `${value} COLLATE ${quoteName(collate ?? "BINARY")}`;
}

function otherwise(ground: RowsGround, given: Given, columns: readonly number[]): string {
  const missing = absent(ground);
  if (ground.rows.mode === "once") return missing;
  return `${missing}\n  OR ${differs(ground, given, columns)}`;
}

/**
 * Compared by type and by byte: `1` is not `1.0`, and texts that differ in case differ, whatever the column's
 * collation.
 */
export function differs(ground: RowsGround, given: Given, columns: readonly number[]): string {
  const conditions = columns.map((column) => {
    const [is, wanted] = [live(ground, column), given(column)];
    const type = tellsNumbersApart(ground, column) ? "" : `typeof(${is}) <> typeof(${wanted}) OR `;
    return `${type}${is} IS NOT ${wanted}${isBinary(ground, column) ? "" : ' COLLATE "BINARY"'}`;
  });
  return conditions.join("\n  OR ");
}

/** Whether the rows are read as the table holds them: those of a subquery may have lost what the column says. */
function isStored({ from, table }: RowsGround): boolean {
  return from === quoteName(table.name);
}

/** Whether a value that compares as equal is of the same type: where a column holds integers or reals, and never both. */
function tellsNumbersApart(ground: RowsGround, column: number): boolean {
  const found = columnAt(ground, column);
  if (found === undefined || !isStored(ground)) return false;
  return onlyKind(ground.table, found) !== null || ["TEXT", "REAL"].includes(storage(ground.table, found));
}

function isBinary(ground: RowsGround, column: number): boolean {
  const found = columnAt(ground, column);
  return found !== undefined && isStored(ground) && (found.collate ?? null) === null;
}

function columnAt({ rows, table }: RowsGround, column: number): Column | undefined {
  return named(table.columns, rows.columns[column] ?? "");
}

/** Which rows have a key that is not declared; null if other rows are allowed. */
export function askExtra(
  ground: RowsGround,
): { readonly count: string; readonly detail: string; readonly condition: string } | null {
  const { rows, table, terms, from } = ground;
  if (rows.mode !== "exactly") return null;
  const places = keyPlaces(rows);
  const keys = rows.rows.map(({ values }) => places.map((place) => values[place] ?? "NULL"));
  const condition = () =>
    keys.length === 0
      ? "1"
      : notAmong(
          terms.map((term) => keyValue(table, term)),
          keys,
        );
  return {
    // Keys are unique, so that beside all the declared rows there is none where there are as many as declared.
    count: `SELECT count(*) FROM ${from}`,
    get detail() {
      const shown = rows.columns.map((_, column) => askStored(live(ground, column)));
      return `SELECT ${shown.join(", ")} FROM ${from} WHERE ${condition()}`;
    },
    get condition() {
      return condition();
    },
  };
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
