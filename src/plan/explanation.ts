import type { Hazard } from "./plan.ts";

/** What a person is told about a plan: values only, in the order in which they are shown. `report/` words and draws it. */
export interface Explanation {
  readonly changes: readonly Explained[];
  readonly hazards: readonly Hazard[];
  /** What of the live database is left as it is because it is ignored or not understood. */
  readonly kept: readonly { readonly name: string; readonly why: string }[];
  /** Differences that change nothing but the look: column order, table order. */
  readonly cosmetic: readonly string[];
  readonly counts: Counts;
}

export interface Counts {
  readonly added: number;
  readonly changed: number;
  readonly renamed: number;
  readonly rebuilt: number;
  readonly dropped: number;
}

/** `+` add, `~` change, `>` rename, `#` rebuild, `-` drop: told apart without colour. */
export type Mark = "+" | "~" | ">" | "#" | "-";

export interface Explained {
  readonly mark: Mark;
  readonly object: "table" | "column" | "constraint" | "index" | "view" | "trigger" | "virtual-table";
  /** `tune`, `users.full_name`. */
  readonly subject: string;
  /** `→ display_name`, `TEXT NOT NULL DEFAULT 'x'`, `REAL → INTEGER`. */
  readonly what: string;
  /** What the live rows say, what becomes of them, which approval covers it. */
  readonly facts: readonly string[];
  /** Why a rebuild, or why this way. */
  readonly why: string | null;
  /** The rows that are read or moved, null where none are. */
  readonly rows: number | null;
  readonly children: readonly Explained[];
}
