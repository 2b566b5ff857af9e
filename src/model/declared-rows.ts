import { createHash } from "node:crypto";
import type { Span } from "../problem/problem.ts";
import { compareText, fold } from "./names.ts";

/**
 * `exactly`: these rows and no others. `at least`: these exist with these values, others belong to the users. `once`:
 * inserted if the key is missing, and never changed again.
 */
export type RowsMode = "exactly" | "at least" | "once";

/** The rows of one table that belong to the schema. Names are those of the schema. */
export interface DeclaredRows {
  readonly table: string;
  readonly mode: RowsMode;
  /** The columns that identify a row, each of which every row names. */
  readonly key: readonly string[];
  /** Every column that some row names, in the order of the table. */
  readonly columns: readonly string[];
  readonly rows: readonly DeclaredRow[];
  /** Where they are listed: one table may have several lists. */
  readonly lists: readonly Span[];
}

export interface DeclaredRow {
  /** In the order of the columns, each as the column stores it; null if the row does not name the column. */
  readonly values: readonly (Literal | null)[];
  readonly at: Span;
}

/** A value as SQL on one line, with one way to write each value, so that two values are equal if their texts are. */
export type Literal = string;

/** How the rows of a database differ from the declared ones. */
export interface RowsDifference {
  readonly rows: DeclaredRows;
  /** Those whose key is missing, by their index in the list. */
  readonly missing: readonly number[];
  readonly changed: readonly ChangedRow[];
  /**
   * Rows whose key is not declared, if the declared rows are to be the only ones: their values in the declared columns.
   */
  readonly extra: readonly (readonly (Literal | null)[])[];
}

export interface ChangedRow {
  /** The index in the list. */
  readonly row: number;
  /** What the live row holds in the columns that the declared one names; null in the others. */
  readonly live: readonly (Literal | null)[];
}

export function isSame({ missing, changed, extra }: RowsDifference): boolean {
  return missing.length + changed.length + extra.length === 0;
}

/** The digest of the rows as declared; null if none are. */
export function rowsDigest(declared: readonly DeclaredRows[]): string | null {
  return digestWith(declared, []);
}

/**
 * The digest of the rows of a database, as far as they are declared: that of the declarations if nothing differs. It is
 * made of rows alone, so changing a mode does not change the digest.
 */
export function digestWith(declared: readonly DeclaredRows[], differences: readonly RowsDifference[]): string | null {
  if (declared.length === 0) return null;
  const hash = createHash("sha256");
  for (const rows of [...declared].sort((a, b) => compareText(fold(a.table), fold(b.table)))) {
    const difference = differences.find((each) => fold(each.rows.table) === fold(rows.table));
    hash.update(difference === undefined ? asDeclared(rows) : textOf(rows, linesWith(rows, difference)));
  }
  return `rows1:${hash.digest("hex")}`;
}

const texts = new WeakMap<DeclaredRows, string>();

/** Of a long list, the same text is asked for several times in a plan. */
function asDeclared(rows: DeclaredRows): string {
  const known = texts.get(rows);
  if (known !== undefined) return known;
  const text = textOf(
    rows,
    rows.rows.map(({ values }) => line(values)),
  );
  texts.set(rows, text);
  return text;
}

function linesWith(rows: DeclaredRows, { missing, changed, extra }: RowsDifference): string[] {
  const absent = new Set(missing);
  const live = new Map(changed.map((each) => [each.row, each.live]));
  const there = rows.rows.flatMap(({ values }, n) => (absent.has(n) ? [] : [line(live.get(n) ?? values)]));
  return [...there, ...extra.map(line)];
}

function textOf({ table, columns }: DeclaredRows, lines: string[]): string {
  const head = JSON.stringify([fold(table), columns.map(fold)]);
  return [head, ...lines.sort(), ""].join("\n");
}

function line(values: readonly (Literal | null)[]): string {
  return JSON.stringify(values);
}
