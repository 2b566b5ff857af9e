import { fold } from "../model/names.ts";
import { fallbackWords, keywords } from "./keywords.ts";

/**
 * A lossless tokenizer for SQLite's SQL: the texts of the tokens, joined, are the input. It follows sqlite3GetToken in
 * SQLite's tokenize.c; what is illegal there is `bad` here.
 */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `word` is a bare identifier or keyword, `name` one in double quotes, backticks or brackets. */
export type TokenKind =
  | "space"
  | "comment"
  | "word"
  | "name"
  | "string"
  | "blob"
  | "number"
  | "variable"
  | "operator"
  | "bad";

interface Shape {
  readonly kind: TokenKind;
  readonly first: RegExp;
  readonly whole: RegExp;
}

/** What a token of each kind begins with, and what it looks like. */
const shapes: readonly Shape[] = [
  { kind: "space", first: /[ \t\n\f\r]/, whole: /[ \t\n\f\r]+/y },
  { kind: "comment", first: /[-/]/, whole: /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y },
  { kind: "blob", first: /[xX]/, whole: /[xX]'(?:[0-9a-fA-F]{2})*'/y },
  { kind: "word", first: /[A-Za-z_\u0080-\uffff]/, whole: /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y },
  { kind: "string", first: /'/, whole: /'[^']*(?:''[^']*)*'/y },
  { kind: "name", first: /["`[]/, whole: /"[^"]*(?:""[^"]*)*"|`[^`]*(?:``[^`]*)*`|\[[^\]]*\]/y },
  { kind: "number", first: /[0-9.]/, whole: /0[xX][0-9a-fA-F]+|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y },
  { kind: "variable", first: /[?@:#$]/, whole: /\?[0-9]*|[@:#$][A-Za-z0-9_$\u0080-\uffff:]+/y },
  { kind: "operator", first: /[-+*/%<>=!&|~(),;.]/, whole: /->>|->|\|\||<<|>>|<=|>=|<>|==|!=|[-+*/%<>=&|~(),;.]/y },
];

/** By the first character of a token, so that only possible shapes are tried; all characters beyond ASCII are alike. */
const byLetter: (typeof shapes | undefined)[] = Array.from({ length: 129 });

function shapesAt(code: number): typeof shapes {
  const letter = Math.min(code, 128);
  const known = byLetter[letter];
  if (known !== undefined) return known;
  const possible = shapes.filter(({ first }) => first.test(String.fromCharCode(letter)));
  byLetter[letter] = possible;
  return possible;
}

export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const token = tokenAt(sql, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

/** A token wherever it occurs, and most of a long list of values. */
const alone = new Set(["(", ")", ",", ";"].map((text) => text.charCodeAt(0)));

function tokenAt(sql: string, start: number): Token {
  if (alone.has(sql.charCodeAt(start))) return { kind: "operator", text: sql[start] as string, start, end: start + 1 };
  const possible = shapesAt(sql.charCodeAt(start));
  // Counted, because until V8 optimises it, an iterator costs as much as the token.
  for (let n = 0; n < possible.length; n++) {
    const { kind, whole } = possible[n] as Shape;
    whole.lastIndex = start;
    if (!whole.test(sql)) continue;
    const end = whole.lastIndex;
    return { kind, text: sql.slice(start, end), start, end };
  }
  return { kind: "bad", text: sql[start] as string, start, end: start + 1 };
}

/** The tokens of a text without white space and comments, or only so many; of a long one, the others are not even made. */
export function significantIn(sql: string, most = Number.POSITIVE_INFINITY): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < sql.length && tokens.length < most; ) {
    const code = sql.charCodeAt(at);
    if (code === 0x20 || code === 0x0a) {
      at += 1;
      continue;
    }
    const token = tokenAt(sql, at);
    if (isSignificant(token)) tokens.push(token);
    at = token.end;
  }
  return tokens;
}

/** Without white space and comments. */
export function significant(tokens: readonly Token[]): Token[] {
  return tokens.filter(isSignificant);
}

function isSignificant({ kind }: Token): boolean {
  return kind !== "space" && kind !== "comment";
}

/** True if the token is one of these keywords, in any case and without quotes. */
export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === "word" && words.includes(token.text.toUpperCase());
}

/** True if the first parenthesis is closed by the last token. */
function isWrapped(tokens: readonly Token[]): boolean {
  if (tokens[0]?.text !== "(") return false;
  let depth = 0;
  for (const [n, token] of tokens.entries()) {
    if (token.text === "(") depth += 1;
    else if (token.text === ")") depth -= 1;
    if (depth === 0) return n === tokens.length - 1;
  }
  return false;
}

/** Without the outer parentheses; any number of them is meaningless. */
export function unwrapped(tokens: readonly Token[]): readonly Token[] {
  let inside = tokens;
  while (inside.length > 2 && isWrapped(inside)) inside = inside.slice(1, -1);
  return inside;
}

/** The name that a token represents: unquoted, or as it is. */
export function unquote(text: string): string {
  const first = text[0];
  if (first === "[") return text.slice(1, -1);
  if (first === '"' || first === "`" || first === "'") return text.slice(1, -1).replaceAll(first + first, first);
  return text;
}

/** True if the bare word is a keyword that cannot be a name without quotes. */
export function isReserved(word: string): boolean {
  const upper = word.toUpperCase();
  return keywords.has(upper) && !fallbackWords.has(upper);
}

/**
 * A canonical form for comparing SQL: the tokens without comments and white space, names without quotes, keywords in
 * one case, literals exact. `names: "exact"` keeps the case of names, for views, where a name may become the name of a
 * result column.
 */
export function canon(sql: string, names: "fold" | "exact" = "fold"): string {
  return significantIn(sql)
    .map((token) => canonToken(token, names))
    .join(" ");
}

export function canonToken(token: Token, names: "fold" | "exact" = "fold"): string {
  if (token.kind === "word") {
    const upper = token.text.toUpperCase();
    return keywords.has(upper) ? upper : canonName(token.text, names);
  }
  if (token.kind === "name") {
    const name = unquote(token.text);
    const upper = name.toUpperCase();
    return fallbackWords.has(upper) ? upper : canonName(name, names);
  }
  return token.kind === "string" ? token.text : token.text.toLowerCase();
}

function canonName(name: string, names: "fold" | "exact"): string {
  const shown = names === "exact" ? name : fold(name);
  return `"${shown.replaceAll('"', '""')}"`;
}
