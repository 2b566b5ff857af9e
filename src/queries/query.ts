import type { Text } from "./text.ts";

/** A statement as it is in one file. */
export interface FoundStatement {
  /** The string, or everything that it is built from, in the file's own offsets. */
  readonly start: number;
  readonly end: number;
  /** Counted from one. */
  readonly line: number;
  readonly endLine: number;
  /** The enclosing function, or the name given by an annotation. */
  readonly name: string | null;
  /** Every text that it can become, within limits; holes mark what the source does not say. */
  readonly variants: readonly Text[];
  /** There are more variants than were followed. */
  readonly cut: boolean;
  /** It is in a place where only SQL is possible, so an invalid one is reported. Anything else might be prose. */
  readonly certain: boolean;
  /** Why it is for a different database; null if it may be for this one. */
  readonly foreign: string | null;
  /** Codes that a comment above it silences. */
  readonly ignored: readonly string[];
}

/** A statement of the application, its location, and what it can be. */
export interface Query extends FoundStatement {
  readonly file: string;
  /** Another string of the application is built from it, so alone it need not be a whole statement. */
  readonly piece: boolean;
}

/** Names that the sources create, rename or drop themselves: they are not missing, although no schema has them. */
export interface RuntimeNames {
  /** Tables and views, folded. */
  readonly tables: ReadonlySet<string>;
  /** Every word of the statements that create or change a table, by that table's folded name. */
  readonly words: ReadonlyMap<string, ReadonlySet<string>>;
  /** Statements that create temporary tables, as written. */
  readonly temporary: readonly string[];
  /** Functions that the sources register with the engine, folded. */
  readonly functions: ReadonlySet<string>;
}

/** Something that was not read at all, and why. */
export interface Skipped {
  readonly file: string;
  readonly why: string;
}

export interface Collected {
  readonly queries: readonly Query[];
  readonly runtime: RuntimeNames;
  readonly files: number;
  /** Files that use a query builder, whose queries the source does not show, and its name. */
  readonly builders: readonly { readonly file: string; readonly builder: string }[];
  /** Files of recorded statements. */
  readonly logs: number;
  readonly skipped: readonly Skipped[];
}
