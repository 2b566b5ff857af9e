/**
 * Why an object of a database is not managed, as a value for code to decide on. `words/reason.ts` puts it into words.
 */
export type Reason =
  /** The configuration ignores it. */
  | { readonly kind: "ignored" }
  | Unread
  | Disagreement
  | ({ readonly kind: "missing" } & Missing)
  /** A name in double quotes that is not a column, which SQLite used to read as a string. */
  | { readonly kind: "string-in-name-quotes"; readonly name: string }
  /** It depends on something that is itself set aside. */
  | { readonly kind: "stands-on"; readonly name: string; readonly which: "not-understood" | "broken" }
  /** A view or trigger that does not compile in SQLite. */
  | { readonly kind: "broken"; readonly said: string; readonly missing: Missing | null }
  /** A trigger with a name after UPDATE OF that is not a column. SQLite accepts any; with no other it never fires. */
  | { readonly kind: "no-column"; readonly table: string; readonly missing: readonly string[]; readonly fires: boolean }
  /** A virtual table that SQLite cannot open. */
  | { readonly kind: "unopened"; readonly said: string }
  /** It works, but only with a table that is never declared; null if it reaches that table through a view. */
  | { readonly kind: "needs"; readonly name: string | null; readonly which: "ignored" | "not-understood" };

/** Something that only the application's own connection has. */
export interface Missing {
  readonly what: "function" | "collation" | "module" | "tokenizer";
  readonly name: string;
}

/** Our reader of CREATE statements does not understand what it found; `found` is null at the end of the statement. */
export interface Unread {
  readonly kind: "unread";
  readonly found: string | null;
  readonly expected: Expected;
}

export type Expected =
  | { readonly what: "keyword"; readonly word: string }
  | { readonly what: "column-constraint"; readonly column: string }
  | {
      readonly what:
        | "name"
        | "columns"
        | "table-constraint"
        | "table-option"
        | "default"
        | "conflict"
        | "action"
        | "event"
        | "body"
        | "more"
        | "end";
    };

/** Compares our reading of a table's text with the engine's: where they differ, ours is wrong. */
export type Disagreement =
  | { readonly kind: "disagrees"; readonly about: "columns"; readonly engine: number; readonly text: number }
  | {
      readonly kind: "disagrees";
      readonly about: "name";
      readonly column: number;
      readonly engine: string;
      readonly text: string;
    }
  | { readonly kind: "disagrees"; readonly about: "generated" | "key"; readonly column: string };
