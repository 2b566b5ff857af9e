import { layable, type SqlPiece } from "./sql-pieces.ts";

const clauses = /^(SELECT|FROM|WHERE|GROUP|HAVING|WINDOW|ORDER|LIMIT|UNION|INTERSECT|EXCEPT|VALUES|BEGIN|WHEN)$/i;
const joins = /^(NATURAL|LEFT|RIGHT|FULL|INNER|CROSS|JOIN)$/i;
const longLine = 100;
const veryLongLine = 140;

/** A space that may become a line break, with the tokens on both sides, outside all parentheses. */
interface Gap {
  readonly before: SqlPiece;
  readonly after: SqlPiece;
  /** Whether the statements of a trigger have begun. */
  readonly body: boolean;
  /** Whether the AND that follows belongs to a BETWEEN. */
  readonly between: boolean;
}

/**
 * SQL that was written on one line, broken before its clauses and after the statements of a trigger, and if still too
 * long, between columns and conditions.
 */
export function broken(pieces: readonly SqlPiece[]): SqlPiece[] {
  const tight = pieces.map((piece) => (layable(piece) ? { ...piece, text: " " } : piece));
  return linesOf(breakAt(tight, clauseBreak)).flatMap((line) => shorter(line));
}

/** SQL in its author's lines, of which only very long ones are broken. */
export function shortened(pieces: readonly SqlPiece[]): SqlPiece[] {
  return linesOf(pieces).flatMap((line) => (lengthOf(line) > veryLongLine ? shorter(line) : line));
}

/** The indent of the next line, or null if the space stays a space. */
function breakAt(pieces: readonly SqlPiece[], indentAt: (gap: Gap) => string | null): SqlPiece[] {
  let depth = 0;
  let cases = 0;
  let body = false;
  let between = false;
  return pieces.map((piece, n) => {
    const word = wordOf(piece);
    if (piece.text === "(") depth += 1;
    if (piece.text === ")") depth -= 1;
    if (/^CASE$/i.test(word)) cases += 1;
    // A column may be named `end`.
    if (/^END$/i.test(word) && cases > 0) cases -= 1;
    if (/^BEGIN$/i.test(word) && depth === 0) body = true;
    if (/^BETWEEN$/i.test(word) && depth === 0) between = true;
    const [before, after] = [pieces[n - 1], pieces[n + 1]];
    if (!layable(piece) || depth > 0 || cases > 0 || before === undefined || after === undefined) return piece;
    const indent = indentAt({ before, after, body, between });
    if (/^AND$/i.test(wordOf(after))) between = false;
    return indent === null ? piece : { ...piece, text: `\n${indent}` };
  });
}

function clauseBreak({ before, after, body }: Gap): string | null {
  const word = wordOf(after);
  const ends = before.text === ";";
  if (body) return /^END$/i.test(word) && ends ? "" : ends || /^BEGIN$/i.test(before.text) ? "  " : null;
  if (clauses.test(word)) return /^DISTINCT$/i.test(before.text) ? null : "";
  const isJoin = joins.test(word) && !joins.test(before.text) && !/^OUTER$/i.test(before.text);
  return isJoin ? "  " : null;
}

/** Each begins with the space that separates it. */
function linesOf(pieces: readonly SqlPiece[]): SqlPiece[][] {
  const lines: SqlPiece[][] = [[]];
  for (const piece of pieces) {
    if (layable(piece) && piece.text.includes("\n")) lines.push([]);
    lines.at(-1)?.push(piece);
  }
  return lines;
}

const statements = /^(INSERT|REPLACE|UPDATE|DELETE|WITH)$/i;
const insideStatements = /^(SET|FROM|WHERE|VALUES|SELECT|GROUP|HAVING|ORDER|LIMIT|UNION|EXCEPT|INTERSECT)$/i;

function shorter(line: readonly SqlPiece[]): SqlPiece[] {
  const first = line.find((piece) => piece.kind !== "space");
  const start = line[0] !== undefined && layable(line[0]) ? line[0].text.replace(/^[^]*\n/, "") : "";
  if (first === undefined || lengthOf(line) <= longLine) return [...line];
  const word = wordOf(first);
  const deeper = `${start}  `;
  if (statements.test(word) || (start !== "" && /^SELECT$/i.test(word))) {
    const parts = linesOf(breakAt(line, (gap) => statementBreak(gap, deeper))).filter((part) => part.length > 0);
    if (parts.length > 1) return parts.flatMap((part) => shorter(part));
  }
  if (/^(SELECT|SET)$/i.test(word)) {
    const isList = breakAt(line, ({ before }) => (before.text === "," ? "" : null)).some(
      (piece, n) => piece !== line[n],
    );
    return breakAt(line, ({ before }) => (isList && (before.text === "," || before === first) ? deeper : null));
  }
  return breakAt(line, ({ after, between }) => (/^(AND|OR)$/i.test(wordOf(after)) && !between ? deeper : null));
}

function statementBreak({ before, after }: Gap, indent: string): string | null {
  const word = wordOf(after);
  return insideStatements.test(word) && !/^(DELETE|DISTINCT|UPDATE)$/i.test(before.text) ? indent : null;
}

function lengthOf(line: readonly SqlPiece[]): number {
  return line.reduce((length, piece) => length + piece.text.length, 0);
}

function wordOf(piece: SqlPiece): string {
  return piece.token.kind === "word" ? piece.text : "";
}
