import type { Check, Column, ForeignKey, KeyTerm, PrimaryKey, Table, Unique } from "../model/schema.ts";
import { canonicalPart } from "../model/canonical.ts";
import { fold, sameName } from "../model/names.ts";
import { type ColumnDraft, type Draft, readColumn } from "./read-column.ts";
import { Cursor } from "./cursor.ts";
import {
  collation,
  readCheck,
  readConflict,
  readConstraintName,
  readForeignKey,
  readKeyTerms,
  readNames,
} from "./read-constraints.ts";

/** What is collected while a CREATE TABLE is read. */
export interface TableDraft {
  readonly name: string;
  readonly columns: ColumnDraft[];
  primaryKey: Draft<PrimaryKey> | null;
  readonly uniques: Draft<Unique>[];
  readonly checks: Check[];
  readonly foreignKeys: Draft<ForeignKey>[];
}

/**
 * Reads the stored text of a table. Throws UnknownSql at the first token it does not understand, so nothing is ever
 * silently dropped. https://www.sqlite.org/lang_createtable.html
 */
export function readTable(text: string): Table {
  return readTableParts(text).table;
}

/** A table, and where its parts are in the text. */
export interface TableParts {
  readonly table: Table;
  readonly nameEnd: number;
  /** Behind the opening parenthesis, and before the closing one. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
  readonly columns: readonly ColumnDraft[];
}

export function readTableParts(text: string): TableParts {
  const cursor = new Cursor(text);
  cursor.expect("CREATE");
  cursor.takesOne("TEMP", "TEMPORARY");
  cursor.expect("TABLE");
  cursor.takes("IF", "NOT", "EXISTS");
  let name = cursor.name();
  if (cursor.takes(".")) name = cursor.name();
  const nameEnd = cursor.behind;
  if (!cursor.sees("(")) cursor.unknown({ what: "columns" });
  cursor.expect("(");
  const draft: TableDraft = { name, columns: [], primaryKey: null, uniques: [], checks: [], foreignKeys: [] };
  const bodyStart = cursor.behind;
  do {
    if (startsConstraint(cursor)) break;
    draft.columns.push(readColumn(cursor, draft));
  } while (cursor.takes(","));
  while (!cursor.sees(")")) {
    readTableConstraint(cursor, draft);
    cursor.takes(",");
  }
  const bodyEnd = cursor.token?.start ?? text.length;
  cursor.expect(")");
  const table = finish(name, text, draft, readOptions(cursor));
  return { table, nameEnd, bodyStart, bodyEnd, columns: draft.columns };
}

function startsConstraint(cursor: Cursor): boolean {
  const first = cursor.token;
  if (first?.kind !== "word") return false;
  return constraintWords.has(first.text.toUpperCase());
}

const constraintWords = new Set(["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"]);

function readTableConstraint(cursor: Cursor, draft: TableDraft): void {
  const name = readConstraintName(cursor);
  if (cursor.takes("PRIMARY", "KEY")) {
    const { terms, autoincrement } = readKey(cursor);
    draft.primaryKey = { name, terms, conflict: readConflict(cursor), autoincrement, isRowid: false, at: null };
  } else if (cursor.takes("UNIQUE")) {
    const { terms } = readKey(cursor);
    draft.uniques.push({ name, terms, conflict: readConflict(cursor), at: null });
  } else if (cursor.takes("CHECK")) {
    draft.checks.push(readCheck(cursor, draft.name, name, null));
    readConflict(cursor); // accepted by the grammar, but meaningless
  } else if (cursor.takes("FOREIGN", "KEY")) {
    const columns = readNames(cursor);
    cursor.expect("REFERENCES");
    draft.foreignKeys.push(readForeignKey(cursor, name, columns, null));
  } else if (name === null) {
    cursor.unknown({ what: "table-constraint" });
  }
}

function readKey(cursor: Cursor): { terms: KeyTerm[]; autoincrement: boolean } {
  cursor.expect("(");
  const terms = readKeyTerms(cursor);
  const autoincrement = cursor.takes("AUTOINCREMENT");
  cursor.expect(")");
  return { terms, autoincrement };
}

interface Options {
  readonly strict: boolean;
  readonly withoutRowid: boolean;
  readonly randomRowid: boolean;
}

function readOptions(cursor: Cursor): Options {
  const options = { strict: false, withoutRowid: false, randomRowid: false };
  while (cursor.token !== undefined && !cursor.sees(";")) {
    if (cursor.takes("WITHOUT", "ROWID")) options.withoutRowid = true;
    else if (cursor.takes("STRICT")) options.strict = true;
    else if (cursor.takes("RANDOM", "ROWID")) options.randomRowid = true;
    else cursor.unknown({ what: "table-option" });
    if (!cursor.takes(",")) break;
  }
  cursor.end();
  return options;
}

/** Normalises what can be written in several ways, so that data can be compared. */
function finish(name: string, text: string, draft: TableDraft, options: Options): Table {
  const columns = draft.columns.map(({ column }) => column);
  const key = draft.primaryKey;
  if (key !== null) {
    const [first] = key.terms;
    key.isRowid =
      !options.withoutRowid &&
      key.terms.length === 1 &&
      fold(columnNamed(first?.column ?? "", columns)?.type ?? "") === "integer" &&
      !(key.at !== null && first?.descending === true);
    key.terms = exact(key.terms, columns);
  }
  const strictly = key?.isRowid === true || options.withoutRowid || options.strict;
  for (const term of strictly ? (key?.terms ?? []) : []) {
    const column = columnNamed(term.column, columns);
    if (column !== undefined && (column.notNull?.conflict ?? null) === null) column.notNull = null;
  }
  for (const unique of draft.uniques) unique.terms = exact(unique.terms, columns);
  for (const foreign of draft.foreignKeys)
    foreign.columns = foreign.columns.map((column) => columnNamed(column, columns)?.name ?? column);
  return {
    kind: "table",
    name,
    columns,
    primaryKey: key,
    uniques: distinct(draft.uniques),
    checks: distinct(draft.checks),
    foreignKeys: distinct(draft.foreignKeys),
    strict: options.strict,
    withoutRowid: options.withoutRowid,
    randomRowid: options.randomRowid,
    comment: null,
    text,
  };
}

/** A key term as the engine sees it: the column's own spelling, and the effective collation. */
function exact(terms: readonly KeyTerm[], columns: readonly Column[]): KeyTerm[] {
  return terms.map(({ column: name, collate, descending }) => {
    const column = columnNamed(name, columns);
    const compares = collate === null ? (column?.collate ?? null) : collation(collate);
    return { column: column?.name ?? name, collate: compares, descending };
  });
}

function columnNamed<T extends Column>(name: string, columns: readonly T[]): T | undefined {
  return columns.find((column) => sameName(column.name, name));
}

/** A constraint that is written twice counts once; the first one stays. */
export function distinct<T extends object>(constraints: readonly T[]): T[] {
  if (constraints.length < 2) return [...constraints];
  const seen = new Set<string>();
  return constraints.filter((constraint) => {
    const key = canonicalPart(constraint);
    return !seen.has(key) && seen.add(key);
  });
}
