import type { Declared, NamedData, shape } from "./declaration.ts";
import type { AnyTable, AnyView, AnyVirtualTable, InsertOf, Row, ValueOf } from "./row.ts";

/** The shape of Kysely's `ColumnType`, without Kysely. */
export interface ColumnType<Select, Insert, Update> {
  readonly __select__: Select;
  readonly __insert__: Insert;
  readonly __update__: Update;
}

type KyselyColumn<C, W> =
  InsertOf<C, W> extends "never"
    ? ColumnType<ValueOf<C, W>, never, never>
    : InsertOf<C, W> extends "optional"
      ? ColumnType<ValueOf<C, W>, ValueOf<C, W> | undefined, ValueOf<C, W>>
      : ValueOf<C, W>;

type KyselyTable<T> = T extends AnyTable
  ? T extends { readonly [shape]?: { readonly columns: infer C; readonly withoutRowid: infer W } }
    ? { [K in keyof C]: KyselyColumn<C[K], W> }
    : never
  : T extends AnyView
    ? { [K in keyof Row<T>]: ColumnType<Row<T>[K], never, never> }
    : T extends AnyVirtualTable
      ? { [K in keyof Row<T>]: ColumnType<Row<T>[K], Row<T>[K] | undefined, Row<T>[K]> }
      : never;

/** The name given as the first argument, or else the name of its export. */
type NameOf<T, Export> = T extends { readonly [shape]?: { readonly name: infer Name } }
  ? Name extends string
    ? Name
    : Export
  : Export;

/**
 * The tables and views of a schema module, as Kysely and others take them.
 *
 * @example
 * import * as schema from "./schema/music.ts";
 * const db = new Kysely<Database<typeof schema>>({ dialect });
 */
export type Database<Module> = {
  [Export in keyof Module as Module[Export] extends Declared<NamedData>
    ? NameOf<Module[Export], Export>
    : never]: KyselyTable<Module[Export]>;
};
