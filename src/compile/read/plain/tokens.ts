import { NotPlain } from "./not-plain.ts";

export interface Token {
  readonly kind: "word" | "string" | "number" | "bigint" | "template" | "mark";
  /**
   * A mark or word as written; for a string its value, and for a number its shortest form. `end` is the mark at the
   * end.
   */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Whether there is a line break before it. */
  readonly onNewLine: boolean;
  /** Whether it is a piece of a template that ends with `${`. */
  readonly open: boolean;
}

type Place = { -readonly [Field in keyof Token]: Token[Field] };

function empty(): Place {
  return { kind: "mark", text: "", start: 0, end: 0, onNewLine: false, open: false };
}

/**
 * The tokens of plain declarations. Throws NotPlain at anything else. A token is only valid until the one after the next
 * is read: there are two objects, which are used in turn.
 */
export class Text {
  readonly text: string;
  #at = 0;
  #token = empty();
  #other = empty();

  constructor(text: string) {
    this.text = text;
  }

  next(): Token {
    const onNewLine = this.#skipTrivia();
    const start = this.#at;
    const { text } = this;
    if (start >= text.length) return this.#made("mark", "end", start, onNewLine);
    const code = text.charCodeAt(start);
    if (isNameStart[code] === true) {
      let end = start + 1;
      while (isNamePart[text.charCodeAt(end)] === true) end++;
      this.#at = end;
      this.#refuseOddName();
      return this.#made("word", sameText(text.slice(start, end)), start, onNewLine);
    }
    if (isDigit(code)) return this.#number(start, onNewLine);
    if (code === 0x22 || code === 0x27) return this.#string(start, code, onNewLine);
    if (code === 0x60) return this.#piece(start, onNewLine);
    const mark = this.#mark(start, code);
    this.#at = start + mark.length;
    return this.#made("mark", mark, start, onNewLine);
  }

  /** A token that ends here. */
  #made(kind: Token["kind"], text: string, start: number, onNewLine: boolean, open = false): Token {
    const token = this.#other;
    this.#other = this.#token;
    this.#token = token;
    token.kind = kind;
    token.text = text;
    token.start = start;
    token.end = this.#at;
    token.onNewLine = onNewLine;
    token.open = open;
    return token;
  }

  #mark(start: number, code: number): string {
    const { text } = this;
    if (code === 0x3d && text.startsWith("=>", start)) return "=>";
    if (code === 0x2e && text.startsWith("...", start)) return "...";
    const mark = text.charAt(start);
    const isDouble = (code === 0x3d || code === 0x2d) && text.charCodeAt(start + 1) === code;
    if (!marks.has(mark) || isDouble) throw new NotPlain();
    return mark;
  }

  /** The rest of a template, from the brace that ends an interpolation. */
  restOfTemplate({ start, onNewLine }: Token): Token {
    return this.#piece(start, onNewLine);
  }

  /** Whether the last parenthesis read begins the parameters of a function: only plain names. */
  isArrowAhead(): boolean {
    arrow.lastIndex = this.#at;
    return arrow.test(this.text);
  }

  /** Passes white space and comments; true if a line ended there. */
  #skipTrivia(): boolean {
    const { text } = this;
    let onNewLine = false;
    for (;;) {
      const code = text.charCodeAt(this.#at);
      if (code === 0x0a || code === 0x0d) onNewLine = true;
      else if (code !== 0x20 && code !== 0x09) {
        if (code !== 0x2f) return onNewLine;
        const second = text.charCodeAt(this.#at + 1);
        if (second === 0x2f) {
          while (this.#at < text.length && !isLineEnd(text.charCodeAt(this.#at))) this.#at++;
          continue;
        }
        const end = second === 0x2a ? text.indexOf("*/", this.#at + 2) : -1;
        if (end < 0) throw new NotPlain();
        onNewLine ||= /[\r\n]/.test(text.slice(this.#at, end));
        this.#at = end + 1;
      }
      this.#at++;
    }
  }

  #number(start: number, onNewLine: boolean): Token {
    const { text } = this;
    decimal.lastIndex = start;
    const written = decimal.exec(text)?.[0];
    if (written === undefined) throw new NotPlain();
    this.#at = start + written.length;
    const isBig = text.charAt(this.#at) === "n" && !written.includes(".");
    if (isBig) this.#at++;
    const after = text.charCodeAt(this.#at);
    if (isNamePart[after] === true || after === 0x2e || after > 0x7f || after === 0x5c) throw new NotPlain();
    return isBig
      ? this.#made("bigint", `${written}n`, start, onNewLine)
      : this.#made("number", String(Number(written)), start, onNewLine);
  }

  #string(start: number, quote: number, onNewLine: boolean): Token {
    const { text } = this;
    let at = start + 1;
    let escaped = false;
    for (; text.charCodeAt(at) !== quote; at++) {
      const code = text.charCodeAt(at);
      if (Number.isNaN(code) || isLineEnd(code)) throw new NotPlain();
      if (code !== 0x5c) continue;
      escaped = true;
      at++;
    }
    const inside = text.slice(start + 1, at);
    this.#at = at + 1;
    return this.#made("string", escaped ? unescaped(inside) : inside, start, onNewLine);
  }

  /** A piece of a template: from a quote or brace to `${` or a quote. */
  #piece(start: number, onNewLine: boolean): Token {
    const { text } = this;
    let at = start + 1;
    let odd = false;
    for (; ; at++) {
      const code = text.charCodeAt(at);
      if (Number.isNaN(code)) throw new NotPlain();
      if (code === 0x60 || (code === 0x24 && text.charCodeAt(at + 1) === 0x7b)) break;
      if (code === 0x0d) odd = true;
      if (code !== 0x5c) continue;
      odd = true;
      at++;
    }
    const open = text.charCodeAt(at) === 0x24;
    const inside = text.slice(start + 1, at);
    this.#at = at + (open ? 2 : 1);
    const value = odd ? unescaped(inside.replace(/\r\n?/g, "\n")) : inside;
    return this.#made("template", value, start, onNewLine, open);
  }

  /** Letters of other alphabets, and escapes in names. */
  #refuseOddName(): void {
    const code = this.text.charCodeAt(this.#at);
    if (code > 0x7f || code === 0x5c) throw new NotPlain();
  }
}

/** The same few words make up thousands of columns, and each is kept once. */
const words = new Map<string, string>();

function sameText(word: string): string {
  const known = words.get(word);
  if (known === undefined) words.set(word, word);
  return known ?? word;
}

const marks = new Set(["{", "}", "(", ")", "[", "]", ".", ",", ":", ";", "=", "-", "*", "<", ">"]);
const decimal = /(?:0|[1-9][0-9]*)(?:\.[0-9]+)?/y;
const arrow = /\s*(?:[A-Za-z_$][\w$]*\s*(?:,\s*[A-Za-z_$][\w$]*\s*)*,?\s*)?\)\s*=>/y;

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "`": "`",
  $: "$",
};

function unescaped(text: string): string {
  return text.replace(/\\([\s\S]?)/g, (_, letter: string) => {
    const meant = escapes[letter];
    if (meant === undefined) throw new NotPlain();
    return meant;
  });
}

/** By the code of a character. */
const isNameStart = /* @__PURE__ */ Array.from(
  { length: 128 },
  (_, code) => /[\w$]/.test(String.fromCharCode(code)) && !isDigit(code),
);
const isNamePart = /* @__PURE__ */ isNameStart.map((starts, code) => starts || isDigit(code));

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}
