import type { DeclaredRows } from "./declared-rows.ts";
import type { Reason } from "./reason.ts";

/**
 * What a schema is, as plain data. Both sides of every comparison are of these types, and both are read from SQL that
 * SQLite itself accepted: the live database, and the declarations created in memory.
 *
 * Some fields say how something was written, not what it is: `text`, `at`, `comment`. Others hold what was parsed from
 * a text field, so that it is parsed once: `fires`, `options`. `canonical.ts` leaves both out of every comparison and
 * of the fingerprint.
 */
export interface Schema {
  readonly tables: readonly Table[];
  readonly indexes: readonly Index[];
  readonly views: readonly View[];
  readonly triggers: readonly Trigger[];
  readonly virtualTables: readonly VirtualTable[];
  /** Live objects that trueup does not understand: shown, kept, never touched. */
  readonly opaque: readonly Opaque[];
  /** Live objects that the configuration ignores: not part of any comparison, and untouched by every plan. */
  readonly ignored: readonly Opaque[];
  /**
   * Live objects whose stored text holds strings in double quotes; the model has them in single quotes. Not part of any
   * comparison.
   */
  readonly requoted: readonly Requoted[];
  /**
   * The names of all triggers, folded, in the order they were created. For the same event, SQLite fires the newest
   * trigger first, so a plan that recreates a trigger keeps the order. Not part of any comparison.
   */
  readonly triggerOrder: readonly string[];
  /**
   * Rows that belong to the schema: only declarations have them, and the field is omitted if there are none. They have
   * their own digest.
   */
  readonly rows?: readonly DeclaredRows[];
}

/** Its text in the model. */
export interface Requoted {
  readonly type: "table" | "index" | "view" | "trigger";
  readonly name: string;
  readonly text: string;
}

/** A piece of SQL: `text` as it was written, `canon` its token stream, which is what comparisons read. */
export interface Sql {
  readonly text: string;
  readonly canon: string;
}

export type Conflict = "ROLLBACK" | "ABORT" | "FAIL" | "IGNORE" | "REPLACE";
export type Action = "SET NULL" | "SET DEFAULT" | "CASCADE" | "RESTRICT" | "NO ACTION";

