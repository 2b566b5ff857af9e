import type {
  Check,
  Column,
  ForeignKey,
  Index,
  PrimaryKey,
  SchemaObject,
  Table,
  Trigger,
  Unique,
  View,
  VirtualTable,
} from "../model/schema.ts";
import type { Mark, ObjectKind } from "../plan/kinds.ts";

/** One difference between two schemas, after renames have been applied to the first. */
export type Change =
  | { readonly kind: "create"; readonly object: SchemaObject }
  | { readonly kind: "drop"; readonly object: SchemaObject }
  | { readonly kind: "replace-index"; readonly from: Index; readonly to: Index }
  | { readonly kind: "replace-view"; readonly from: View; readonly to: View }
  | { readonly kind: "replace-trigger"; readonly from: Trigger; readonly to: Trigger }
  | { readonly kind: "replace-virtual-table"; readonly from: VirtualTable; readonly to: VirtualTable }
  | TableChange;

export interface TableChange {
  readonly kind: "change-table";
  readonly from: Table;
  readonly to: Table;
  /** Empty if only the order of the columns differs. */
  readonly edits: readonly Edit[];
  readonly reordered: boolean;
}

export type ColumnField = "type" | "notNull" | "default" | "collate" | "generated";

export type Edit =
  | { readonly kind: "add-column"; readonly column: Column }
  | { readonly kind: "drop-column"; readonly column: Column }
  | {
      readonly kind: "change-column";
      readonly from: Column;
      readonly to: Column;
      readonly fields: readonly ColumnField[];
    }
  | { readonly kind: "change-key"; readonly from: PrimaryKey | null; readonly to: PrimaryKey | null }
  | { readonly kind: "add-unique" | "drop-unique"; readonly unique: Unique }
  | { readonly kind: "add-check" | "drop-check"; readonly check: Check }
  | { readonly kind: "add-foreign-key" | "drop-foreign-key"; readonly foreignKey: ForeignKey }
  | {
      readonly kind: "change-option";
      readonly option: "strict" | "withoutRowid" | "randomRowid";
      readonly to: boolean;
    };

interface Meaning {
  /** How it is shown; null if that depends on more than its kind. */
  readonly mark: Mark | null;
  /** What it is about; null if its object already says so. */
  readonly object: ObjectKind | null;
}

/** How each kind of change is shown. How a changed table is shown depends on the method the planner chose. */
export const changes = {
  create: { mark: "+", object: null },
  drop: { mark: "-", object: null },
  "replace-index": { mark: "~", object: "index" },
  "replace-view": { mark: "~", object: "view" },
  "replace-trigger": { mark: "~", object: "trigger" },
  "replace-virtual-table": { mark: "#", object: "virtual-table" },
  "change-table": { mark: null, object: "table" },
} as const satisfies Readonly<Record<Change["kind"], Meaning>>;

/** How each kind of edit is shown. */
export const edits = {
  "add-column": { mark: "+", object: "column" },
  "drop-column": { mark: "-", object: "column" },
  "change-column": { mark: "~", object: "column" },
  "change-key": { mark: null, object: "constraint" },
  "add-unique": { mark: "+", object: "constraint" },
  "drop-unique": { mark: "-", object: "constraint" },
  "add-check": { mark: "+", object: "constraint" },
  "drop-check": { mark: "-", object: "constraint" },
  "add-foreign-key": { mark: "+", object: "constraint" },
  "drop-foreign-key": { mark: "-", object: "constraint" },
  "change-option": { mark: null, object: "constraint" },
} as const satisfies Readonly<Record<Edit["kind"], Meaning>>;
