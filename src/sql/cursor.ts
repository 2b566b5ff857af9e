import type { Expected, Unread } from "../model/reason.ts";
import { type Token, significantIn, unquote } from "./tokens.ts";

/** A piece of SQL that a reader does not understand. Becomes the reason why an object is opaque. */
export class UnknownSql extends Error {
  readonly reason: Unread;
  constructor(reason: Unread) {
    super(JSON.stringify(reason));
    this.reason = reason;
  }
}

/** The result of reading a statement, or why it was not understood. */
export function attemptRead<T>(
  read: () => T,
): { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: Unread } {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    if (error instanceof UnknownSql) return { ok: false, why: error.reason };
    throw error;
  }
}

/** Walks over the significant tokens of one statement. */
export class Cursor {
  readonly sql: string;
  readonly tokens: readonly Token[];
  at = 0;

  constructor(sql: string) {
    this.sql = sql;
    this.tokens = significantIn(sql);
  }

  get token(): Token | undefined {
    return this.tokens[this.at];
  }

  /** The end of the token before the current one. */
  get behind(): number {
    return this.tokens[this.at - 1]?.end ?? 0;
  }

  /** True if the next tokens are these bare keywords or operators, in any case. */
  sees(first: string, second?: string, third?: string): boolean {
    const { tokens, at } = this;
    if (!is(tokens[at], first)) return false;
    if (second !== undefined && !is(tokens[at + 1], second)) return false;
    return third === undefined || is(tokens[at + 2], third);
  }

  /** Consumes these words if they come next, all or none. */
  takes(first: string, second?: string, third?: string): boolean {
    if (!this.sees(first, second, third)) return false;
    this.at += second === undefined ? 1 : third === undefined ? 2 : 3;
    return true;
  }

  takesOne(...words: readonly string[]): string | null {
    return words.find((word) => this.takes(word)) ?? null;
  }

  expect(first: string, second?: string, third?: string): void {
    if (this.takes(first, second, third)) return;
    const words = [first, second, third].filter((word) => word !== undefined);
    this.unknown({ what: "keyword", word: words.join(" ") });
  }

  next(): Token {
    const token = this.token;
    if (token === undefined) return this.unknown({ what: "more" });
    this.at += 1;
    return token;
  }

  /** An identifier in any of SQLite's spellings, including string literals, which SQLite accepts as names, too. */
  name(): string {
    const token = this.next();
    if (token.kind === "word" || token.kind === "name" || token.kind === "string") return unquote(token.text);
    this.at -= 1;
    return this.unknown({ what: "name" });
  }

  /** The text between a parenthesis and its partner; both are consumed. */
  parenthesized(): string {
    this.expect("(");
    const start = this.behind;
    this.skipToClose();
    const end = this.token?.start ?? start;
    this.expect(")");
    return this.sql.slice(start, end).trim();
  }

  /** Moves to the `)` that closes the group the cursor is in. */
  skipToClose(): void {
    for (let depth = 0; !(depth === 0 && this.sees(")")); ) {
      const { text } = this.next();
      if (text === "(") depth += 1;
      else if (text === ")") depth -= 1;
    }
  }

  /** The texts between commas, up to the `)` that closes the group the cursor is in; that is not consumed. */
  commaSeparated(): string[] {
    const parts: string[] = [];
    let start = this.behind;
    for (let depth = 0; !(depth === 0 && this.sees(")")); ) {
      const { text, start: at, end } = this.next();
      if (text === "(") depth += 1;
      else if (text === ")") depth -= 1;
      else if (text === "," && depth === 0) {
        parts.push(this.sql.slice(start, at).trim());
        start = end;
      }
    }
    parts.push(this.sql.slice(start, this.token?.start ?? start).trim());
    return parts;
  }

  /** The rest of the statement, without its semicolon; nothing is consumed. */
  rest(): string {
    const last = this.tokens.at(-1);
    const end = last?.text === ";" ? last.start : (last?.end ?? this.sql.length);
    return this.sql.slice(this.behind, end).trim();
  }

  unknown(expected: Expected): never {
    throw new UnknownSql({ kind: "unread", found: this.token?.text ?? null, expected });
  }

  end(): void {
    this.takes(";");
    if (this.token !== undefined) this.unknown({ what: "end" });
  }
}

function is(token: Token | undefined, word: string): boolean {
  if (token === undefined || token.text.length !== word.length) return false;
  if (token.kind !== "word") return token.kind === "operator" && token.text === word;
  return token.text === word || token.text.toUpperCase() === word;
}
