import { closed } from "./fragment.ts";
import { isWord, significantIn, type Token } from "./tokens.ts";

/** True if the text is exactly one statement; semicolons in a trigger's body do not end it. */
export function isOneStatement(sql: string): boolean {
  return isPlain(sql) ? sql.trim() !== "" : areOneStatement(significantIn(sql));
}

/** Most are made of these alone, without a semicolon; then nothing is open if the quotes come in pairs. */
const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_ \n(),.<>=+*%|'";
const isPlainCode = /* @__PURE__ */ Array.from({ length: 128 }, (_, code) => plain.includes(String.fromCharCode(code)));

function isPlain(sql: string): boolean {
  let quotes = 0;
  for (let at = 0; at < sql.length; at++) {
    const code = sql.charCodeAt(at);
    if (isPlainCode[code] !== true) return false;
    if (code === 0x27) quotes += 1;
  }
  return quotes % 2 === 0;
}

/** The same for tokens, without white space and comments. */
export function areOneStatement(tokens: readonly Token[]): boolean {
  if (tokens.length === 0 || tokens.some((token) => token.kind === "bad")) return false;
  return statementEnd(tokens) === tokens.length;
}

/**
 * The index of the significant token after the statement that begins at `from` and its semicolon; the end of the tokens
 * if it has none. Works like sqlite3_complete(): the statements in a trigger's body each end with a semicolon, and the
 * trigger ends at the first END after one. The END of a CASE never follows a semicolon, and neither does a column named
 * `end`.
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

/** A table, a view or an index may be named `trigger`. */
function createsTrigger(tokens: readonly Token[], from: number): boolean {
  const [create, first, second] = tokens.slice(from, from + 3);
  if (!isWord(create, "CREATE")) return false;
  return isWord(isWord(first, "TEMP", "TEMPORARY") ? second : first, "TRIGGER");
}

/** The statements of a script, each as its tokens, with their positions; without the semicolons. */
export function statementsIn(sql: string): readonly (readonly Token[])[] {
  const tokens = significantIn(sql);
  const statements: (readonly Token[])[] = [];
  for (let from = 0; from < tokens.length; ) {
    const end = statementEnd(tokens, from);
    const statement = tokens.slice(from, tokens[end - 1]?.text === ";" ? end - 1 : end);
    if (statement.length > 0) statements.push(statement);
    from = end;
  }
  return statements;
}

/** The statement with its semicolon, which a trailing comment must not swallow. */
export function terminated(sql: string): string {
  return `${closed(sql.trimEnd())};`;
}

/** The statement inside an EXPLAIN; null for any other statement. */
export function explained(sql: string): "code" | "plan" | null {
  const [first, second] = significantIn(sql, 2);
  if (!isWord(first, "EXPLAIN")) return null;
  return isWord(second, "QUERY") ? "plan" : "code";
}

/** Without its final semicolon, so that it can be put inside another statement. */
export function withoutSemicolon(sql: string): string {
  if (!sql.includes(";")) return sql;
  const last = significantIn(sql).at(-1);
  return last?.text === ";" ? sql.slice(0, last.start) + sql.slice(last.end) : sql;
}
