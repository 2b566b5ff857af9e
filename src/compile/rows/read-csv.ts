import { type Problem, ProblemError, type Span } from "../../problem/problem.ts";
import { declarationError } from "../read/declaration-error.ts";
import { Field, type RawRow } from "./raw-rows.ts";

export interface Csv {
  /** The first line, as a row that names the columns and holds nothing. */
  readonly head: RawRow;
  readonly rows: readonly RawRow[];
}

interface Line {
  readonly fields: readonly Field[];
  readonly start: number;
  readonly end: number;
}

/**
 * The rows of a CSV file: a first line with the names of the columns, and fields separated by commas, quoted with `"`
 * if they contain commas, quotes or line ends. An empty field without quotes is NULL.
 */
export function readCsv(file: string, text: string): Csv {
  const lines = linesOf(file, text);
  const [head, ...rest] = lines;
  if (head === undefined)
    throw declarationError(
      "rows-file",
      { file, start: 0, end: 0 },
      `${file} has no line with the names of the columns`,
      ["write the names of the columns in the first line: id,name"],
    );
  const names = head.fields.map((field) => field.text);
  const keys = spansOf(file, text, head.start);
  const twice = names.findIndex((name, n) => names.indexOf(name) !== n);
  if (twice !== -1) throw namedTwice(names[twice] ?? "", keys[twice] ?? lineAt(file, head));
  const problems: Problem[] = [];
  const rows = rest.flatMap((line): RawRow[] => {
    const at = lineAt(file, line);
    if (line.fields.length === names.length)
      return [
        {
          at,
          names,
          cells: line.fields,
          // Seldom needed, so the line is read again for it.
          get places() {
            return spansOf(file, text, line.start).map((value, n) => ({ key: keys[n] ?? at, value }));
          },
        },
      ];
    if (problems.length < 5) problems.push(...uneven(at, line.fields.length, names).problems);
    return [];
  });
  if (problems.length > 0) throw new ProblemError(...problems);
  const places = keys.map((key) => ({ key, value: key }));
  return { head: { at: lineAt(file, head), names, cells: [], places }, rows };
}

function lineAt(file: string, { start, end }: Pick<Line, "start" | "end">): Span {
  return { file, start, end };
}

/** Where the fields of the line are that begins here. */
function spansOf(file: string, text: string, start: number): readonly Span[] {
  const reader = new Reader(file, text);
  reader.at = start;
  const spans: Span[] = [];
  reader.line((from, to) => spans.push({ file, start: from, end: to }));
  return spans;
}

function namedTwice(name: string, at: Span): ProblemError {
  return declarationError("duplicate-key", at, `the column \`${name}\` is here twice`, ["keep one of the two"], {
    subject: name,
  });
}

function uneven(at: RawRow["at"], found: number, names: readonly string[]): ProblemError {
  return declarationError(
    "rows-file",
    at,
    `this line has ${found} ${found === 1 ? "field" : "fields"}, and the first line names ${names.length} columns`,
    ["put quotes around a field that contains a comma or a line end, and double the quotes inside it"],
    { label: `the columns are ${names.join(", ")}` },
  );
}

/** All lines that are not empty. */
function linesOf(file: string, text: string): readonly Line[] {
  const reader = new Reader(file, text);
  const lines: Line[] = [];
  while (reader.at < text.length) {
    const line = reader.line();
    if (line.end > line.start) lines.push(line);
  }
  return lines;
}

const [comma, quote, lineFeed, carriageReturn] = [0x2c, 0x22, 0x0a, 0x0d];

class Reader {
  at = 0;
  readonly #file: string;
  readonly #text: string;
  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
  }

  /** A line, and past its end. */
  line(field?: (start: number, end: number) => void): Line {
    const text = this.#text;
    const start = this.at;
    const fields: Field[] = [];
    for (;;) {
      const from = this.at;
      fields.push(text.charCodeAt(from) === quote ? this.#quoted() : this.#plain());
      field?.(from, this.at);
      const next = text.charCodeAt(this.at);
      if (next === comma) {
        this.at += 1;
        continue;
      }
      const end = this.at;
      if (end < text.length && next !== lineFeed && next !== carriageReturn) throw this.#goesOn(from);
      this.at += next === carriageReturn && text.charCodeAt(end + 1) === lineFeed ? 2 : 1;
      return { fields, start, end };
    }
  }

  #plain(): Field {
    const text = this.#text;
    const start = this.at;
    for (; this.at < text.length; this.at += 1) {
      const code = text.charCodeAt(this.at);
      if (code === comma || code === lineFeed || code === carriageReturn) break;
    }
    return new Field(text.slice(start, this.at), false);
  }

  #quoted(): Field {
    const start = this.at;
    let value = "";
    for (let from = start + 1; ; ) {
      const end = this.#text.indexOf('"', from);
      if (end === -1) throw this.#neverClosed(start);
      value += this.#text.slice(from, end);
      this.at = end + 1;
      if (this.#text.charCodeAt(end + 1) !== quote) return new Field(value, true);
      value += '"';
      from = end + 2;
    }
  }

  #goesOn(start: number): ProblemError {
    return declarationError(
      "rows-file",
      { file: this.#file, start, end: this.at + 1 },
      "there is text between the closing quote of this field and the next comma",
      ["double a quote inside a quoted field"],
      { label: "a quoted field ends here" },
    );
  }

  #neverClosed(start: number): ProblemError {
    const line = this.#text.indexOf("\n", start);
    return declarationError(
      "rows-file",
      { file: this.#file, start, end: line === -1 ? this.#text.length : line },
      "the opening quote of this field is never closed",
      ["close it, and double a quote inside a quoted field"],
      { label: "begins here" },
    );
  }
}
