import type { Change, ColumnField, Edit, TableChange } from "../../diff/change.ts";
import { named } from "../../model/names.ts";
import type { SchemaObject } from "../../model/schema.ts";
import { unreachable } from "../../problem/problem.ts";
import { type Pairs, liveName } from "./pair-tables.ts";
import type { ColumnPair, KeptColumn, LeavingColumn, NewColumn, TablePair } from "./table-pair.ts";

/** A difference between two schemas, with its pairs. */
export type PairedChange = Exclude<Change, TableChange | { readonly kind: "drop" }> | Dropped | ChangedTable;

export interface Dropped {
  readonly kind: "drop";
  readonly object: SchemaObject;
  /** Its current name. */
  readonly live: string;
}

export interface ChangedTable extends TablePair {
  readonly kind: "change-table";
  readonly edits: readonly PairedEdit[];
  readonly reordered: boolean;
}

export type PairedEdit = Exclude<Edit, ColumnEdit> | PairedColumnEdit;

type ColumnEdit = Extract<Edit, { readonly kind: "add-column" | "drop-column" | "change-column" }>;

type PairedColumnEdit =
  | { readonly kind: "add-column"; readonly column: NewColumn }
  | { readonly kind: "drop-column"; readonly column: LeavingColumn }
  | ChangedColumn;

export interface ChangedColumn {
  readonly kind: "change-column";
  readonly column: KeptColumn;
  readonly fields: readonly ColumnField[];
}

export function pairChange(change: Change, pairs: Pairs): PairedChange {
  switch (change.kind) {
    case "drop":
      return {
        ...change,
        live: change.object.kind === "table" ? liveName(pairs, change.object.name) : change.object.name,
      };
    case "change-table": {
      const pair = found(pairs.of(change.to.name));
      const { kind, reordered } = change;
      return { ...pair, kind, reordered, edits: change.edits.map((edit) => pairEdit(edit, pair)) };
    }
    default:
      return change;
  }
}

function pairEdit(edit: Edit, { columns, leaving }: TablePair): PairedEdit {
  switch (edit.kind) {
    case "add-column":
      return { kind: edit.kind, column: found(newColumn(named(columns, edit.column.name))) };
    case "drop-column":
      return { kind: edit.kind, column: found(named(leaving, edit.column.name)) };
    case "change-column": {
      const { kind, fields } = edit;
      return { kind, fields, column: found(keptColumn(named(columns, edit.to.name))) };
    }
    default:
      return edit;
  }
}

function newColumn(column: ColumnPair | undefined): NewColumn | undefined {
  return column?.from === null ? column : undefined;
}

function keptColumn(column: ColumnPair | undefined): KeptColumn | undefined {
  return column?.from == null ? undefined : column;
}

/** An object that differs exists on both sides, or on the one that the difference names. */
function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("a difference speaks of what has no pair");
  return value;
}

/** What a change removes from the live schema, to drop or recreate it. A changed table stays. */
export function takenAway(change: PairedChange): SchemaObject | null {
  switch (change.kind) {
    case "drop":
      return change.object;
    case "replace-index":
    case "replace-view":
    case "replace-trigger":
    case "replace-virtual-table":
      return change.from;
    case "create":
    case "change-table":
      return null;
    default:
      return unreachable(change);
  }
}

/** What a change adds or recreates. */
export function brought(change: PairedChange): SchemaObject | null {
  switch (change.kind) {
    case "create":
      return change.object;
    case "replace-index":
    case "replace-view":
    case "replace-trigger":
    case "replace-virtual-table":
      return change.to;
    case "drop":
    case "change-table":
      return null;
    default:
      return unreachable(change);
  }
}

/** What is dropped. */
export function dropped(changes: readonly PairedChange[]): Dropped[] {
  return changes.filter((change) => change.kind === "drop");
}

export function changedTables(changes: readonly PairedChange[]): ChangedTable[] {
  return changes.filter((change) => change.kind === "change-table");
}
