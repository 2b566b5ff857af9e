import type { Check, ForeignKey } from "../../model/schema.ts";
import type { ChangedTable, PairedChange } from "../pair/changes.ts";
import type { KeptColumn, LeavingColumn, NewColumn } from "../pair/table-pair.ts";

/** How a table changes: in place or by a rebuild, and why. */
export type Way = InPlace | Rebuild;

/** What is done in place. Each list is in the order of the columns. */
export interface InPlace {
  readonly how: "in-place";
  readonly added: readonly AddedColumn[];
  readonly altered: readonly AlteredColumn[];
  /** A generated column comes before the columns it is generated from. */
  readonly dropped: readonly LeavingColumn[];
  /** Whether rows are written, which would fire the table's triggers. */
  readonly writesRows: boolean;
  /** Whether SQLite reads the whole schema again on the way, and stops at what it cannot read. ADD COLUMN does not. */
  readonly rereadsSchema: boolean;
}

export interface Rebuild {
  readonly how: "rebuild";
  readonly why: readonly string[];
}

export interface AddedColumn {
  readonly column: NewColumn;
  /** Whether ADD COLUMN accepts the whole definition. If not, its clauses follow once the rows are filled. */
  readonly atOnce: boolean;
  /** What existing rows are filled with; null if the default is enough. */
  readonly value: string | null;
  readonly placed: Placed;
}

export interface AlteredColumn {
  readonly column: KeptColumn;
  /**
   * Rows that are older than an ADD COLUMN do not store the value: they read today's default, so it has to be written
   * to them.
   */
  readonly restoresValues: boolean;
  readonly placed: Placed;
}

/** New constraints that are written on a column. */
export interface Placed {
  readonly checks: readonly Check[];
  readonly foreignKeys: readonly ForeignKey[];
}

export type PlannedTable = ChangedTable & { readonly way: Way };

/** A change whose way is chosen. */
export type PlannedChange = Exclude<PairedChange, ChangedTable> | PlannedTable;

export function plannedTables(changes: readonly PlannedChange[]): PlannedTable[] {
  return changes.filter((change) => change.kind === "change-table");
}
