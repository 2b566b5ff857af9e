import type { ColumnRename } from "../../diff/renames.ts";
import { comparedAs } from "../../model/affinity.ts";
import { named } from "../../model/names.ts";
import type { Column, Table } from "../../model/schema.ts";
import type { Fill } from "./fill.ts";

/**
 * A table that exists and stays: which one it was, and which column each of its columns was. Computed once; later code
 * reads its fields.
 */
export interface TablePair {
  /** Its name after the plan. */
  readonly name: string;
  /** The live table. */
  readonly live: Table;
  /** The live table as the engine leaves it after the renames. */
  readonly from: Table;
  readonly to: Table;
  /** The columns of `to`, in their order. */
  readonly columns: readonly ColumnPair[];
  /** The columns of `from` that `to` no longer has, in their order. */
  readonly leaving: readonly LeavingColumn[];
  /** Whether each row keeps its rowid. */
  readonly keepsRowids: boolean;
  /** Renames of its columns that only a rebuild can bring. */
  readonly renamedByRebuild: readonly ColumnRename[];
  /** Why only a rebuild can say what it refers to. */
  readonly refersAnew: readonly string[];
  /** How many columns a SELECT may return. */
  readonly mostColumns: number;
}

export type ColumnPair = NewColumn | KeptColumn;

export interface NewColumn {
  readonly name: string;
  readonly live: null;
  readonly from: null;
  readonly to: Column;
  /** The value for existing rows; null if there is none. */
  readonly fill: Fill | null;
  readonly converts: false;
  readonly mayStay: false;
}

export interface KeptColumn {
  readonly name: string;
  /** Its name today. */
  readonly live: string;
  /** As it is after the renames. */
  readonly from: Column;
  readonly to: Column;
  readonly fill: Fill | null;
  /** Whether its values must be stored differently: another affinity, or a STRICT type. */
  readonly converts: boolean;
  /**
   * Whether a value that does not convert may stay as it is, because the type promises nothing or because it was
   * approved.
   */
  readonly mayStay: boolean;
}

export interface LeavingColumn {
  /** Its name after the renames. */
  readonly name: string;
  readonly live: string;
  readonly from: Column;
}

/** Whether a comparison may come out differently although the values stay: by another collation, or without the affinity. */
export function comparesDifferently(pair: Pick<TablePair, "from" | "to">, { from, to }: ColumnPair): boolean {
  return from !== null && (from.collate !== to.collate || losesAffinity(pair, from, to));
}

export function losesAffinity(pair: Pick<TablePair, "from" | "to">, from: Column, to: Column): boolean {
  return comparedAs(pair.to, to) === "BLOB" && comparedAs(pair.from, from) !== "BLOB";
}

/** The columns that both tables store values for. */
export function storedInBoth(pair: TablePair): KeptColumn[] {
  return pair.columns.filter((column): column is KeptColumn => column.from !== null && column.to.generated === null);
}

/** Today's name of the column that is named `name` after the renames. */
export function liveColumnName(pair: TablePair, name: string): string {
  return named(pair.columns, name)?.live ?? named(pair.leaving, name)?.live ?? name;
}
