import { quoteText } from "./quote.ts";
import { isWord, significantIn, type Token, unquote } from "./tokens.ts";

/**
 * SQLite once read an unknown name in double quotes as a string, and still does so in stored definitions:
 * https://www.sqlite.org/quirks.html#dblquote. Here such strings get single quotes.
 */

/** Whether a name is that of a column, in this place. */
type IsColumn = (name: string) => boolean;

/** A table's definition: only a CHECK and a generated expression can hold such a string. */
export function requoteTable(sql: string, isColumn: IsColumn): string {
  if (!sql.includes('"')) return sql;
  const tokens = significantIn(sql);
  const strays: Token[] = [];
  let depth = 0;
  let inside: number | null = null;
  for (const [n, token] of tokens.entries()) {
    const opens = token.text === "(" && token.kind === "operator";
    if (opens && inside === null && isWord(tokens[n - 1], "CHECK", "AS")) inside = depth;
    if (opens) depth += 1;
    if (token.text === ")" && token.kind === "operator") {
      depth -= 1;
      if (inside === depth) inside = null;
    }
    if (inside !== null && isStray(tokens, n, isColumn)) strays.push(token);
  }
  return singleQuoted(sql, strays);
}

/**
 * An index: in its expressions and after WHERE. A term that is a single name is a column; if it is not, the index
 * cannot be created again.
 */
export function requoteIndex(sql: string, isColumn: IsColumn): string {
  if (!sql.includes('"')) return sql;
  const tokens = significantIn(sql);
  const start = tokens.findIndex(({ text }) => text === "(");
  const isTerm = (n: number) =>
    ["(", ","].includes(tokens[n - 1]?.text ?? "") &&
    ([",", ")"].includes(tokens[n + 1]?.text ?? "") || isWord(tokens[n + 1], "COLLATE", "ASC", "DESC"));
  let depth = 0;
  const strays = tokens.filter((token, n) => {
    if (n < start) return false;
    if (token.text === "(") depth += 1;
    if (token.text === ")") depth -= 1;
    return isStray(tokens, n, isColumn) && !(depth === 1 && isTerm(n));
  });
  return singleQuoted(sql, strays);
}

/** Every place in a view or trigger where such a name is in double quotes, and could be a string. */
export function quoted(sql: string, isName: (name: string) => boolean): readonly Token[] {
  const tokens = significantIn(sql);
  return tokens.filter((_, n) => isStray(tokens, n, (name) => !isName(name)));
}

export function singleQuoted(sql: string, strays: readonly Token[]): string {
  return strays.reduceRight(
    (text, { start, end, text: name }) => text.slice(0, start) + quoteText(unquote(name)) + text.slice(end),
    sql,
  );
}

/** Whether two texts are the same except for strings that are in double quotes in one of them. */
export function sameButQuotes(stored: string, written: string): boolean {
  const [a, b] = [significantIn(stored), significantIn(written)];
  return (
    a.length === b.length &&
    a.every((token, n) => {
      const other = b[n] as Token;
      if (token.text === other.text) return true;
      const wasQuoted = token.kind === "name" && token.text.startsWith('"');
      return wasQuoted && other.kind === "string" && quoteText(unquote(token.text)) === other.text;
    })
  );
}

function isStray(tokens: readonly Token[], n: number, isColumn: IsColumn): boolean {
  const token = tokens[n] as Token;
  if (token.kind !== "name" || !token.text.startsWith('"')) return false;
  const [before, after] = [tokens[n - 1], tokens[n + 1]?.text];
  if (after === "(" || after === "." || before?.text === "." || isWord(before, "COLLATE", "AS")) return false;
  return !isColumn(unquote(token.text));
}

/** The one statement that changes a stored text. Apply runs it with care: see `apply/requote.ts`. */
export function requoteStatement(type: string, name: string, sql: string): string {
  return `UPDATE sqlite_schema SET sql = ${quoteText(sql)} WHERE type = ${quoteText(type)} AND name = ${quoteText(name)}`;
}

export interface Requote {
  readonly type: string;
  readonly name: string;
  readonly sql: string;
}

/** Such a statement, parsed back; null for any other. */
export function readRequote(statement: string): Requote | null {
  const strings = significantIn(statement).filter(({ kind }) => kind === "string");
  const [sql, type, name] = strings.map(({ text }) => unquote(text));
  if (sql === undefined || type === undefined || name === undefined) return null;
  return requoteStatement(type, name, sql) === statement ? { type, name, sql } : null;
}
