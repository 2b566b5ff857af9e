import type { Reason } from "../model/reason.ts";
import { noCounts } from "./summary.ts";
import type { Mark, ObjectKind } from "./kinds.ts";
import type { Hazard } from "./plan.ts";

/** The explanation of a plan: values only, in the order they are shown. `report/` puts them into words. */
export interface Explanation {
  readonly changes: readonly Explained[];
  readonly hazards: readonly Hazard[];
  /** Objects of the live database that are left as they are because they are ignored or not understood. */
  readonly kept: readonly { readonly name: string; readonly why: Reason }[];
  /** Differences that change only the look: an order of columns that nothing depends on. */
  readonly cosmetic: readonly string[];
  /** An order of columns that something depends on, with what depends on it: `SELECT *`, an INSERT without columns. */
  readonly order: readonly string[];
  readonly counts: Counts;
  /** What it costs to apply on the live database; absent if nothing was measured. */
  readonly cost?: Cost;
}

export const emptyExplanation: Explanation = {
  changes: [],
  hazards: [],
  kept: [],
  cosmetic: [],
  order: [],
  counts: noCounts,
};

export interface Cost {
  /** Rows copied or written. */
  readonly rowsMoved: number;
  /** Rows read by checks. */
  readonly rowsRead: number;
  /** Size of what is copied; null if it is not known. */
  readonly bytes: number | null;
  /** An estimate from measured rows per second; null if none could be made. */
  readonly milliseconds: number | null;
  /** Who waits meanwhile. In WAL mode readers never do. */
  readonly blocks: "none" | "writers" | "all";
  /** They wait only for an instant, not for the whole time: the rows are read before the lock is taken. */
  readonly instant?: boolean;
  /**
   * Rows are read for new rules before the lock is taken, and again under it: those that changed meanwhile, or all of them
   * if any changed.
   */
  readonly again?: "changed" | "all";
  /** If rows are charged for: about how many, including index entries. */
  readonly billed?: BilledRows | null;
}

export interface BilledRows {
  readonly read: number;
  readonly written: number;
}

export interface Counts {
  readonly added: number;
  readonly changed: number;
  readonly renamed: number;
  readonly rebuilt: number;
  readonly dropped: number;
  /** Declared rows; absent if none are written. */
  readonly rows?: { readonly inserted: number; readonly changed: number; readonly deleted: number };
}

export interface Explained {
  readonly mark: Mark;
  readonly object: ObjectKind;
  /** `tune`, `users.full_name`. */
  readonly subject: string;
  /** Of an index or a trigger: its table. Of a table: its name after the change. */
  readonly table?: string;
  /** `→ display_name`, `TEXT NOT NULL DEFAULT 'x'`, `REAL → INTEGER`. */
  readonly what: string;
  /** What the live rows show, what happens to them, which approval covers it. */
  readonly facts: readonly string[];
  /** Why it is rebuilt, or done this way. */
  readonly why: string | null;
  /** The rows that are read or moved; null if none are. */
  readonly rows: number | null;
  /** The size of what is copied, if it was measured. */
  readonly bytes?: number | null;
  readonly children: readonly Explained[];
}
