import type { OfApplication } from "../sql/stand-ins.ts";
import type { PlanEngine } from "../model/profile.ts";
import type { CheckKind, HazardKind, StepKind } from "./kinds.ts";

/** What a plan is, in memory. `write.ts` makes the file of it, `read.ts` reads it back; both keep every byte. */
export interface Plan {
  /** The engine that its statements are made for. */
  readonly engine: PlanEngine;
  readonly base: string;
  readonly target: string;
  readonly decisions: readonly Decision[];
  /** Prose for the reviewer, derived from the plan; `verify` compares it with the steps. */
  readonly summary: readonly string[];
  readonly items: readonly Item[];
  /** The previous definitions of the touched objects, in an order in which they can be created. */
  readonly before: readonly Before[];
  /** Functions and collations of the application that either end of the plan uses. Absent if there are none. */
  readonly application?: OfApplication;
  /** Absent if no rows are declared. */
  readonly rows?: PlanRows;
}

/** Rows that belong to the schema: where the plan starts, where it leads, and which differences it found. */
export interface PlanRows {
  readonly base: string;
  readonly target: string;
  /** From this the steps can be derived again without the database. */
  readonly found: readonly FoundRows[];
}

/** What was found in one table. Values are SQL. */
export interface FoundRows {
  readonly table: string;
  readonly facts: readonly FoundFact[];
}

export type FoundFact =
  | { readonly fact: "missing"; readonly key: readonly string[] }
  /** None of the declared rows existed. */
  | { readonly fact: "all-missing"; readonly rows: number }
  | { readonly fact: "changed"; readonly key: readonly string[]; readonly live: readonly (string | null)[] }
  | { readonly fact: "extra"; readonly live: readonly string[] }
  | ({ readonly fact: "referring" } & FoundReferring);

/** How many rows refer to what is deleted, or gets new values, and what is then done to them. */
export interface FoundReferring {
  readonly on: "delete" | "update";
  /** The foreign keys that lead to them, each as table and columns: `["take.tune", "note.take"]`. */
  readonly by: readonly string[];
  readonly does: "delete" | "update";
  readonly rows: number;
}

/** One statement each, run in this order inside one transaction, with foreign keys off if the engine allows it. */
export type Item = Step | PlanCheck;

export interface Step {
  readonly kind: "step";
  readonly step: StepKind;
  /** `tune`, `tune.title`. */
  readonly subject: string;
  /** Why it is there; written in parentheses after the subject. */
  readonly note: string | null;
  readonly sql: string;
}

export interface PlanCheck {
  readonly kind: "check";
  readonly check: CheckKind;
  readonly subject: string;
  readonly note: string | null;
  readonly expect: Expect;
  readonly sql: string;
}

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
      /** At most that many; infinite for rows on other people's machines, which nobody can count. */
      readonly rows: number | null;
      readonly because: string | null;
    };

export interface Before {
  readonly type: "table" | "index" | "view" | "trigger" | "virtual-table";
  readonly name: string;
  readonly sql: string;
}

/** What a plan destroys. It needs an approval that names rule, object and rows. */
export interface Hazard {
  readonly kind: HazardKind;
  readonly object: string;
  /** For readers of --json. */
  readonly destroys: true;
  /** Rows at stake; null if rows are not the measure. */
  readonly rows: number | null;
  readonly message: string;
}

/**
 * Whether nothing shows that a plan has run: a person's statements change rows, the schema stays, and no declared rows
 * say what is wanted.
 */
export function leavesNoTrace(plan: Plan): boolean {
  return plan.base === plan.target && plan.rows === undefined && isWrittenByHand(plan);
}

/** Whether a person's own statement is among the steps: it may delete rows, and was approved with that in mind. */
export function isWrittenByHand({ items }: Pick<Plan, "items">): boolean {
  return items.some((item) => item.kind === "step" && (item.step === "edit" || item.step === "data"));
}
