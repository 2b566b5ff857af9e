import { templateText } from "./literal.ts";
import { broken, shortened } from "./sql-lines.ts";
import { layable, type SqlPiece, plainSql, type Resolver, toPieces } from "./sql-pieces.ts";

/** What still fits on one line, with its surroundings. */
const lineWidth = { flat: 90, block: 70 };

export interface Where {
  readonly resolver?: Resolver;
  /** `flat` if one line is what people expect, `block` if the lines are the author's own. */
  readonly layout?: "flat" | "block";
  /** The indentation of the template's line. */
  readonly indent?: string;
}

/**
 * A piece of SQL as a template. On one line if it is short; otherwise as a block in its own layout, moved to the left
 * margin. White space inside strings and quoted names is never changed.
 */
export function sqlTemplate(sql: string, where: Where = {}): string {
  const { resolver = plainSql, layout = "flat", indent = "" } = where;
  const pieces = trim(toPieces(sql, resolver));
  const hasLines = pieces.some((piece) => piece.kind === "space" && piece.text.includes("\n"));
  const hasLineComment = pieces.some((piece) => piece.kind === "comment" && piece.text.startsWith("--"));
  const hasLongText = pieces.some((piece) => !layable(piece) && piece.text.includes("\n"));
  if (!hasLineComment && !hasLongText && (!hasLines || layout === "flat")) {
    const flat = render(
      pieces.map((piece) => (layable(piece) && piece.text.includes("\n") ? { ...piece, text: " " } : piece)),
    );
    if (flat.length <= lineWidth[layout] || (layout === "flat" && !hasLines)) return `sql\`${flat}\``;
  }
  const lines = indented(hasLines ? shortened(dedented(pieces)) : broken(pieces), `${indent}  `);
  return `sql\`\n${indent}  ${render(lines)}\n${indent}\``;
}

function render(pieces: readonly SqlPiece[]): string {
  return pieces.map((piece) => (piece.kind === "hole" ? piece.text : templateText(piece.text))).join("");
}

function trim(pieces: readonly SqlPiece[]): SqlPiece[] {
  const start = pieces.findIndex((piece) => piece.kind !== "space");
  const end = pieces.findLastIndex((piece) => piece.kind !== "space");
  return pieces.slice(Math.max(start, 0), end + 1);
}

/** Moves every line of a block to the right; lines of strings and quoted names stay as they are. */
function indented(pieces: readonly SqlPiece[], indent: string): SqlPiece[] {
  return pieces.map((piece) => {
    // The compiler removes the indent again, and nothing else.
    if (piece.fixed && piece.kind === "space") return { ...piece, text: piece.text.replaceAll("\n", `\n${indent}`) };
    const moves = layable(piece) || (piece.kind === "comment" && piece.text.startsWith("/*"));
    if (!moves || piece.fixed) return piece;
    const text = piece.text.replace(/[ \t]*\n(?=([ \t]*\n)?)/g, (_, blank) =>
      blank === undefined ? `\n${indent}` : "\n",
    );
    return { ...piece, text };
  });
}

/** Removes the white space that all lines but the first begin with; remaining tabs become spaces. */
function dedented(pieces: readonly SqlPiece[]): SqlPiece[] {
  const starts = pieces.flatMap((piece) => (layable(piece) ? (/\n([ \t]*)$/.exec(piece.text)?.[1] ?? []) : []));
  const common = starts.reduce((a, b) => a.slice(0, sharedLength(a, b)), starts[0] ?? "");
  return pieces.map((piece) => {
    if (piece.fixed || (piece.kind !== "space" && piece.kind !== "comment")) return piece;
    const text = piece.text.replaceAll(`\n${common}`, "\n");
    return { ...piece, text: text.replace(/\n[ \t]+/g, (start) => start.replaceAll("\t", "  ")) };
  });
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
