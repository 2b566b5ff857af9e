import { dataOf } from "../../vocabulary/declaration.ts";
import type { CallTrace } from "./trace.ts";

/** What an argument must be; `what` and `help` are the words for it. */
export interface Kind {
  readonly is:
    | "text"
    | "boolean"
    | "count"
    | "words"
    | "sql"
    | "literal"
    | "default"
    | "column"
    | "columns"
    | "term"
    | "index-term"
    | "named"
    | "table"
    | "target"
    | "targets"
    | "texts"
    | "list"
    | "columns-or-names"
    | "function"
    | "options"
    | "name-like"
    | "rows";
  readonly what: string;
  readonly help?: string;
  readonly words?: readonly string[];
  readonly fields?: Readonly<Record<string, Kind>>;
  /** For an object with arbitrary keys. */
  readonly each?: Kind;
}

export interface Signature {
  /** Whether the name of the object may come first. */
  readonly named?: boolean;
  readonly takes: readonly Kind[];
  readonly rest?: Kind;
  readonly needs: number;
}

const text: Kind = { is: "text", what: "a string" };
const boolean: Kind = { is: "boolean", what: "true or false" };
const sql: Kind = { is: "sql", what: "a piece of SQL", help: "write it as sql`…`" };
const literal: Kind = { is: "literal", what: "a value", help: "a string, a number, true, false, null or bytes" };
const fallback: Kind = {
  is: "default",
  what: "a value or a piece of SQL",
  help: "a string, a number, true, false, null, bytes or sql`…`",
};
const term: Kind = { is: "term", what: "columns of a table", help: "write t.title, or tune.title" };
const indexTerm: Kind = {
  is: "index-term",
  what: "columns and pieces of SQL",
  help: "write tune.title, or sql`lower(${tune.title})`",
};
const named: Kind = { is: "named", what: "a table", help: "write the const that holds it" };
const texts: Kind = { is: "texts", what: "a string or a list of strings" };
const list: Kind = { is: "list", what: "a list of strings" };
const words = (...list: readonly string[]): Kind => ({ is: "words", what: oneOf(list), words: list });
const options = (fields: Readonly<Record<string, Kind>>): Kind => ({
  is: "options",
  what: `options: { ${Object.keys(fields).join(", ")} }`,
  fields,
});

const conflict = words("rollback", "abort", "fail", "ignore", "replace");
const action = words("set null", "set default", "cascade", "restrict", "no action");
const keyOptions = { onConflict: conflict, name: text };
const referenceOptions = {
  onDelete: action,
  onUpdate: action,
  match: text,
  deferrable: words(
    "deferrable",
    "deferrable initially deferred",
    "deferrable initially immediate",
    "not deferrable",
    "not deferrable initially deferred",
    "not deferrable initially immediate",
  ),
};
const target: Kind = {
  is: "target",
  what: "what the key points at",
  help: 'write () => genre.id, self("id") or "genre.id"',
};
const targets: Kind = { ...target, is: "targets" };
const oneColumn: Kind = { is: "column", what: "a column", help: "write text(), integer() or another type" };
const columns: Kind = {
  each: oneColumn,
  is: "columns",
  what: "the columns, as an object",
  help: "write { id: integer().primaryKey() }",
};
const tableOptions = options({
  strict: boolean,
  withoutRowid: boolean,
  randomRowid: boolean,
  was: texts,
  order: list,
  constraints: { is: "function", what: "a function that returns a list", help: "write (t) => [unique(t.a, t.b)]" },
});
const declaredRows: Kind = {
  is: "rows",
  what: "a list of rows, or a file of them",
  help: 'write [{ id: 1, name: "…" }], or rowsFrom("genres.csv")',
};
const rowsOptions = options({ mode: words("exactly", "at least", "once"), key: texts });
const nothing: Signature = { takes: [], needs: 0 };
const keyed: Signature = { named: true, takes: [term], rest: term, needs: 1 };
const indexed: Signature = { named: true, takes: [indexTerm], rest: indexTerm, needs: 1 };

const ofWords: Readonly<Record<string, Signature>> = {
  integer: nothing,
  text: nothing,
  real: nothing,
  blob: nothing,
  numeric: nothing,
  any: nothing,
  column: { takes: [text], needs: 1 },
  vector: {
    takes: [
      { is: "count", what: "a whole number of dimensions" },
      words("F64_BLOB", "F32_BLOB", "F16_BLOB", "FB16_BLOB", "F8_BLOB", "F1BIT_BLOB"),
    ],
    needs: 1,
  },
  table: { named: true, takes: [columns, tableOptions], needs: 1 },
  index: indexed,
  uniqueIndex: indexed,
  view: {
    named: true,
    takes: [sql, options({ columns: { is: "columns-or-names", what: "columns by name, or a list of names" } })],
    needs: 1,
  },
  trigger: { named: true, takes: [sql], needs: 1 },
  virtualTable: { named: true, takes: [sql, options({ columns })], needs: 1 },
  unique: keyed,
  primaryKey: keyed,
  foreignKey: keyed,
  check: { named: true, takes: [sql], needs: 1 },
  rows: {
    takes: [{ is: "table", what: "a table", help: "write the const that holds it" }, declaredRows, rowsOptions],
    needs: 2,
  },
  rowsFrom: { takes: [text], needs: 1 },
  self: { takes: [text], rest: text, needs: 1 },
  env: { takes: [text], needs: 1 },
};

const ofColumns: Readonly<Record<string, Signature>> = {
  nullable: nothing,
  notNull: { takes: [options(keyOptions)], needs: 0 },
  primaryKey: { takes: [options({ ...keyOptions, order: words("asc", "desc"), autoincrement: boolean })], needs: 0 },
  unique: { takes: [options(keyOptions)], needs: 0 },
  check: { takes: [sql, options({ name: text })], needs: 1 },
  oneOf: { takes: [literal], rest: literal, needs: 1 },
  default: { takes: [fallback], needs: 1 },
  collate: { takes: [text], needs: 1 },
  references: { takes: [target, options({ ...referenceOptions, name: text })], needs: 1 },
  generated: { takes: [sql, options({ stored: boolean })], needs: 1 },
  was: { takes: [text], rest: text, needs: 1 },
  fill: { takes: [sql], needs: 1 },
};

const ofOthers: Readonly<Record<string, Signature>> = {
  desc: nothing,
  asc: nothing,
  collate: { takes: [text], needs: 1 },
  where: { takes: [sql], needs: 1 },
  on: { takes: [named], needs: 1 },
  onConflict: { takes: [conflict], needs: 1 },
  references: { takes: [targets, options(referenceOptions)], needs: 1 },
  id: { takes: [{ is: "name-like", what: "a column, a table or a string" }], needs: 1 },
};

/** The types of the vocabulary again, for the run time. A test keeps the two in step. */
export const signatures = { words: ofWords, columns: ofColumns, others: ofOthers };

/** What the called word takes; null for a word that is not listed here, which then reports problems itself. */
export function signatureOf({ word, receiver }: CallTrace): Signature | null {
  const table = receiver === null ? ofWords : dataOf(receiver)?.declare === "column" ? ofColumns : ofOthers;
  return Object.hasOwn(table, word) ? (table[word] ?? null) : null;
}

function oneOf(list: readonly string[]): string {
  return `one of ${list.map((word) => JSON.stringify(word)).join(", ")}`;
}
