import type { Sql } from "./schema.ts";

/** What the declarations say about the way there, not about the goal: `.was` and `.fill`. */
export interface Hints {
  /** `from` is the older name, `to` what is declared. A chain of older names stands oldest last. */
  readonly tables: readonly { readonly from: string; readonly to: string }[];
  /** `table` is the declared name. */
  readonly columns: readonly { readonly table: string; readonly from: string; readonly to: string }[];
  /** The value that existing rows get. Names columns of the live table, by their old or new names. */
  readonly fills: readonly { readonly table: string; readonly column: string; readonly sql: Sql }[];
}

export const noHints: Hints = { tables: [], columns: [], fills: [] };
