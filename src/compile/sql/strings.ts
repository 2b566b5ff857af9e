import type { Scratch } from "../../database/connection.ts";
import { introspectScratch } from "../../introspect/introspect.ts";
import { requoteCode } from "../../introspect/requote-code.ts";
import { fold, sameName } from "../../model/names.ts";
import { nearest } from "../../problem/nearest.ts";
import type { Problem, Span } from "../../problem/problem.ts";
import { attemptRead } from "../../sql/cursor.ts";
import { readTable } from "../../sql/read-table.ts";
import { requoteIndex, requoteStatement, requoteTable } from "../../sql/requote.ts";
import { type OfApplication, withStandIns } from "../../sql/stand-ins.ts";
import { isWord, significantIn, type Token, unquote } from "../../sql/tokens.ts";
import { writeCatalog } from "../create/create-triggers.ts";
import { columnsInReach, knownIn } from "../create/known.ts";
import { placeOfToken } from "../create/statement-tokens.ts";
import type { Statement } from "../create/write-objects.ts";

/**
 * Most builds of SQLite read a name in double quotes as a string where it names no column; this engine refuses it. So
 * what the engine refuses for that reason alone is tried with single quotes. A name that is like that of a column was
 * probably meant to be one, and stays refused.
 */

/** Names that were read as strings, in one object. */
export interface ReadAsStrings {
  readonly object: string;
  readonly names: readonly string[];
  readonly at: Span | null;
}

/** The text of a table or index with this name as a string; null if that is not what the engine says. */
export function asString(sql: string, said: string, statement: Statement, scratch: Scratch): string | null {
  if (!sql.includes('"')) return null;
  const isColumn = (name: string) => said !== `no such column: ${name}`;
  const other = statement.kind === "index" ? requoteIndex(sql, isColumn) : requoteTable(sql, isColumn);
  if (other === sql) return null;
  const own = attemptRead(() => readTable(sql));
  const columns = own.ok ? own.value.columns.map(({ name }) => name) : [];
  const isLikeColumn = resembles(changed(sql, other), [...columns, ...columnsInReach(statement, knownIn(scratch))]);
  return isLikeColumn ? null : other;
}

/** ALTER TABLE ADD COLUMN stores whatever its CHECK holds, and only the next ALTER refuses it. */
export function inAddedColumn(sql: string, { name }: Statement, scratch: Scratch): string {
  const tokens = significantIn(sql);
  const add = isWord(tokens[0], "ALTER") ? tokens.findIndex((token) => isWord(token, "ADD")) : -1;
  if (add === -1 || !sql.includes('"')) return sql;
  const added = tokens[isWord(tokens[add + 1], "COLUMN") ? add + 2 : add + 1];
  const columns = [...(knownIn(scratch).tables.get(fold(name))?.columns ?? []), unquote(added?.text ?? "")];
  const isColumn = (each: string) => columns.some((column) => sameName(column, each)) || resembles([each], columns);
  return requoteTable(sql, isColumn);
}

/** Writes the strings of views and triggers that do not compile because of them in single quotes. */
export function mendCode(
  scratch: Scratch,
  beside: OfApplication,
  statements: readonly Statement[],
): readonly ReadAsStrings[] {
  const schema = introspectScratch(scratch, { ...beside, ignore: [] });
  const known = knownIn(scratch);
  return requoteCode(schema, beside).requoted.flatMap(({ type, name, text }) => {
    if (type !== "view" && type !== "trigger") return [];
    const statement = statements.find((each) => each.kind === type && fold(each.name) === fold(name));
    if (statement === undefined) return [];
    const found = readAsStrings(statement, text);
    if (resembles(found.names, columnsInReach(statement, known))) return [];
    writeCatalog(scratch, requoteStatement(type, name, withStandIns(text, beside)));
    return [found];
  });
}

export function readAsStrings(statement: Statement, mended: string): ReadAsStrings {
  const tokens = changedTokens(statement.written.sql, mended);
  const [first] = tokens;
  return {
    object: statement.name,
    names: changed(statement.written.sql, mended),
    at: first === undefined ? null : placeOfToken(first, statement),
  };
}

function changed(before: string, after: string): readonly string[] {
  return [...new Set(changedTokens(before, after).map(({ text }) => unquote(text)))];
}

function changedTokens(before: string, after: string): readonly Token[] {
  const others = significantIn(after);
  return significantIn(before).filter(({ text }, n) => text !== others[n]?.text && text.startsWith('"'));
}

function resembles(names: readonly string[], columns: readonly string[]): boolean {
  return names.some((name) => name.length > 2 && nearest(name, columns) !== null);
}

/** One warning for all of them, at the first. */
export function stringsInDoubleQuotes(found: readonly ReadAsStrings[]): readonly Problem[] {
  const [first] = found;
  if (first === undefined) return [];
  const [name = "", ...more] = [...new Set(found.flatMap(({ names }) => names))];
  const lines = found.map(({ object, names }) => `${object}: ${names.map((each) => `"${each}"`).join(", ")}`);
  return [
    {
      code: "double-quoted-string",
      level: "warning",
      subject: first.object,
      message:
        more.length === 0
          ? `"${name}" is in double quotes but names no column, so it is read as a string`
          : `"${name}" and ${more.length} more are in double quotes but name no column, so they are read as strings`,
      ...(first.at !== null && { at: first.at, label: `write '${name.replaceAll("'", "''")}'` }),
      ...(found.length > 1 && {
        evidence: [...lines.slice(0, 10), ...(lines.length > 10 ? [`and ${lines.length - 10} more`] : [])],
      }),
      help: ["write strings in single quotes: many builds of SQLite refuse the others"],
    },
  ];
}
