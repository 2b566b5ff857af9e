import type { Table } from "../model/schema.ts";
import type { ColumnDraft } from "./read-column.ts";
import { readTableParts } from "./read-table.ts";
import { type Token, tokenize } from "./tokens.ts";

/**
 * A table with the comments in its text: one after a column on the same line, or on the lines above, belongs to the
 * column; one before the first line of columns, to the table. Comments after the last column's line belong to the last
 * column, so that none is lost.
 */
export function withComments(table: Table): Table {
  const { text } = table;
  if (!text.includes("--") && !text.includes("/*")) return table;
  const { nameEnd, bodyStart, bodyEnd, columns } = readTableParts(text);
  const own: string[] = [];
  const perColumn: string[][] = columns.map(() => []);
  for (const comment of tokenize(text).filter((token) => token.kind === "comment")) {
    const words = plain(comment);
    if (words === "") continue;
    if (comment.start < bodyStart || comment.start > bodyEnd || isHeading(text, nameEnd, bodyStart, comment)) {
      own.push(words);
      continue;
    }
    perColumn[ownerOf(text, comment, columns)]?.push(words);
  }
  return {
    ...table,
    comment: joined(own),
    columns: table.columns.map((column, n) => ({ ...column, comment: joined(perColumn[n] ?? []) })),
  };
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
