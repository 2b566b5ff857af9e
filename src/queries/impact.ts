import type { Span } from "../problem/problem.ts";
import type { Order } from "./order.ts";
import type { Query } from "./query.ts";

export type FindingKind = "breaks" | "captured" | "inserts" | "columns" | "scans" | "works";

/** What a plan does to one statement of the application. */
export interface Finding {
  readonly kind: FindingKind;
  readonly query: Query;
  /** In the engine's words, if it has any. */
  readonly message: string;
  /** The change that causes it, as a clause. */
  readonly because: string;
  /** What it changes, as an approval names it. */
  readonly cause: string;
  readonly at: Span | null;
  readonly scan?: Scan;
}

/** A table that is read whole, or indexed by SQLite itself, on each run of a statement. */
export interface Scan {
  /** Its name in the live schema. */
  readonly table: string;
  readonly automatic: boolean;
}

/** `rows`: how many, in words; null where that is not known. */
export function scanMessage({ table, automatic }: Scan, rows: string | null): string {
  const size = rows === null ? "" : ` (${rows})`;
  return automatic ? `builds an index of \`${table}\`${size} on each run` : `scans \`${table}\`${size} on each run`;
}

export interface UnreadQuery {
  readonly query: Query;
  readonly why: string;
}

/** What a plan does to the application. */
export interface Impact {
  /** The number of statements found; how many of them the engine compiled; how many of those with placeholders. */
  readonly read: number;
  readonly checked: number;
  readonly part: number;
  readonly unread: readonly UnreadQuery[];
  readonly breaks: readonly Finding[];
  readonly captured: readonly Finding[];
  readonly inserts: readonly Finding[];
  readonly columns: readonly Finding[];
  readonly scans: readonly Finding[];
  readonly works: readonly Finding[];
  readonly order: Order | null;
}
