import { sameName } from "../model/names.ts";
import type { Sql } from "../model/schema.ts";
import { canonToken, isWord, significantIn, type Token, unquote, unwrapped } from "./tokens.ts";

/**
 * An expression that can only refer to its own table: a CHECK, or the WHERE of an index. Neither allows a subquery, so
 * `tune.length` and `length` are the same column there, and compare equal. Outer parentheses are ignored.
 */
export function ownSql(text: string, table: string): Sql {
  const tokens = unwrapped(significantIn(text));
  const kept = tokens.filter((_, n) => !isQualifier(tokens, n, table));
  return { text, canon: kept.map((token) => canonToken(token)).join(" ") };
}

/** `tune.` and `main.tune.` before a column: the name and its dot. */
function isQualifier(tokens: readonly Token[], n: number, table: string): boolean {
  const at = tokens[n]?.text === "." ? n - 1 : n;
  const name = tokens[at];
  if (!isName(name) || tokens[at + 1]?.text !== ".") return false;
  const isSchema = isWord(name, "MAIN") || (name?.kind === "name" && sameName(unquote(name.text), "main"));
  if (isSchema && tokens[at + 3]?.text === ".") return isQualifier(tokens, at + 2, table);
  return sameName(unquote(name?.text ?? ""), table);
}

function isName(token: Token | undefined): boolean {
  return token?.kind === "word" || token?.kind === "name";
}
