import type { Columns, Trait } from "./column.ts";
import type { Declared, shape, TableData, ViewData, VirtualTableData } from "./declaration.ts";

/** Any table. */
export interface AnyTable extends Declared<TableData> {
  readonly [shape]?: { readonly columns: Columns; readonly withoutRowid: boolean; readonly name: unknown };
}

/** Any view. */
export interface AnyView extends Declared<ViewData> {
  readonly [shape]?: { readonly row: unknown; readonly columns: unknown; readonly name: unknown };
}

/** Any virtual table. */
export interface AnyVirtualTable extends Declared<VirtualTableData> {
  readonly [shape]?: { readonly row: unknown; readonly columns: unknown; readonly name: unknown };
}

type ShapeOf<T> = T extends { readonly [shape]?: infer S } ? NonNullable<S> : never;

/** Shows the columns themselves where an editor would show the name of a type. */
type Plain<T> = { [K in keyof T]: T[K] } & {};

type Traits<C> = C extends { readonly [shape]?: { readonly is: infer Is } } ? Is : never;
type Value<C> = C extends { readonly [shape]?: { readonly value: infer T } } ? T : never;
type Has<C, T extends Trait> = T extends Traits<C> ? true : false;

/** `INTEGER PRIMARY KEY` of a table that has rowids: never NULL, and filled in on insert. */
type IsRowid<C, WithoutRowid> = WithoutRowid extends true
  ? false
  : Has<C, "integer"> extends true
    ? Has<C, "key">
    : false;

/** What one column of a row holds. */
export type ValueOf<C, WithoutRowid = false> =
  IsRowid<C, WithoutRowid> extends true ? Value<C> : Has<C, "nullable"> extends true ? Value<C> | null : Value<C>;

/** How a column takes part in an insert. */
export type InsertOf<C, WithoutRowid> =
  Has<C, "generated"> extends true
    ? "never"
    : true extends Has<C, "optional" | "nullable"> | IsRowid<C, WithoutRowid>
      ? "optional"
      : "required";

type RowOf<C, W> = { [K in keyof C]: ValueOf<C[K], W> };
type InsertRow<C, W> = {
  [K in keyof C as InsertOf<C[K], W> extends "required" ? K : never]: ValueOf<C[K], W>;
} & {
  [K in keyof C as InsertOf<C[K], W> extends "optional" ? K : never]?: ValueOf<C[K], W>;
};
type UpdateRow<C, W> = { [K in keyof C as InsertOf<C[K], W> extends "never" ? never : K]?: ValueOf<C[K], W> };

type ColumnsOf<T> = ShapeOf<T> extends { readonly columns: infer C } ? C : never;
type WithoutRowidOf<T> = ShapeOf<T> extends { readonly withoutRowid: infer W } ? W : false;

/**
 * What a row of a table, a view or a virtual table holds.
 *
 * @example
 * export type Tune = Row<typeof tune>;
 */
export type Row<T extends AnyTable | AnyView | AnyVirtualTable> =
  ShapeOf<T> extends { readonly row: infer R extends object } ? R : Plain<RowOf<ColumnsOf<T>, WithoutRowidOf<T>>>;

/**
 * What an insert into a table takes: columns that are nullable, have a default or are the rowid may be left out;
 * generated ones do not exist in it.
 *
 * @example
 * export type NewTune = Insert<typeof tune>;
 */
export type Insert<T extends AnyTable | AnyVirtualTable> = T extends AnyVirtualTable
  ? Partial<Row<T>>
  : Plain<InsertRow<ColumnsOf<T>, WithoutRowidOf<T>>>;

/**
 * What an update of a table may set: each of its columns that is not generated.
 *
 * @example
 * export type TuneChange = Update<typeof tune>;
 */
export type Update<T extends AnyTable | AnyVirtualTable> = T extends AnyVirtualTable
  ? Partial<Row<T>>
  : Plain<UpdateRow<ColumnsOf<T>, WithoutRowidOf<T>>>;
