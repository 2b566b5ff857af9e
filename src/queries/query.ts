import type { Text } from "./text.ts";

/** A statement of the application, where it stands and what it can say. */
export interface Query {
  readonly file: string;
  /** The string, or all that it is put together from, in the file's own offsets. */
  readonly start: number;
  readonly end: number;
  /** Counted from one. */
  readonly line: number;
  readonly endLine: number;
  /** The function around it, or what an annotation calls it. */
  readonly name: string | null;
  /** Every text that it can become, within bounds; holes stand for what the source does not say. */
  readonly variants: readonly Text[];
  /** There are more variants than were followed. */
  readonly cut: boolean;
  /** It stands where only SQL can: a wrong one is worth a complaint. Anything else might be prose. */
  readonly certain: boolean;
  /** Another string of the application is put together from it: alone it need not be a whole statement. */
  readonly piece: boolean;
  /** Its file talks to another database, which this is not. */
  readonly foreign: string | null;
  /** Codes that a comment above it silences. */
  readonly ignored: readonly string[];
}

/** What the sources make, rename or drop themselves: names that are not missing though no schema has them. */
export interface RuntimeNames {
  /** Tables and views, folded. */
  readonly tables: ReadonlySet<string>;
  /** Every word of a statement that makes or changes a table, by that table's folded name. */
  readonly words: ReadonlyMap<string, ReadonlySet<string>>;
  /** Statements that make temporary tables, as they stand. */
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
  /** Files that put their queries together with a builder, which no source can tell, and its name. */
  readonly builders: readonly { readonly file: string; readonly builder: string }[];
  /** Files of recorded statements. */
  readonly logs: number;
  readonly skipped: readonly Skipped[];
}
