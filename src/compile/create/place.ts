import type { Span } from "../../problem/problem.ts";
import type { Mark, Written } from "../write/pen.ts";
import { rawOffset } from "./raw-offset.ts";
import { callsOf, type TemplateTrace, type Traces } from "../read/trace.ts";

/** What is needed to find the characters of a source file that produced a range of SQL. */
export interface Places {
  readonly traces: Traces;
  /** The texts of the files: only they have the escapes of a template. */
  readonly textOf: (file: string) => string;
  /** The columns of the current object, by key. */
  columns(): ReadonlyMap<object, Span>;
}

/** SQL that is in a file as it is, from `start` on. */
export interface InFile {
  readonly file: string;
  readonly start: number;
}

/** The smallest known piece of source for a range of written SQL; null if only the object itself is known. */
export function placeInSql(written: Written, start: number, end: number, places: Places | InFile): Span | null {
  if ("file" in places) return { file: places.file, start: places.start + start, end: places.start + end };
  const around = written.marks().filter((mark) => mark.start <= start && mark.end >= end);
  const inner: object[] = [];
  for (const mark of around) {
    const found = placeOfMark(mark, start, end, inner, places);
    if (found !== null) return found;
    inner.push(mark.node);
  }
  return null;
}

function placeOfMark(mark: Mark, start: number, end: number, inner: readonly object[], places: Places): Span | null {
  if (mark.part !== undefined) {
    const template = places.traces.templates.get(mark.node);
    return template === undefined ? null : placeInTemplate(template, mark, mark.part, start, end, places);
  }
  const column = places.columns().get(mark.node);
  if (column !== undefined) return column;
  const calls = callsOf(places.traces, mark.node);
  for (const call of calls) {
    const argument = call.values.findIndex((value) => (inner as readonly unknown[]).includes(value));
    if (argument >= 0) return call.args[argument] ?? null;
  }
  const last = calls.at(-1);
  return last === undefined ? null : last.clause;
}

function placeInTemplate(
  template: TemplateTrace,
  mark: Mark,
  part: number,
  start: number,
  end: number,
  places: Places,
): Span | null {
  if (part % 2 === 1) return template.values[(part - 1) / 2] ?? null;
  const text = template.texts[part / 2];
  if (text === undefined) return null;
  const raw = places.textOf(text.file).slice(text.start, text.end);
  const from = (mark.from ?? 0) + start - mark.start;
  const at = rawOffset(raw, from);
  return {
    file: text.file,
    start: text.start + at,
    end: text.start + at + Math.max(1, rawOffset(raw, from + end - start) - at),
  };
}
