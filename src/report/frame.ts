import type { Sources, Span } from "../problem/problem.ts";
import { wrapProse } from "./prose.ts";
import type { Style } from "./style.ts";
import { displayWidth, printable } from "./width.ts";

/** A position in a source text, counted as editors do: from one, columns in UTF-16 units. */
export interface LineAndColumn {
  readonly line: number;
  readonly column: number;
}

export interface Marked {
  readonly at: Span;
  readonly label: string;
  readonly primary: boolean;
}

export function lineAndColumn(text: string, offset: number): LineAndColumn {
  const before = text.slice(0, offset);
  const newline = before.lastIndexOf("\n");
  return { line: before.split("\n").length, column: offset - newline };
}

/** An underlined range of one line; a span of several lines becomes its first and its last line. */
interface Mark {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly primary: boolean;
}

function marks(text: string, lines: readonly string[], marked: Marked): readonly Mark[] {
  const { primary, label } = marked;
  const start = lineAndColumn(text, marked.at.start);
  const end = lineAndColumn(text, Math.max(marked.at.start, marked.at.end));
  const from = start.column - 1;
  if (start.line === end.line) {
    return [{ line: start.line, from, to: Math.max(end.column - 1, from + 1), label, primary }];
  }
  const first = lines[start.line - 1] ?? "";
  const last = lines[end.line - 1] ?? "";
  return [
    { line: start.line, from, to: Math.max(first.length, from + 1), label: "from here …", primary },
    { line: end.line, from: last.length - last.trimStart().length, to: end.column - 1, label, primary },
  ];
}

const tab = 4;

/** The text with tabs expanded, and the column at which each UTF-16 offset of the line is shown. */
function spread(line: string): { readonly text: string; readonly columns: readonly number[] } {
  let text = "";
  let column = 0;
  const columns: number[] = [];
  for (const character of line) {
    const shown = character === "\t" ? " ".repeat(tab - (column % tab)) : printable(character);
    for (let unit = 0; unit < character.length; unit++) columns.push(column);
    text += shown;
    column += displayWidth(shown);
  }
  columns.push(column);
  return { text, columns };
}

/** A range of columns of the line; an ellipsis marks what was cut. */
function window(text: string, from: number, room: number): string {
  let column = 0;
  let shown = "";
  let used = from > 0 ? 1 : 0;
  for (const character of text) {
    const size = displayWidth(character);
    if (column >= from) {
      if (used + size > room - 1 && displayWidth(text) - from > room) return `${from > 0 ? "…" : ""}${shown}…`;
      shown += character;
      used += size;
    }
    column += size;
  }
  return `${from > 0 ? "…" : ""}${shown}`;
}

/** The label goes after the underline, or below it if it would run off the edge. */
function underline(mark: Mark, from: number, to: number, room: number) {
  const line = (mark.primary ? "^" : "-").repeat(Math.max(1, to - from));
  const label = printable(mark.label);
  const indent = Math.max(0, from);
  if (label === "") return [{ indent, text: line }];
  if (indent + line.length + 1 + displayWidth(label) <= room) return [{ indent, text: `${line} ${label}` }];
  const lines = wrapProse(label, room);
  const below = Math.max(0, Math.min(indent, room - Math.max(...lines.map(displayWidth))));
  return [{ indent, text: line }, ...lines.map((text) => ({ indent: below, text }))];
}

/** The lines of one file, with what is marked in them. */
function block(text: string, marked: readonly Marked[], gutter: number, room: number, style: Style): readonly string[] {
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  const all = marked.flatMap((each) => marks(text, lines, each));
  const numbers = [...new Set(all.map((mark) => mark.line))].sort((a, b) => a - b);
  const side = style.note("│");
  const out: string[] = [];
  numbers.forEach((number, index) => {
    const previous = numbers[index - 1];
    if (previous !== undefined && number > previous + 1) out.push(`${" ".repeat(gutter)} ${style.note("·")}`);
    const { text: line, columns } = spread(lines[number - 1] ?? "");
    const here = all.filter((mark) => mark.line === number).sort((a, b) => a.from - b.from);
    const leftmost = Math.min(...here.map((mark) => columns[mark.from] ?? 0));
    const start = displayWidth(line) <= room || leftmost < room / 2 ? 0 : leftmost - Math.floor(room / 4);
    out.push(`${style.note(String(number).padStart(gutter))} ${side} ${window(line, start, room)}`.trimEnd());
    for (const mark of here) {
      const from = (columns[mark.from] ?? displayWidth(line)) - start + (start > 0 ? 1 : 0);
      const to = Math.min((columns[mark.to] ?? displayWidth(line) + 1) - start + (start > 0 ? 1 : 0), room);
      for (const row of underline(mark, from, to, room)) {
        const paint = mark.primary ? style.error : style.note;
        out.push(`${" ".repeat(gutter)} ${side} ${" ".repeat(row.indent)}${paint(row.text)}`);
      }
    }
  });
  return out;
}

/** The frame of a problem: the name and the marked lines of each file. Empty if no source is available. */
export function frame(
  marked: readonly Marked[],
  sources: Sources,
  options: {
    readonly style: Style;
    readonly width: number;
    readonly shown: (file: string) => string;
    readonly placeOnly?: boolean;
  },
): readonly string[] {
  const known = marked.filter((each) => sources.has(each.at.file));
  const files = [...new Set(known.map((each) => each.at.file))];
  const text = (file: string): string => sources.get(file) ?? "";
  const last = Math.max(0, ...known.map((each) => lineAndColumn(text(each.at.file), each.at.end).line));
  const gutter = Math.max(2, String(last).length);
  const { style } = options;
  return files.flatMap((file) => {
    const inFile = known.filter((each) => each.at.file === file);
    const first = inFile.find((each) => each.primary) ?? inFile[0];
    if (first === undefined) return [];
    const { line, column } = lineAndColumn(text(file), first.at.start);
    return [
      `${" ".repeat(gutter)} ${style.note("┌─")} ${options.shown(file)}:${line}:${column}`,
      ...(options.placeOnly ? [] : block(text(file), inFile, gutter, Math.max(20, options.width - gutter - 3), style)),
    ];
  });
}
