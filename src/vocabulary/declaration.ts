/**
 * What a declaration is, as plain data. Every word of the vocabulary returns a frozen value that carries its data
 * behind the symbol `declared`, so that a table can have a column named `name`, `columns` or `declare`.
 *
 * Names: a declaration does not know the name of the const that holds it. So whatever refers to a declaration holds the
 * declaration itself (or a thunk that returns it), and code that needs text passes a `Names` map from declaration to
 * name. A name given as the first argument (`table("odd name", …)`) is in the data and takes precedence over the map.
 *
 * Spans: the evaluator of a schema file can keep the place of every value in a WeakMap. The values are told apart by
 * identity: each call of a word returns a new object, and each method of a column appends one new clause object to
 * `column[declared].clauses`, so the last clause belongs to the call that was just made.
 */
export const declared: unique symbol = Symbol.for("trueup.declared");

/** Carries types only: it does not exist at run time. */
export declare const shape: unique symbol;

/** What can be a value in SQL. Booleans become 1 and 0; a string becomes a text literal. */
export type Literal = string | number | bigint | boolean | null | Uint8Array;

export type Conflict = "rollback" | "abort" | "fail" | "ignore" | "replace";
export type Action = "set null" | "set default" | "cascade" | "restrict" | "no action";
export type Deferrable =
  | "deferrable"
  | "deferrable initially deferred"
  | "deferrable initially immediate"
  | "not deferrable"
  | "not deferrable initially deferred"
  | "not deferrable initially immediate";
/** The collations SQLite has, and any that an application registers. */
export type Collation = "BINARY" | "NOCASE" | "RTRIM" | (string & {});
export type Order = "asc" | "desc";

/** Any value of the vocabulary whose data is `D`. */
export interface Declared<D> {
  readonly [declared]: D;
}

/** A piece of SQL as its template was written: `strings` has one more entry than `values`. */
export interface SqlData {
  readonly declare: "sql";
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
}

/** A bare name in SQL: never qualified, quoted where necessary. */
export interface NameData {
  readonly declare: "name";
  /** The text itself, or the object it names. */
  readonly of: string | Declared<NamedData> | Declared<TermData>;
}

/** A column of a declared table, as used in a key, an index or a piece of SQL. */
export interface TermData {
  readonly declare: "term";
  /** The table, view or virtual table. */
  readonly of: Declared<NamedData>;
  readonly column: string;
  readonly collate: string | null;
  readonly order: Order | null;
}

/** `self("id")`: columns of the table that contains it. */
export interface SelfData {
  readonly declare: "self";
  readonly columns: readonly string[];
}

/**
 * What a foreign key refers to. A thunk returns a column, an array of columns, or a table (the parent's key, unnamed as
 * in `REFERENCES genre`); a string is `table.column` or `table`, each part quoted as in SQL where necessary.
 */
export type Target = (() => void) | string | readonly string[] | Declared<SelfData>;

export interface ReferenceActions {
  readonly onDelete: Action | null;
  readonly onUpdate: Action | null;
  readonly match: string | null;
  readonly deferrable: Deferrable | null;
}

export type ColumnClause =
  | { readonly clause: "nullable" }
  | { readonly clause: "not-null"; readonly name: string | null; readonly onConflict: Conflict | null }
  | {
      readonly clause: "primary-key";
      readonly name: string | null;
      readonly order: Order | null;
      readonly onConflict: Conflict | null;
      readonly autoincrement: boolean;
    }
  | { readonly clause: "unique"; readonly name: string | null; readonly onConflict: Conflict | null }
  | { readonly clause: "check"; readonly name: string | null; readonly expr: Declared<SqlData> }
  | { readonly clause: "one-of"; readonly values: readonly Literal[] }
  | { readonly clause: "default"; readonly value: Literal | Declared<SqlData> }
  | { readonly clause: "collate"; readonly collation: string }
  | ({ readonly clause: "references"; readonly name: string | null; readonly target: Target } & ReferenceActions)
  | { readonly clause: "generated"; readonly expr: Declared<SqlData>; readonly stored: boolean }
  | { readonly clause: "was"; readonly names: readonly string[] }
  | { readonly clause: "fill"; readonly expr: Declared<SqlData> };