export interface Table {
  readonly kind: "table";
  readonly name: string;
  readonly columns: readonly Column[];
  readonly primaryKey: PrimaryKey | null;
  readonly uniques: readonly Unique[];
  readonly checks: readonly Check[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly strict: boolean;
  readonly withoutRowid: boolean;
  /** libSQL's RANDOM ROWID. */
  readonly randomRowid: boolean;
  readonly comment: string | null;
  /** The whole stored CREATE statement. */
  readonly text: string;
}

export interface Column {
  readonly name: string;
  /** The declared type as written, its words separated by one space; empty if there is none. */
  readonly type: string;
  /** Null if the key implies it (INTEGER PRIMARY KEY, keys of WITHOUT ROWID tables). */
  readonly notNull: NotNull | null;
  /** Without the outer parentheses; `text` keeps them. */
  readonly default: Sql | null;
  /** In upper case; null for BINARY, SQLite's default. */
  readonly collate: string | null;
  readonly generated: { readonly expr: Sql; readonly stored: boolean } | null;
  readonly comment: string | null;
  /** The column's definition in the stored text, from its name to its last constraint. */
  readonly text: string;
}

export interface NotNull {
  readonly name: string | null;
  readonly conflict: Conflict | null;
}

/** A term of PRIMARY KEY or UNIQUE. */
export interface KeyTerm {
  readonly column: string;
  readonly collate: string | null;
  readonly descending: boolean;
}

export interface PrimaryKey {
  readonly name: string | null;
  /** In key order, which need not be column order. */
  readonly terms: readonly KeyTerm[];
  readonly conflict: Conflict | null;
  readonly autoincrement: boolean;
  /** True if the key is the rowid itself. `INTEGER PRIMARY KEY DESC` on a column is not (an old quirk of SQLite). */
  readonly isRowid: boolean;
  /** The column it was written on; null for a table constraint. */
  readonly at: string | null;
}

export interface Unique {
  readonly name: string | null;
  readonly terms: readonly KeyTerm[];
  readonly conflict: Conflict | null;
  readonly at: string | null;
}

export interface Check {
  readonly name: string | null;
  readonly expr: Sql;
  readonly at: string | null;
}

export interface ForeignKey {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly table: string;
  /** Empty if none were written and the parent's key is not known. */
  readonly references: readonly string[];
  readonly onDelete: Action;
  readonly onUpdate: Action;
  readonly match: string | null;
  /** As written, in upper case: `DEFERRABLE INITIALLY DEFERRED` and the like. */
  readonly deferrable: string | null;
  readonly at: string | null;
}

export interface Index {
  readonly kind: "index";
  readonly name: string;
  readonly table: string;
  readonly unique: boolean;
  readonly terms: readonly IndexTerm[];
  readonly where: Sql | null;
  readonly comment: string | null;
  readonly text: string;
}

/** Either a column or an expression; the other is null. */
export interface IndexTerm {
  readonly column: string | null;
  readonly expr: Sql | null;
  /** What the index sorts by: its own COLLATE, or else the column's; null for BINARY. */
  readonly collate: string | null;
  readonly descending: boolean;
}

export interface View {
  readonly kind: "view";
  readonly name: string;
  /** Everything after the name: the column list if there is one, AS, and the SELECT. */
  readonly body: Sql;
  readonly comment: string | null;
  readonly text: string;
}

export interface Trigger {
  readonly kind: "trigger";
  readonly name: string;
  /** The table or view it is on. */
  readonly table: string;
  /** What makes it fire. `body` says the same, and is what is compared. */
  readonly fires: TriggerFires;
  /** Everything after the name: time, event, ON, FOR EACH ROW, WHEN, BEGIN … END. */
  readonly body: Sql;
  readonly comment: string | null;
  readonly text: string;
}

export interface TriggerFires {
  readonly time: "BEFORE" | "AFTER" | "INSTEAD OF";
  readonly event: "INSERT" | "UPDATE" | "DELETE";
  /** The columns of UPDATE OF, as written; empty for every column. */
  readonly of: readonly string[];
  readonly when: Sql | null;
}

export interface VirtualTable {
  readonly kind: "virtual-table";
  readonly name: string;
  /** Lower case. */
  readonly module: string;
  /** Each argument as written, trimmed. */
  readonly args: readonly string[];
  /** What the arguments mean, for known modules. Comparisons read `args` and `body`. */
  readonly options: VirtualOptions;
  /** Everything from USING to the end. */
  readonly body: Sql;
  readonly comment: string | null;
  readonly text: string;
}

export interface VirtualOptions {
  /** True for fts3, fts4 and fts5. */
  readonly fullText: boolean;
  /** The arguments that name a column. */
  readonly columns: readonly string[];
  /** Which rows a full-text index shows: its own, those of another table or view, or none that can be read back. */
  readonly content:
    | { readonly kind: "own" }
    | { readonly kind: "none" }
    | { readonly kind: "table"; readonly name: string };
  /** The key of the content's rows, if it is not the rowid. */
  readonly contentRowid: string | null;
  readonly tokenize: string | null;
  /** The hidden column in which fts4 keeps a language for each row. */
  readonly language: string | null;
}

export interface Opaque {
  readonly kind: "opaque";
  readonly type: "table" | "index" | "view" | "trigger" | "virtual-table";
  readonly name: string;
  readonly table: string;
  readonly text: string;
  /** For a trigger that could be read. */
  readonly fires: TriggerFires | null;
  readonly why: Reason;
}

export type SchemaObject = Table | Index | View | Trigger | VirtualTable;
