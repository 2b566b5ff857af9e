import type { Sql } from "./schema.ts";

/** What the declarations say about the way there rather than about the goal: `.was` and `.fill`. */
export interface Hints {
  /** `from` is the older name, `to` the declared one. In a chain of older names, the oldest comes last. */
  readonly tables: readonly { readonly from: string; readonly to: string }[];
  /** `table` is the declared name. */
  readonly columns: readonly { readonly table: string; readonly from: string; readonly to: string }[];
  /** The value for existing rows. It may name columns of the live table, by their old or new names. */
  readonly fills: readonly { readonly table: string; readonly column: string; readonly sql: Sql }[];
}

export const noHints: Hints = { tables: [], columns: [], fills: [] };
