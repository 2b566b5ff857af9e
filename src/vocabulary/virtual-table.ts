import type { Columns } from "./column.ts";
import { needSql } from "./column-clauses.ts";
import { type Declared, declared, type shape, type VirtualTableData } from "./declaration.ts";
import { columnRef } from "./reference.ts";
import type { Sql } from "./sql.ts";
import type { Refs } from "./table.ts";
import type { UnknownRow } from "./view.ts";

/** A virtual table whose rows are of type `R`; with columns, they are its properties. */
export type VirtualTable<R = unknown, C = unknown, Name = unknown> = Refs<C> &
  Declared<VirtualTableData> & { readonly [shape]?: { readonly row: R; readonly columns: C; readonly name: Name } };

export interface VirtualTableColumns<C extends Columns> {
  /**
   * For the types and for `${…}` in SQL; the module has its own list of columns, and this one is not written anywhere.
   */
  readonly columns: C;
}

/**
 * A virtual table: everything after USING in CREATE VIRTUAL TABLE.
 *
 * @example
 * export const tune_search = virtualTable(sql`fts5(title, content='tune', content_rowid='id')`);
 * export const box = virtualTable<{ id: number; minX: number; maxX: number }>(sql`rtree(id, minX, maxX)`);
 */
export function virtualTable<C extends Columns>(
  module: Sql,
  options: VirtualTableColumns<C>,
): VirtualTable<null, C, null>;
export function virtualTable<R extends object = UnknownRow>(module: Sql): VirtualTable<R, unknown, null>;
export function virtualTable<const Name extends string, C extends Columns>(
  name: Name,
  module: Sql,
  options: VirtualTableColumns<C>,
): VirtualTable<null, C, Name>;
export function virtualTable<R extends object = UnknownRow, const Name extends string = string>(
  name: Name,
  module: Sql,
): VirtualTable<R, unknown, Name>;
export function virtualTable(...args: readonly unknown[]): VirtualTable {
  const name = typeof args[0] === "string" ? args[0] : null;
  const [module, options = {}] = name === null ? args : args.slice(1);
  const made = Object.create(null) as VirtualTable;
  for (const column of Object.keys((options as { columns?: Columns }).columns ?? {})) {
    Object.defineProperty(made, column, { value: columnRef(made, column), enumerable: true });
  }
  const data = Object.freeze({ declare: "virtual-table" as const, name, module: needSql("virtualTable", module) });
  Object.defineProperty(made, declared, { value: data });
  return Object.freeze(made);
}
