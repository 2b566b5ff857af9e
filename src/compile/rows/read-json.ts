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
    const names: string[] = [];
    const cells: unknown[] = [];
    const places: { key: RawRow["at"]; value: RawRow["at"] }[] = [];
    this.#space();
    const start = this.#at;
    this.#need("{", 'a row: { "id": 1, "name": "…" }');
    for (let more = !this.#takes("}"); more; ) {
      this.#space();
      const from = this.#at;
      const name = this.#string();
      const key = this.#span(from);
      if (names.includes(name))
        throw declarationError("duplicate-key", key, `\`${name}\` is here twice`, ["keep one of the two"], {
          subject: name,
        });
      this.#need(":", "a colon and a value");
      this.#space();
      const begins = this.#at;
      names.push(name);
      cells.push(this.#value());
      places.push({ key, value: this.#span(begins) });
      more = this.#goesOn("}");
    }
    return { at: this.#span(start), names, cells, places };
  }

  #value(): unknown {
    const rest = this.#text.slice(this.#at, this.#at + 5);
    for (const [word, value] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const)
      if (rest.startsWith(word)) {
        this.#at += word.length;
        return value;
      }
    if (this.#text[this.#at] === '"') return this.#string();
    if (this.#text[this.#at] === "{" || this.#text[this.#at] === "[")
      throw this.#wrong("a value of a row cannot be a list or an object", 'write JSON as a string: "[1, 2]"');
    return this.#number();
  }

  #number(): number | bigint {
    const pattern = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) throw this.#wrong("a value belongs here", "a number, a string, true, false or null");
    this.#at += found[0].length;
    if (found[1] !== undefined || found[2] !== undefined) return Number(found[0]);
    const value = BigInt(found[0]);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }

  #string(): string {
    if (this.#text[this.#at] !== '"') throw this.#wrong("a string belongs here", 'write it in double quotes: "name"');
    let end = this.#at + 1;
    while (end < this.#text.length && this.#text[end] !== '"') end += this.#text[end] === "\\" ? 2 : 1;
    try {
      const value: unknown = JSON.parse(this.#text.slice(this.#at, end + 1));
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
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? "")) this.#at++;
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
