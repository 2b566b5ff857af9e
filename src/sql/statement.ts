import { isWord, type Token, significant, tokenize } from "./tokens.ts";

/** True where the text is one statement and nothing else; the semicolons of a trigger's body are its own. */
export function isOneStatement(sql: string): boolean {
  const tokens = significant(tokenize(sql));
  if (tokens.length === 0 || tokens.some((token) => token.kind === "bad")) return false;
  return statementEnd(tokens) === tokens.length;
}

/**
 * How many of these significant tokens belong to the first statement, its semicolon included; all of them where it has no
 * end. As sqlite3_complete() does it: the statements of a trigger's body each end in a semicolon, and the trigger ends at
 * the first END behind one. The END of a CASE never follows a semicolon, and neither does a column that is called `end`.
 */
export function statementEnd(tokens: readonly Token[]): number {
  const inTrigger = createsTrigger(tokens);
  for (const [at, token] of tokens.entries()) {
    if (token.text !== ";") continue;
    if (!inTrigger) return at + 1;
    if (isWord(tokens[at + 1], "END")) return tokens[at + 2]?.text === ";" ? at + 3 : at + 2;
  }
  return tokens.length;
}

/** A table, a view or an index may be called `trigger`. */
function createsTrigger([create, first, second]: readonly Token[]): boolean {
  if (!isWord(create, "CREATE")) return false;
  const isTemporary = isWord(first, "TEMP") || isWord(first, "TEMPORARY");
  return isWord(isTemporary ? second : first, "TRIGGER");
}

/** The statement with its semicolon, which a comment at its end must not swallow. */
export function terminated(sql: string): string {
  const last = tokenize(sql.trimEnd()).at(-1);
  return last?.kind === "comment" && last.text.startsWith("--") ? `${sql.trimEnd()}\n;` : `${sql.trimEnd()};`;
}
