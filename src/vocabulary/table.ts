import type { AnyColumn, Column, Columns } from "./column.ts";
import type { Constraint, KeyColumn } from "./constraint.ts";
import { type Declared, declared, type shape, type TableData } from "./declaration.ts";
import { type ColumnRef, columnRef } from "./reference.ts";
import { columnEntries, inOrder, needConstraint } from "./table-parts.ts";
import type { AnyTable, ValueOf } from "./row.ts";

/** The columns of a table, for use in keys, indexes, references and SQL. */
export type Refs<C> = {
  readonly [Name in keyof C]: ColumnRef<ValueOf<C[Name]>, Name & string>;
};

/** A table: its columns are its properties. `Row<typeof tune>` is what a row holds, `Insert<typeof tune>` what one needs. */
export type Table<C extends Columns, WithoutRowid extends boolean = boolean, Name = unknown> = Refs<C> &
  Declared<TableData> & {
    readonly [shape]?: { readonly columns: C; readonly withoutRowid: WithoutRowid; readonly name: Name };
  };

export interface TableOptions<
  C,
  WithoutRowid extends boolean,
  Made extends readonly Constraint[] = readonly Constraint[],
> {
  /** Each value must be of its column's type: https://www.sqlite.org/stricttables.html */
  readonly strict?: boolean;
  /** Rows are kept by primary key: https://www.sqlite.org/withoutrowid.html */
  readonly withoutRowid?: WithoutRowid;
  /** libSQL gives random rowids instead of ascending ones. */
  readonly randomRowid?: boolean;
  /**
   * Former names of the table, the latest first: the plan renames it. Once every database has the new name it can be
   * removed.
   */
  readonly was?: string | readonly string[];
  /** The order of the columns, if it cannot be that of the keys: JavaScript puts names such as `"10"` first. */
  readonly order?: readonly (keyof C & string)[];
  /** Constraints on several columns. */
  readonly constraints?: (t: Refs<C>) => Made;
}

/** The columns of a table, one of which may be the key by the table's constraints. */
type Keyed<C extends Columns, Made extends readonly Constraint[]> = [KeyColumn<Made[number]>] extends [never]
  ? C
  : { [Name in keyof C]: Name extends KeyColumn<Made[number]> ? AsKey<C[Name]> : C[Name] };

type AsKey<C extends AnyColumn> = C extends Column<infer T, infer Is> ? Column<T, Is | "key"> : C;

/**
 * A table. Its name is the name of the export that holds it, or the first argument.
 *
 * @example
 * export const tune = table({
 *   id: integer().primaryKey(),
 *   title: text(),
 *   genre: text().nullable().references(() => genre.id, { onDelete: "set null" }),
 * }, { strict: true, constraints: (t) => [unique(t.title, t.genre)] });
 *
 * export const order_item = table("order item", { … });
 */
export function table<C extends Columns, W extends boolean = false, const Made extends readonly Constraint[] = []>(
  columns: C,
  options?: TableOptions<C, W, Made>,
): Table<Keyed<C, Made>, W, null>;
export function table<
  const Name extends string,
  C extends Columns,
  W extends boolean = false,
  const Made extends readonly Constraint[] = [],
>(name: Name, columns: C, options?: TableOptions<C, W, Made>): Table<Keyed<C, Made>, W, Name>;
export function table(...args: readonly unknown[]): AnyTable {
  const name = typeof args[0] === "string" ? args[0] : null;
  const [columns, options = {}] = (name === null ? args : args.slice(1)) as [Columns, TableOptions<Columns, boolean>?];
  // No prototype: otherwise a table would seem to have columns such as `constructor`.
  const made = Object.create(null) as Table<Columns> & Record<string, ColumnRef>;
  const entries = columnEntries(columns);
  for (const entry of entries) made[entry.name] = columnRef(made, entry.name);
  const { strict = false, withoutRowid = false, randomRowid = false, was = [] } = options;
  const data: TableData = Object.freeze({
    declare: "table",
    name,
    columns: Object.freeze(inOrder(entries, options.order)),
    constraints: Object.freeze((options.constraints?.(made) ?? []).map((value) => needConstraint(value, made))),
    strict,
    withoutRowid,
    randomRowid,
    was: Object.freeze(typeof was === "string" ? [was] : [...was]),
  });
  Object.defineProperty(made, declared, { value: data });
  return Object.freeze(made);
}
