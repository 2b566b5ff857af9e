import { ts } from "../syntax.ts";
import { getStart, made, type Node } from "./node.ts";
import { NotPlain } from "./not-plain.ts";
import type { Text, Token } from "./tokens.ts";
import { reserved } from "./words.ts";

/** The position of the reader in a text, and the token that it reads next. */
export class Cursor {
  protected readonly text: Text;
  protected token: Token;
  /** Where the last token ended. */
  protected before = 0;

  constructor(text: Text) {
    this.text = text;
    this.token = text.next();
  }

  protected is(what: string): boolean {
    return this.token.kind === "mark" && this.token.text === what;
  }

  protected isKind(kind: Token["kind"]): boolean {
    return this.token.kind === kind;
  }

  protected isWord(word: string): boolean {
    return this.token.kind === "word" && this.token.text === word;
  }

  protected advance(): Token {
    const token = this.token;
    this.before = token.end;
    this.token = this.text.next();
    return token;
  }

  protected take(mark: string): Token {
    if (!this.is(mark)) throw new NotPlain();
    return this.advance();
  }

  protected takeWord(word: string): Token {
    if (!this.isWord(word)) throw new NotPlain();
    return this.advance();
  }

  protected skip(mark: string): boolean {
    const found = this.is(mark);
    if (found) this.advance();
    return found;
  }

  protected made(kind: ts.SyntaxKind, pos: number, start: number): Node {
    return made(kind, pos, start, this.before);
  }

  /** A word that may be a name. */
  protected name(): Node {
    if (this.token.kind !== "word" || reserved.has(this.token.text)) throw new NotPlain();
    return this.identifier();
  }

  protected identifier(): Node {
    return this.literal(ts.SyntaxKind.Identifier);
  }

  /** A token that is a node: a name, a string, a number. */
  protected literal(kind: ts.SyntaxKind): Node {
    const pos = this.before;
    const { text, start } = this.advance();
    return { kind, pos, start, end: this.before, getStart, text };
  }
}
