import type { AnyColumn } from "./column.ts";
import { needSql, needText } from "./column-clauses.ts";
import { type Declared, declared, type shape, type ViewData } from "./declaration.ts";
import { type ColumnRef, columnRef } from "./reference.ts";
import type { Sql } from "./sql.ts";
import type { Refs } from "./table.ts";

/** A view whose rows are of type `R`; with columns, they are its properties. */
export type View<R = unknown, C = unknown, Name = unknown> = Refs<C> &
  Declared<ViewData> & { readonly [shape]?: { readonly row: R; readonly columns: C; readonly name: Name } };

/** A row whose columns are not declared. */
export type UnknownRow = Record<string, unknown>;

/** The columns of a view: each as a column, or as a column of another table whose type it has. */
export type LikeColumns = Readonly<Record<string, AnyColumn | ColumnRef>>;

export interface ViewColumns<C extends LikeColumns> {
  /** The names of the view's columns, in the order of the query, and their types. */
  readonly columns: C;
}

export interface ViewNames {
  /** The names of the view's columns, in the order of the query. */
  readonly columns?: readonly string[];
}

/**
 * A view. What its rows hold is given as a type, or by its columns: these are written after its name, and other
 * declarations can then use them.
 *
 * @example
 * export const due = view<{ id: number; title: string }>(sql`SELECT ${tune.id}, ${tune.title} FROM ${tune}`);
 *
 * export const due = view(
 *   sql`SELECT ${tune.id}, ${tune.title} FROM ${tune}`,
 *   { columns: { id: tune.id, title: text() } },
 * );
 */
export function view<C extends LikeColumns>(query: Sql, options: ViewColumns<C>): View<null, C, null>;
export function view<R extends object = UnknownRow>(query: Sql, options?: ViewNames): View<R, unknown, null>;
export function view<const Name extends string, C extends LikeColumns>(
  name: Name,
  query: Sql,
  options: ViewColumns<C>,
): View<null, C, Name>;
export function view<R extends object = UnknownRow, const Name extends string = string>(
  name: Name,
  query: Sql,
  options?: ViewNames,
): View<R, unknown, Name>;
export function view(...args: readonly unknown[]): View {
  const name = typeof args[0] === "string" ? args[0] : null;
  const [query, options = {}] = name === null ? args : args.slice(1);
  const given = (options as { columns?: LikeColumns | readonly string[] }).columns;
  const columns =
    given === undefined ? null : isNames(given) ? given.map((c) => needText("columns", c)) : Object.keys(given);
  const data: ViewData = Object.freeze({
    declare: "view",
    name,
    query: needSql("view", query),
    columns: columns === null ? null : Object.freeze(columns),
  });
  const made = Object.create(null) as View;
  for (const column of columns ?? []) {
    Object.defineProperty(made, column, { value: columnRef(made, column), enumerable: true, configurable: true });
  }
  Object.defineProperty(made, declared, { value: data });
  return Object.freeze(made);
}

function isNames(columns: LikeColumns | readonly string[]): columns is readonly string[] {
  return Array.isArray(columns);
}
