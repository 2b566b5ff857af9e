/** What a plan is, in memory. `write.ts` makes the file of it, `read.ts` reads it back; both keep every byte. */
export interface Plan {
  readonly base: string;
  readonly target: string;
  readonly decisions: readonly Decision[];
  /** Prose for the reviewer, derived from the plan; `verify` holds it against the steps. */
  readonly summary: readonly string[];
  readonly items: readonly Item[];
  /** The definitions that the touched objects had before, in the order in which they can be created. */
  readonly before: readonly Before[];
}

/** One statement each, run in this order, inside one transaction, with foreign keys off. */
export type Item = Step | PlanCheck;

export interface Step {
  readonly kind: "step";
  readonly step: StepKind;
  /** `tune`, `tune.title`. */
  readonly subject: string;
  /** Said in parentheses behind the subject: why it is there. */
  readonly note: string | null;
  readonly sql: string;
}

export const stepKinds = [
  "drop-view",
  "drop-trigger",
  "drop-index",
  "drop-table",
  "drop-column",
  "drop-virtual-table",
  "rename-table",
  "rename-column",
  "create-table",
  "create-index",
  "create-view",
  "create-trigger",
  "create-virtual-table",
  "add-column",
  "alter-column",
  "fill",
  "convert",
  "restore-values",
  "rebuild-create",
  "rebuild-copy",
  "rebuild-sequence",
  "rebuild-drop",
  "rebuild-rename",
  "sequence",
  "fill-virtual-table",
  "reindex",
  /** Written by a person into a plan file, and approved by an `edited-step` line. */
  "edit",
] as const;
export type StepKind = (typeof stepKinds)[number];

export interface PlanCheck {
  readonly kind: "check";
  readonly check: CheckKind;
  readonly subject: string;
  readonly note: string | null;
  readonly expect: Expect;
  readonly sql: string;
}

export const checkKinds = [
  "drop-table",
  "drop-column",
  "not-null",
  "unique",
  "check",
  "foreign-key",
  "convert",
  "strict",
  "fill",
  "rebuild-rows",
  "rows",
  "foreign-keys",
  "table-sound",
  "edit",
] as const;
export type CheckKind = (typeof checkKinds)[number];

/**
 * `equal` and `most` read the first column of the only row; `empty` wants no rows. `no-worse` runs the statement
 * before the first step as well: each row that it returns then may be there again, none may be new.
 */
export type Expect =
  | { readonly kind: "equal"; readonly value: number }
  | { readonly kind: "most"; readonly value: number }
  | { readonly kind: "empty" }
  | { readonly kind: "no-worse" };

export type Decision =
  | { readonly kind: "rename-table"; readonly from: string; readonly to: string }
  | { readonly kind: "rename-column"; readonly table: string; readonly from: string; readonly to: string }
  | { readonly kind: "fill"; readonly table: string; readonly column: string; readonly sql: string }
  | {
      readonly kind: "approve";
      readonly rule: HazardKind;
      readonly object: string;
      readonly rows: number | null;
      readonly because: string | null;
    };

export interface Before {
  readonly type: "table" | "index" | "view" | "trigger" | "virtual-table";
  readonly name: string;
  readonly sql: string;
}

export const hazardKinds = [
  "drop-table",
  "drop-column",
  "lossy-convert",
  "drop-trigger",
  "drop-view",
  "drop-index",
  "drop-virtual-table",
  "edited-step",
] as const;
export type HazardKind = (typeof hazardKinds)[number];

/** What a plan destroys. It needs an approval that names rule, object and rows. */
export interface Hazard {
  readonly kind: HazardKind;
  readonly object: string;
  /** Said to those who read --json. */
  readonly destroys: true;
  /** Rows at stake, null where rows are not the measure. */
  readonly rows: number | null;
  readonly message: string;
}
