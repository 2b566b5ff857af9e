import type { Action, Check, Conflict, ForeignKey, KeyTerm, Sql } from "../model/schema.ts";
import type { Cursor } from "./cursor.ts";
import { ownSql } from "./own-columns.ts";
import { canonToken, significantIn, unwrapped } from "./tokens.ts";

/** An expression. Outer parentheses are ignored: `CHECK ((a > 0))` is `CHECK (a > 0)`. */
export function toSql(text: string): Sql {
  const tokens = unwrapped(significantIn(text));
  return { text, canon: tokens.map((token) => canonToken(token)).join(" ") };
}

/** `CONSTRAINT name`, which may precede any constraint. */
export function readConstraintName(cursor: Cursor): string | null {
  return cursor.takes("CONSTRAINT") ? cursor.name() : null;
}

export function readConflict(cursor: Cursor): Conflict | null {
  if (!cursor.takes("ON", "CONFLICT")) return null;
  const word = cursor.takesOne("ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE");
  return (word ?? cursor.unknown({ what: "conflict" })) as Conflict;
}

export function readDirection(cursor: Cursor): boolean {
  if (cursor.takes("DESC")) return true;
  cursor.takes("ASC");
  return false;
}

/**
 * The terms of a PRIMARY KEY or UNIQUE, without the parentheses: only names, because SQLite refuses expressions there.
 * BINARY is kept as written: on a column with another collation it has a meaning.
 */
export function readKeyTerms(cursor: Cursor): KeyTerm[] {
  const terms: KeyTerm[] = [];
  do {
    const column = cursor.name();
    const collate = cursor.takes("COLLATE") ? cursor.name().toUpperCase() : null;
    terms.push({ column, collate, descending: readDirection(cursor) });
  } while (cursor.takes(","));
  return terms;
}

/** In upper case; null for BINARY, SQLite's default. */
export function collation(name: string): string | null {
  const upper = name.toUpperCase();
  return upper === "BINARY" ? null : upper;
}

export function readCheck(cursor: Cursor, table: string, name: string | null, at: string | null): Check {
  return { name, expr: ownSql(cursor.parenthesized(), table), at };
}

export function readNames(cursor: Cursor): string[] {
  cursor.expect("(");
  const names = [cursor.name()];
  while (cursor.takes(",")) names.push(cursor.name());
  cursor.expect(")");
  return names;
}

/** From after REFERENCES to the end of its clauses. */
export function readForeignKey(
  cursor: Cursor,
  name: string | null,
  columns: readonly string[],
  at: string | null,
): ForeignKey {
  const table = cursor.name();
  const references = cursor.sees("(") ? readNames(cursor) : [];
  let onDelete: Action = "NO ACTION";
  let onUpdate: Action = "NO ACTION";
  let match: string | null = null;
  for (;;) {
    if (cursor.takes("ON", "DELETE")) onDelete = readAction(cursor);
    else if (cursor.takes("ON", "UPDATE")) onUpdate = readAction(cursor);
    else if (cursor.takes("MATCH")) match = cursor.name().toUpperCase();
    else break;
  }
  return { name, columns, table, references, onDelete, onUpdate, match, deferrable: readDeferrable(cursor), at };
}

export function readDeferrable(cursor: Cursor): string | null {
  const not = cursor.takes("NOT", "DEFERRABLE");
  if (!not && !cursor.takes("DEFERRABLE")) return null;
  const when = cursor.takes("INITIALLY") ? cursor.takesOne("DEFERRED", "IMMEDIATE") : null;
  return `${not ? "NOT " : ""}DEFERRABLE${when === null ? "" : ` INITIALLY ${when}`}`;
}

function readAction(cursor: Cursor): Action {
  if (cursor.takes("SET", "NULL")) return "SET NULL";
  if (cursor.takes("SET", "DEFAULT")) return "SET DEFAULT";
  if (cursor.takes("NO", "ACTION")) return "NO ACTION";
  return (cursor.takesOne("CASCADE", "RESTRICT") ?? cursor.unknown({ what: "action" })) as Action;
}
