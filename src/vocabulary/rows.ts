import { type Declared, dataOf, declared, type RowsData, type RowsFileData } from "./declaration.ts";
import { describe } from "./describe.ts";
import { Misuse } from "./misuse.ts";
import type { AnyTable, Insert } from "./row.ts";
import type { Sql } from "./sql.ts";

/** Rows that belong to the schema. */
export interface Rows extends Declared<RowsData> {}

/** A file of rows. */
export interface RowsFile extends Declared<RowsFileData> {}

/** A declared row: what an insert takes, with pieces of SQL allowed as values. */
export type RowOf<T extends AnyTable> = { readonly [K in keyof Insert<T>]: Insert<T>[K] | Sql };

export interface RowsOptions<T extends AnyTable> {
  /**
   * `"exactly"`: these rows and no others; the default. `"at least"`: these rows exist with these values, and others
   * belong to the users. `"once"`: a row is inserted if its key is missing, and never changed again.
   */
  readonly mode?: "exactly" | "at least" | "once";
  /** What identifies a row: columns that are unique together; the primary key by default. */
  readonly key?: (keyof Insert<T> & string) | readonly (keyof Insert<T> & string)[];
}

/**
 * Rows that belong to the schema as its columns do: lists that the application relies on. Only the columns that a row
 * names are compared and written.
 *
 * @example
 * rows(genre, [{ id: "irl", name: "Irish" }, { id: "sco", name: "Scottish" }]);
 * rows(role, [{ id: 1, name: "admin" }], { mode: "at least" });
 * rows(country, rowsFrom("countries.csv"), { key: "code" });
 */
export function rows<T extends AnyTable>(
  table: T,
  list: readonly RowOf<T>[] | RowsFile,
  options: RowsOptions<T> = {},
): Rows {
  const data = dataOf(table);
  if (data?.declare !== "table") {
    const given = data?.declare === "view" || data?.declare === "virtual-table" ? data.declare : null;
    throw new Misuse(
      `rows() takes a table, not ${given === null ? describe(table) : `a ${given.replace("-", " ")}`}`,
      given === "view" ? "declare the rows of the table that the view reads" : "write the const that holds the table",
      null,
      0,
    );
  }
  const { mode = "exactly", key = [] } = options;
  return Object.freeze({
    [declared]: Object.freeze({
      declare: "rows" as const,
      table,
      list: isRowsFile(list) ? list : Object.freeze([...(list as readonly object[])]),
      mode,
      key: Object.freeze(typeof key === "string" ? [key] : [...key]),
    }),
  });
}

function isRowsFile(value: unknown): value is RowsFile {
  return dataOf(value)?.declare === "rows-file";
}

/**
 * Rows from a file next to this one, for long lists. A `.csv` file begins with the names of the columns; a `.json` file
 * holds a list of objects.
 *
 * @example
 * rows(country, rowsFrom("countries.csv"));
 */
export function rowsFrom(file: string): RowsFile {
  return Object.freeze({ [declared]: Object.freeze({ declare: "rows-file" as const, file }) });
}