export interface ColumnData {
  readonly declare: "column";
  /** As it will be written; empty for a column without a type. */
  readonly type: string;
  /** In the order in which they were written. */
  readonly clauses: readonly ColumnClause[];
}

export type KeyTerm = Declared<TermData>;

export type ConstraintData =
  | { readonly declare: "check"; readonly name: string | null; readonly expr: Declared<SqlData> }
  | {
      readonly declare: "unique" | "primary-key";
      readonly name: string | null;
      readonly terms: readonly KeyTerm[];
      readonly onConflict: Conflict | null;
    }
  | ({
      readonly declare: "foreign-key";
      readonly name: string | null;
      readonly columns: readonly KeyTerm[];
      readonly target: Target;
    } & ReferenceActions);

export interface TableData {
  readonly declare: "table";
  readonly name: string | null;
  readonly columns: readonly { readonly name: string; readonly column: Declared<ColumnData> }[];
  readonly constraints: readonly Declared<ConstraintData>[];
  readonly strict: boolean;
  readonly withoutRowid: boolean;
  readonly randomRowid: boolean;
  /** Former names, the latest first. */
  readonly was: readonly string[];
}

export interface IndexData {
  readonly declare: "index";
  readonly name: string | null;
  readonly unique: boolean;
  readonly terms: readonly (KeyTerm | Declared<SqlData>)[];
  /** Given with `.on()`; otherwise it is the table of the columns that the terms mention. */
  readonly on: Declared<NamedData> | null;
  readonly where: Declared<SqlData> | null;
}

export interface ViewData {
  readonly declare: "view";
  readonly name: string | null;
  readonly query: Declared<SqlData>;
  /** The list after the view's name, if there is one. */
  readonly columns: readonly string[] | null;
}

export interface TriggerData {
  readonly declare: "trigger";
  readonly name: string | null;
  /** Everything after the name. */
  readonly body: Declared<SqlData>;
}

export interface VirtualTableData {
  readonly declare: "virtual-table";
  readonly name: string | null;
  /** Everything after USING: the module and its arguments. */
  readonly module: Declared<SqlData>;
}

/** Rows that belong to the schema. */
export interface RowsData {
  readonly declare: "rows";
  readonly table: Declared<TableData>;
  readonly list: readonly object[] | Declared<RowsFileData>;
  readonly mode: "exactly" | "at least" | "once";
  /** Empty if not given: then it is the primary key. */
  readonly key: readonly string[];
}

/** A file of rows, named as in an import: relative to the file that names it. */
export interface RowsFileData {
  readonly declare: "rows-file";
  readonly file: string;
}

/** One object of the database. */
export type ObjectData = TableData | IndexData | ViewData | TriggerData | VirtualTableData;
/** What can be selected from. */
export type NamedData = TableData | ViewData | VirtualTableData;
export type AnyData =
  | ObjectData
  | ColumnData
  | ConstraintData
  | SqlData
  | NameData
  | TermData
  | SelfData
  | RowsData
  | RowsFileData;

/** The name of each declaration that does not name itself. */
export type Names = ReadonlyMap<object, string>;

/** The data of a value of the vocabulary; null for anything else. */
export function dataOf(value: unknown): AnyData | null {
  if (value === null || typeof value !== "object" || !(declared in value)) return null;
  return (value as Declared<AnyData>)[declared];
}

/** Whether a value is an object of the database: a table, an index, a view, a trigger or a virtual table. */
export function isObject(value: unknown): value is Declared<ObjectData> {
  switch (dataOf(value)?.declare) {
    case "table":
    case "index":
    case "view":
    case "trigger":
    case "virtual-table":
      return true;
    default:
      return false;
  }
}

/** Whether a value can be selected from. */
export function isNamed(value: unknown): value is Declared<NamedData> {
  const declare = dataOf(value)?.declare;
  return declare === "table" || declare === "view" || declare === "virtual-table";
}

export function isSql(value: unknown): value is Declared<SqlData> {
  return dataOf(value)?.declare === "sql";
}

export function isTerm(value: unknown): value is Declared<TermData> {
  return dataOf(value)?.declare === "term";
}
