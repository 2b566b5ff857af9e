import { closed } from "./fragment.ts";
import { firstTokens, isWord, type Token, significant, tokenize } from "./tokens.ts";

/** True where the text is one statement and nothing else; the semicolons of a trigger's body are its own. */
export function isOneStatement(sql: string): boolean {
  const tokens = significant(tokenize(sql));
  if (tokens.length === 0 || tokens.some((token) => token.kind === "bad")) return false;
  return statementEnd(tokens) === tokens.length;
}

/**
 * Where the statement that begins at `from` ends among these significant tokens, behind its semicolon; at their end where
 * it has none. As sqlite3_complete() does it: the statements of a trigger's body each end in a semicolon, and the trigger ends at
 * the first END behind one. The END of a CASE never follows a semicolon, and neither does a column that is called `end`.
 */
export function statementEnd(tokens: readonly Token[], from = 0): number {
  const inTrigger = createsTrigger(tokens, from);
  for (let at = from; at < tokens.length; at += 1) {
    if (tokens[at]?.text !== ";") continue;
    if (!inTrigger) return at + 1;
    if (isWord(tokens[at + 1], "END")) return tokens[at + 2]?.text === ";" ? at + 3 : at + 2;
  }
  return tokens.length;
}

/** A table, a view or an index may be called `trigger`. */
function createsTrigger(tokens: readonly Token[], from: number): boolean {
  const [create, first, second] = tokens.slice(from, from + 3);
  if (!isWord(create, "CREATE")) return false;
  return isWord(isWord(first, "TEMP", "TEMPORARY") ? second : first, "TRIGGER");
}

/** The statements of a script, each as its tokens, which know where they stand; without their semicolons. */
export function statementsIn(sql: string): readonly (readonly Token[])[] {
  const tokens = significant(tokenize(sql));
  const statements: (readonly Token[])[] = [];
  for (let from = 0; from < tokens.length; ) {
    const end = statementEnd(tokens, from);
    const statement = tokens.slice(from, tokens[end - 1]?.text === ";" ? end - 1 : end);
    if (statement.length > 0) statements.push(statement);
    from = end;
  }
  return statements;
}

/** The statement with its semicolon, which a comment at its end must not swallow. */
export function terminated(sql: string): string {
  return `${closed(sql.trimEnd())};`;
}

/** What an EXPLAIN asks for; null for a statement that is run. */
export function explained(sql: string): "code" | "plan" | null {
  const [first, second] = firstTokens(sql, 2);
  if (!isWord(first, "EXPLAIN")) return null;
  return isWord(second, "QUERY") ? "plan" : "code";
}

/** Without the semicolon at its end, so that it can stand inside another statement. */
export function withoutSemicolon(sql: string): string {
  const last = significant(tokenize(sql)).at(-1);
  return last?.text === ";" ? sql.slice(0, last.start) + sql.slice(last.end) : sql;
}
