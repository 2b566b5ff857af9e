import { templateText } from "./literal.ts";
import { type Piece, plainSql, type Resolver, toPieces } from "./sql-pieces.ts";

/** What still fits on one line, together with what stands around it. */
const lineWidth = { flat: 90, block: 70 };

export interface Where {
  readonly resolver?: Resolver;
  /** `flat` where a line is what people expect, `block` where the lines are the author's own. */
  readonly layout?: "flat" | "block";
  /** The white space that the line begins with on which the template stands. */
  readonly indent?: string;
}

/**
 * A piece of SQL as a template. On one line where it is short; else a block of its own in the layout that it has, moved
 * to the left margin. White space inside strings and quoted names is never touched.
 */
export function sqlTemplate(sql: string, where: Where = {}): string {
  const { resolver = plainSql, layout = "flat", indent = "" } = where;
  const pieces = trim(toPieces(sql, resolver));
  const hasLines = pieces.some((piece) => piece.kind === "space" && piece.text.includes("\n"));
  const hasLineComment = pieces.some((piece) => piece.kind === "comment" && piece.text.startsWith("--"));
  const hasLongText = pieces.some((piece) => piece.kind !== "space" && piece.text.includes("\n"));
  if (!hasLineComment && !hasLongText && (!hasLines || layout === "flat")) {
    const flat = render(pieces.map((piece) => (piece.text.includes("\n") ? { ...piece, text: " " } : piece)));
    if (flat.length <= lineWidth[layout] || (layout === "flat" && !hasLines)) return `sql\`${flat}\``;
  }
  const lines = indented(hasLines ? dedented(pieces) : broken(pieces), `${indent}  `);
  return `sql\`\n${indent}  ${render(lines)}\n${indent}\``;
}

function render(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (piece.kind === "hole" ? piece.text : templateText(piece.text))).join("");
}

function trim(pieces: readonly Piece[]): Piece[] {
  const start = pieces.findIndex((piece) => piece.kind !== "space");
  const end = pieces.findLastIndex((piece) => piece.kind !== "space");
  return pieces.slice(Math.max(start, 0), end + 1);
}

/** Moves every line of a block to the right; lines of strings and quoted names stay as they are. */
function indented(pieces: readonly Piece[], indent: string): Piece[] {
  return pieces.map((piece) =>
    piece.kind === "space" || (piece.kind === "comment" && piece.text.startsWith("/*"))
      ? {
          ...piece,
          text: piece.text.replace(/[ \t]*\n(?=([ \t]*\n)?)/g, (_, blank) =>
            blank === undefined ? `\n${indent}` : "\n",
          ),
        }
      : piece,
  );
}

/** Takes away the white space that all lines but the first begin with. */
function dedented(pieces: readonly Piece[]): Piece[] {
  const starts = pieces.flatMap((piece) => (piece.kind === "space" ? (/\n([ \t]*)$/.exec(piece.text)?.[1] ?? []) : []));
  const common = starts.reduce((a, b) => a.slice(0, sharedLength(a, b)), starts[0] ?? "");
  if (common === "") return [...pieces];
  return pieces.map((piece) =>
    piece.kind === "space" || piece.kind === "comment"
      ? { ...piece, text: piece.text.replaceAll(`\n${common}`, "\n") }
      : piece,
  );
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

const clauses = /^(SELECT|FROM|WHERE|GROUP|HAVING|WINDOW|ORDER|LIMIT|UNION|INTERSECT|EXCEPT|VALUES|BEGIN|WHEN)$/i;
const joins = /^(NATURAL|LEFT|RIGHT|FULL|INNER|CROSS|JOIN)$/i;

/** Breaks one long line before its clauses, outside of all parentheses, and after the statements of a trigger. */
function broken(pieces: readonly Piece[]): Piece[] {
  let depth = 0;
  let cases = 0;
  let body = false;
  return pieces.map((piece, n) => {
    const word = piece.token.kind === "word" ? piece.text : "";
    if (piece.text === "(") depth += 1;
    if (piece.text === ")") depth -= 1;
    if (/^CASE$/i.test(word)) cases += 1;
    if (/^END$/i.test(word)) cases -= 1;
    if (/^BEGIN$/i.test(word) && depth === 0) body = true;
    const next = pieces[n + 1];
    if (piece.kind !== "space" || depth > 0 || cases > 0 || next === undefined) return piece;
    const indent = breakBefore(pieces, n, body);
    return indent === null ? piece : { ...piece, text: `\n${indent}` };
  });
}

function breakBefore(pieces: readonly Piece[], n: number, body: boolean): string | null {
  const before = pieces[n - 1]?.text ?? "";
  const next = pieces[n + 1];
  const word = next?.token.kind === "word" ? next.text : "";
  if (body) return /^END$/i.test(word) && before === ";" ? "" : before === ";" || /^BEGIN$/i.test(before) ? "  " : null;
  if (clauses.test(word)) return /^DISTINCT$/i.test(before) ? null : "";
  const isJoin = joins.test(word) && !joins.test(before) && !/^OUTER$/i.test(before);
  return isJoin ? "  " : null;
}
