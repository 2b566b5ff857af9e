import { significantIn, type Token, tokenize } from "./tokens.ts";

/**
 * A piece of SQL to which something can be appended: after a comment that runs to the end of the line, on the next
 * line.
 */
export function closed(sql: string): string {
  if (!sql.includes("--")) return sql;
  return tokenize(sql).at(-1)?.text.startsWith("--") ? `${sql}\n` : sql;
}

/** The same SQL on one line: without comments, and with single spaces. Quoted text stays as it is. */
export function onOneLine(sql: string): string {
  const tokens = tokenize(sql);
  const isRoom = (token: Token | undefined) => token?.kind === "space" || token?.kind === "comment";
  const words = tokens.map((token, n) => (!isRoom(token) ? token.text : isRoom(tokens[n - 1]) ? "" : " "));
  return words.join("").trim();
}

/** The only token of a value, apart from signs and parentheses; null if there are more. */
export function loneToken(sql: string): Token | null {
  const [only, ...more] = significantIn(sql).filter(({ text }) => !["(", ")", "+", "-"].includes(text));
  return only === undefined || more.length > 0 ? null : only;
}

/** True if a value is one literal; CURRENT_TIMESTAMP and the like are not literals. */
export function isLiteral(sql: string): boolean {
  const token = loneToken(sql);
  return token !== null && (token.kind !== "word" || ["NULL", "TRUE", "FALSE"].includes(token.text.toUpperCase()));
}
