import { fold, sameName } from "../model/names.ts";
import { quoteName } from "./quote.ts";
import { type Token, significant, tokenize, unquote } from "./tokens.ts";

/**
 * The text of a CREATE TABLE under another name. In its own expressions a table may be named before a dot
 * (`CHECK (tune.length > 0)`); those names change too. What it references by REFERENCES stays.
 */
export function retarget(createTable: string, from: string, to: string): string {
  const tokens = significant(tokenize(createTable));
  const replaced = tokens.filter((token, n) => isOwnName(tokens, n, token, from));
  let text = createTable;
  for (const token of replaced.reverse()) text = text.slice(0, token.start) + quoteName(to) + text.slice(token.end);
  return text;
}

function isOwnName(tokens: readonly Token[], n: number, token: Token, name: string): boolean {
  if (token.kind !== "word" && token.kind !== "name" && token.kind !== "string") return false;
  if (!sameName(unquote(token.text), name)) return false;
  const isObject = n === 2 || (n === 4 && tokens[3]?.text === ".");
  const qualifies = token.kind !== "string" && tokens[n + 1]?.text === "." && tokens[n - 1]?.text !== ".";
  return isObject || qualifies;
}

/**
 * Every name that a piece of SQL could mean an object or a column by, folded. SQLite reads a string as a name where nothing
 * but a name can stand, so strings count, unless they are said not to.
 */
export function mentions(
  sql: string,
  { strings }: { readonly strings: boolean } = { strings: true },
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { kind, text } of tokenize(sql))
    if (kind === "word" || kind === "name" || (kind === "string" && strings)) names.add(fold(unquote(text)));
  return names;
}

/** The text of a CREATE VIRTUAL TABLE under another name. */
export function retargetVirtual(text: string, to: string): string {
  const name = significant(tokenize(text))[3] as Token;
  return text.slice(0, name.start) + quoteName(to) + text.slice(name.end);
}
