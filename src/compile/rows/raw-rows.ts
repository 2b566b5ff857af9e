import type { RowsMode } from "../../model/declared-rows.ts";
import type { Span } from "../../problem/problem.ts";
import type { Declared, SqlData } from "../../vocabulary/declaration.ts";

/** What was written as a value: a value of TypeScript or JSON, a piece of SQL, or a field of a CSV file. */
export type Cell = null | string | number | bigint | boolean | Uint8Array | Declared<SqlData> | Field;

/** A field of a CSV file: it has no type of its own. */
export class Field {
  readonly text: string;
  readonly quoted: boolean;
  constructor(text: string, quoted: boolean) {
    this.text = text;
    this.quoted = quoted;
  }
}

/** A row as it was written, before it is checked. */
export interface RawRow {
  readonly at: Span;
  readonly names: readonly string[];
  readonly cells: readonly unknown[];
  /** The position of each name and value; null if only the row has a position. */
  readonly places: readonly { readonly key: Span; readonly value: Span }[] | null;
}

/** One call of `rows`. */
export interface RawRows {
  /** The declared table. */
  readonly table: object;
  readonly mode: RowsMode;
  readonly key: readonly string[];
  readonly at: Span;
  /** The positions of the table, the list and the options. */
  readonly args: readonly Span[];
  readonly rows: readonly RawRow[];
  /** The line of a file that names the columns of all rows; null if each row names its own. */
  readonly head: RawRow | null;
  /** The list as written, or the whole file that it comes from. */
  readonly list: Span;
}
