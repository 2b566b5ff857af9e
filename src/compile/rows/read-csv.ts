import type { Problem } from "../../problem/problem.ts";
import { declarationError } from "../read/declaration-error.ts";
import { ProblemError } from "../../problem/problem.ts";
import { Field, type RawRow } from "./raw-rows.ts";

interface Line {
  readonly fields: readonly Field[];
  readonly start: number;
  readonly end: number;
}

/**
 * The rows of a CSV file: a first line with the names of the columns, and fields separated by commas, quoted with `"`
 * if they contain commas, quotes or line ends. An empty field without quotes is NULL.
 */
export function readCsv(file: string, text: string): readonly RawRow[] {
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
  const problems: Problem[] = [];
  const rows = rest.flatMap((line): RawRow[] => {
    const at = { file, start: line.start, end: line.end };
    if (line.fields.length === names.length) return [{ at, names, cells: line.fields, places: null }];
    if (problems.length < 5) problems.push(...uneven(at, line.fields.length, names).problems);
    return [];
  });
  if (problems.length > 0) throw new ProblemError(...problems);
  return rows;
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
  const lines: Line[] = [];
  for (let at = 0; at < text.length; ) {
    const { line, next } = lineAt(file, text, at);
    if (line.end > line.start) lines.push(line);
    at = next;
  }
  return lines;
}

function lineAt(file: string, text: string, start: number): { readonly line: Line; readonly next: number } {
  const fields: Field[] = [];
  for (let at = start; ; ) {
    const { field, end } = text[at] === '"' ? quotedAt(file, text, at) : plainAt(text, at);
    fields.push(field);
    if (text[end] === ",") {
      at = end + 1;
      continue;
    }
    const next = text[end] === "\r" && text[end + 1] === "\n" ? end + 2 : end + 1;
    if (end < text.length && text[end] !== "\n" && text[end] !== "\r")
      throw declarationError(
        "rows-file",
        { file, start: at, end: end + 1 },
        "there is text between the closing quote of this field and the next comma",
        ["double a quote inside a quoted field"],
        { label: "a quoted field ends here" },
      );
    return { line: { fields, start, end }, next };
  }
}

function plainAt(text: string, start: number): { readonly field: Field; readonly end: number } {
  let end = start;
  while (end < text.length && text[end] !== "," && text[end] !== "\n" && text[end] !== "\r") end++;
  return { field: new Field(text.slice(start, end), false), end };
}

function quotedAt(file: string, text: string, start: number): { readonly field: Field; readonly end: number } {
  let value = "";
  for (let at = start + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote === -1) {
      const line = text.indexOf("\n", start);
      throw declarationError(
        "rows-file",
        { file, start, end: line === -1 ? text.length : line },
        "the opening quote of this field is never closed",
        ["close it, and double a quote inside a quoted field"],
        { label: "begins here" },
      );
    }
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { field: new Field(value, true), end: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}
