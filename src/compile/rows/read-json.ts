import { declarationError } from "../read/declaration-error.ts";
import type { ProblemError } from "../../problem/problem.ts";
import type { RawRow } from "./raw-rows.ts";

/** The rows of a JSON file: a list of objects whose keys are columns. Integers keep all their digits. */
export function readJson(file: string, text: string): readonly RawRow[] {
  return new Reader(file, text).rows();
}

/** A JSON parser of our own: `JSON.parse` rounds long integers and gives no positions. */
class Reader {
  readonly #file: string;
  readonly #text: string;
  #at = 0;
  /** Those of the last row: most have the same. */
  #names: readonly string[] = [];
  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
  }

  rows(): readonly RawRow[] {
    const rows: RawRow[] = [];
    this.#need("[", "a list of rows: [{ … }, { … }]");
    for (let more = !this.#takes("]"); more; ) {
      rows.push(this.#row());
      more = this.#goesOn("]");
    }
    this.#space();
    if (this.#at < this.#text.length) throw this.#wrong("there is text after the list", "remove it");
    return rows;
  }

  #row(): RawRow {
    const places: number[] = [];
    this.#space();
    const start = this.#at;
    this.#need("{", 'a row: { "id": 1, "name": "…" }');
    const names: string[] = [];
    const cells: unknown[] = [];
    for (let more = !this.#takes("}"); more; more = this.#goesOn("}")) {
      this.#space();
      const from = this.#at;
      const name = this.#string();
      if (names.includes(name))
        throw declarationError(
          "duplicate-key",
          this.#span(from),
          `\`${name}\` is here twice`,
          ["keep one of the two"],
          {
            subject: name,
          },
        );
      places.push(from, this.#at);
      this.#need(":", "a colon and a value");
      this.#space();
      places.push(this.#at);
      names.push(name);
      cells.push(this.#value());
      places.push(this.#at);
    }
    if (names.join("\0") !== this.#names.join("\0")) this.#names = names;
    const file = this.#file;
    return {
      at: this.#span(start),
      names: this.#names,
      cells,
      // Of a long list, few are ever asked for.
      get places() {
        return names.map((_, n) => {
          const [from = 0, to = 0, begins = 0, ends = 0] = places.slice(4 * n, 4 * n + 4);
          return { key: { file, start: from, end: to }, value: { file, start: begins, end: ends } };
        });
      },
    };
  }

  #value(): unknown {
    const first = this.#text[this.#at];
    if (first === '"') return this.#string();
    for (const [word, value] of words)
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    if (first === "{" || first === "[")
      throw this.#wrong("a value of a row cannot be a list or an object", 'write JSON as a string: "[1, 2]"');
    return this.#number();
  }

  #number(): number | bigint {
    number.lastIndex = this.#at;
    const found = number.exec(this.#text);
    if (found === null) throw this.#wrong("a value belongs here", "a number, a string, true, false or null");
    this.#at += found[0].length;
    const value = Number(found[0]);
    if (found[1] !== undefined || found[2] !== undefined) return value;
    // An integer has no minus zero.
    return Number.isSafeInteger(value) ? value + 0 : BigInt(found[0]);
  }

  #string(): string {
    const text = this.#text;
    if (text[this.#at] !== '"') throw this.#wrong("a string belongs here", 'write it in double quotes: "name"');
    let end = text.indexOf('"', this.#at + 1);
    const plain = end === -1 ? "\\" : text.slice(this.#at + 1, end);
    if (!marks.test(plain)) {
      this.#at = end + 1;
      return plain;
    }
    end = this.#at + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
    try {
      const value: unknown = JSON.parse(text.slice(this.#at, end + 1));
      this.#at = end + 1;
      return String(value);
    } catch {
      throw this.#wrong("this string cannot be read", "close its quote, and write a line end in it as \\n");
    }
  }

  #goesOn(end: string): boolean {
    if (this.#takes(end)) return false;
    this.#need(",", `a comma, or ${end}`);
    return true;
  }

  #takes(mark: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  #need(mark: string, what: string): void {
    if (!this.#takes(mark)) throw this.#wrong(`${what} belongs here`, "fix the JSON; an editor shows the same");
  }

  #space(): void {
    while (isSpace(this.#text.charCodeAt(this.#at))) this.#at++;
  }

  #span(start: number): RawRow["at"] {
    return { file: this.#file, start, end: this.#at };
  }

  #wrong(message: string, help: string): ProblemError {
    const start = Math.min(this.#at, Math.max(0, this.#text.length - 1));
    const at = { file: this.#file, start, end: start + 1 };
    return declarationError("rows-file", at, message, [help], { label: "cannot be read from here" });
  }
}

const words = [
  ["true", true],
  ["false", false],
  ["null", null],
] as const;
const number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
/** What a string cannot hold as it is. */
const marks = /[\\\u0000-\u001f]/;

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a;
}
