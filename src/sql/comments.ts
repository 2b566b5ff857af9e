import type { ColumnDraft } from "./read-column.ts";
import { type Token, tokenize } from "./tokens.ts";

export interface Comments {
  readonly table: string | null;
  /** In column order. */
  readonly columns: readonly (string | null)[];
}

/**
 * Assigns each comment of a CREATE TABLE: one after a column on the same line, or on the lines above, belongs to the
 * column; one before the first line of columns, to the table. Comments after the last column's line belong to the last
 * column, so that none is lost.
 */
export function readComments(
  text: string,
  nameEnd: number,
  bodyStart: number,
  bodyEnd: number,
  columns: readonly ColumnDraft[],
): Comments {
  const comments =
    text.includes("--") || text.includes("/*") ? tokenize(text).filter((token) => token.kind === "comment") : [];
  const table: string[] = [];
  const perColumn: string[][] = columns.map(() => []);
  for (const comment of comments) {
    const words = plain(comment);
    if (words === "") continue;
    if (comment.start < bodyStart || comment.start > bodyEnd || isHeading(text, nameEnd, bodyStart, comment)) {
      table.push(words);
      continue;
    }
    perColumn[ownerOf(text, comment, columns)]?.push(words);
  }
  return { table: joined(table), columns: perColumn.map(joined) };
}

/** A comment on the line of the opening parenthesis is about the table. */
function isHeading(text: string, nameEnd: number, bodyStart: number, comment: Token): boolean {
  const line = text.slice(bodyStart, comment.start);
  return (
    comment.start >= nameEnd && line.trim() === "" && !line.includes("\n") && text.slice(comment.end).startsWith("\n")
  );
}

function ownerOf(text: string, comment: Token, columns: readonly ColumnDraft[]): number {
  const inside = columns.findIndex((column) => column.start < comment.start && comment.start < column.end);
  if (inside !== -1) return inside;
  const next = columns.findIndex((column) => column.start > comment.start);
  const before = next === -1 ? columns.length - 1 : next - 1;
  const previous = columns[before];
  const trails = previous !== undefined && !text.slice(previous.end, comment.start).includes("\n");
  return trails || next === -1 ? before : next;
}

/** The text of a comment, without its delimiters. */
export function plain(comment: Token): string {
  const body = comment.text.startsWith("--")
    ? comment.text.slice(2)
    : comment.text.replace(/^\/\*|\*\/$/g, "").replace(/^\*+|\*+$/g, "");
  return body
    .split("\n")
    .map((line) => line.replace(/^\s*\*?\s?/, "").trimEnd())
    .join("\n")
    .trim();
}

function joined(parts: readonly string[]): string | null {
  return parts.length === 0 ? null : parts.join("\n");
}
