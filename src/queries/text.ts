import { rawOffset } from "../compile/create/raw-offset.ts";
import type { Span } from "../problem/problem.ts";

/**
 * Marks in a text what the source does not say. The tokenizer reads it as a letter, so it sticks to a name that it is
 * part of.
 */
export const holeMark = "\ufffc";

/** A stretch of a text, and the stretch of source that it comes from. */
export interface SourcePiece {
  readonly at: number;
  readonly length: number;
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** If escapes make the source longer than its value: how many characters of it were cut off before this. */
  readonly skip?: number;
  /** `value`: a driver binds it. `unknown`: anything at all. */
  readonly hole?: "value" | "unknown";
  /** One item that stands for a list, whose length the source does not say. */
  readonly many?: true;
}

export interface Text {
  readonly sql: string;
  readonly pieces: readonly SourcePiece[];
  /** Tried only if no other variant compiles. */
  readonly unlikely?: true;
}

export const nothing: Text = { sql: "", pieces: [] };

export function literal(sql: string, at: Span): Text {
  return sql === "" ? nothing : { sql, pieces: [{ at: 0, length: sql.length, ...at }] };
}

export function hole(at: Span, kind: "value" | "unknown"): Text {
  return { sql: holeMark, pieces: [{ at: 0, length: 1, ...at, hole: kind }] };
}

/** The text as one item of a list of unknown length. */
export function oneOfMany(text: Text): Text {
  return { ...text, pieces: text.pieces.map((piece) => ({ ...piece, many: true as const })) };
}

export function joined(a: Text, b: Text): Text {
  if (a.sql === "") return b;
  if (b.sql === "") return a;
  const pieces = [...a.pieces, ...b.pieces.map((piece) => ({ ...piece, at: piece.at + a.sql.length }))];
  const text = { sql: a.sql + b.sql, pieces };
  return a.unlikely || b.unlikely ? { ...text, unlikely: true } : text;
}

/** The stretch between two offsets, as a separate text. */
export function slice(text: Text, from: number, to: number): Text {
  const pieces = text.pieces.flatMap((piece): SourcePiece[] => {
    const [start, end] = [Math.max(piece.at, from), Math.min(piece.at + piece.length, to)];
    if (start >= end) return [];
    if (start === piece.at && end === piece.at + piece.length) return [{ ...piece, at: piece.at - from }];
    const off = start - piece.at;
    const inner = isExact(piece)
      ? { start: piece.start + off, end: piece.start + off + (end - start) }
      : { skip: (piece.skip ?? 0) + off };
    return [{ ...piece, ...inner, at: start - from, length: end - start }];
  });
  return { ...text, sql: text.sql.slice(from, to), pieces };
}

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly with: string;
}

/** The text with stretches replaced; a replacement takes the place of the replaced text. */
export function edited(text: Text, edits: readonly Edit[]): Text {
  let result: Text = nothing;
  let from = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    result = joined(result, slice(text, from, edit.start));
    const at = sourceOf(text, edit.start, edit.end);
    if (edit.with !== "")
      result = joined(result, at === null ? { sql: edit.with, pieces: [] } : literal(edit.with, at));
    from = edit.end;
  }
  const rest = joined(result, slice(text, from, text.sql.length));
  return text.unlikely ? { ...rest, unlikely: true } : rest;
}

/** The source of a stretch of the text; null if none of it comes from a source. */
export function sourceOf(text: Text, start: number, end: number, textOf?: (file: string) => string): Span | null {
  const piece =
    text.pieces.find(({ at, length }) => at <= start && start < at + length) ??
    text.pieces.find(({ at, length }) => at < end && start < at + length);
  if (piece === undefined) return null;
  const { file } = piece;
  if (piece.hole !== undefined) return { file, start: piece.start, end: piece.end };
  const from = Math.max(0, start - piece.at);
  const to = Math.min(piece.length, end - piece.at);
  if (isExact(piece)) return { file, start: piece.start + from, end: piece.start + Math.max(to, from + 1) };
  const raw = textOf?.(file).slice(piece.start, piece.end);
  if (raw === undefined) return { file, start: piece.start, end: piece.end };
  const skip = piece.skip ?? 0;
  const begin = rawOffset(raw, skip + from);
  return { file, start: piece.start + begin, end: piece.start + Math.max(rawOffset(raw, skip + to), begin + 1) };
}

function isExact(piece: SourcePiece): boolean {
  return piece.skip === undefined && piece.end - piece.start === piece.length;
}

export function hasHole(text: Text): boolean {
  return text.pieces.some(({ hole }) => hole !== undefined);
}
