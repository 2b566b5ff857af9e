import { isWord, significantIn, type Token } from "../../sql/tokens.ts";

/**
 * Whether a column that follows this SQL must be written without its table: directly after a dot, and wherever SQLite's
 * grammar allows only the name of a column.
 */
export function wantsBareColumn(before: string): boolean {
  const tokens = significantIn(before);
  if (tokens.at(-1)?.text === ".") return true;
  const opened = openParenthesis(tokens);
  if (opened !== -1 && takesColumns(tokens, opened)) return true;
  return isAssigned(tokens, opened) || isWatched(tokens) || isWord(tokens.at(-1), "AS");
}

/** The index of the innermost parenthesis that is still open, or -1. */
function openParenthesis(tokens: readonly Token[]): number {
  let depth = 0;
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const text = tokens[at]?.text;
    if (text === ")") depth += 1;
    if (text === "(") {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return -1;
}

/** `INSERT INTO tune (`, `INSERT INTO tune AS t (`, `USING (`, `ON CONFLICT (`. */
function takesColumns(tokens: readonly Token[], opened: number): boolean {
  const [beforeThat, last] = [tokens[opened - 2], tokens[opened - 1]];
  if (isWord(last, "USING") || (isWord(last, "CONFLICT") && isWord(beforeThat, "ON"))) return true;
  if (isWord(beforeThat, "INTO")) return true;
  if (isWord(beforeThat, "AS") && isWord(tokens[opened - 4], "INTO")) return true;
  // With its schema: INTO main.tune (
  return beforeThat?.text === "." && isWord(tokens[opened - 4], "INTO");
}

/** `SET `, after each comma of its list, and inside `SET (`. */
function isAssigned(tokens: readonly Token[], opened: number): boolean {
  const last = tokens.at(-1);
  if (isWord(last, "SET") || (opened !== -1 && isWord(tokens[opened - 1], "SET"))) return true;
  if (last?.text !== ",") return false;
  const list = tokens.slice(opened + 1);
  let depth = 0;
  for (const token of list.reverse()) {
    if (token.text === ")") depth += 1;
    if (token.text === "(") depth -= 1;
    if (depth === 0 && (token.text === ";" || afterSet.some((word) => isWord(token, word)))) return false;
    if (depth === 0 && isWord(token, "SET")) return true;
  }
  return false;
}

const afterSet = ["SELECT", "FROM", "WHERE", "VALUES", "RETURNING", "ORDER"];

/** `UPDATE OF `, and after each comma of its list. */
function isWatched(tokens: readonly Token[]): boolean {
  let at = tokens.length - 1;
  while (tokens[at]?.text === ",") at -= 2;
  return isWord(tokens[at], "OF") && isWord(tokens[at - 1], "UPDATE");
}
