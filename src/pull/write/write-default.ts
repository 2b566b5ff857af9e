import type { Sql } from "../../model/schema.ts";
import { quoteText } from "../../sql/quote.ts";
import { isNameAsText } from "../../sql/read-column.ts";
import { significantIn, unquote } from "../../sql/tokens.ts";
import { stringLiteral } from "./literal.ts";
import type { Pen } from "./pen.ts";
import { sqlTemplate } from "./sql-layout.ts";
import type { ValueKind } from "./write-column.ts";

/** A default as a plain value if that means exactly the same, otherwise as SQL. */
export function writeDefault(value: Sql, kind: ValueKind, pen: Pen): string {
  const sql = value.text.startsWith("(") ? unwrapped(value.text) : asText(value.text);
  const tokens = significantIn(sql);
  const [first, second] = tokens;
  if (tokens.length === 1 && first !== undefined) {
    if (first.kind === "string" && (kind === "string" || kind === "unknown") && !first.text.includes("\0")) {
      return stringLiteral(unquote(first.text));
    }
    if (first.kind === "number" && isPlainNumber(first.text) && kind !== "string" && kind !== "Uint8Array")
      return first.text;
    if (first.kind === "word" && first.text.toUpperCase() === "NULL") return "null";
  }
  if (tokens.length === 2 && first?.text === "-" && second?.kind === "number" && isPlainNumber(second.text)) {
    if (kind === "number" || kind === "unknown") return `-${second.text}`;
  }
  pen.word("sql");
  return sqlTemplate(sql, { indent: "  " });
}

/** `DEFAULT "none"` and `DEFAULT none` as the strings that they are. In parentheses, they would mean something else. */
function asText(sql: string): string {
  const [token, second] = significantIn(sql);
  return token !== undefined && second === undefined && isNameAsText(token) ? quoteText(unquote(token.text)) : sql;
}

/** The vocabulary adds the pair of parentheses that SQL requires around an expression. */
function unwrapped(text: string): string {
  if (!text.startsWith("(")) return text;
  const tokens = significantIn(text);
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first?.text !== "(" || last?.text !== ")") return text;
  let depth = 0;
  for (const token of tokens) {
    if (token.text === "(") depth += 1;
    if (token.text === ")") depth -= 1;
    if (depth === 0 && token !== last) return text;
  }
  return text.slice(first.end, last.start).trim();
}

/** When written back, the number has exactly the same digits. */
function isPlainNumber(text: string): boolean {
  return text !== "0" ? String(Number(text)) === text : true;
}
