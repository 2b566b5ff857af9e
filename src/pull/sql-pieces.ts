import { fold } from "../model/names.ts";
import { keywords } from "../sql/keywords.ts";
import { significant, type Token, tokenize, unquote } from "../sql/tokens.ts";

/** A piece of SQL on its way into a template: its own text, white space that may be laid out anew, or `${…}`. */
export interface Piece {
  readonly kind: "text" | "space" | "comment" | "hole";
  readonly text: string;
  readonly token: Token;
}

/** Finds the TypeScript for a name; null where it is not certain what the name means. */
export interface Resolver {
  /** For a name that stands alone. */
  readonly alone: (name: string, token: Token, place: Place) => string | null;
  /** For `table.column`. */
  readonly dotted: (table: string, column: string) => string | null;
}

export interface Place {
  readonly before: Token | undefined;
  readonly after: Token | undefined;
}

export const plainSql: Resolver = { alone: () => null, dotted: () => null };

export function isNameToken(token: Token | undefined): boolean {
  return token?.kind === "name" || (token?.kind === "word" && !keywords.has(token.text.toUpperCase()));
}

export function toPieces(sql: string, resolver: Resolver): Piece[] {
  const tokens = tokenize(sql);
  const real = significant(tokens);
  const holes = new Map<Token, string>();
  const swallowed = new Set<Token>();
  for (const [n, token] of real.entries()) {
    if (swallowed.has(token) || !isNameToken(token) || real[n - 1]?.text === ".") continue;
    const dot = real[n + 1];
    const column = real[n + 2];
    if (dot?.text === "." && column !== undefined) {
      if (!isNameToken(column) || real[n + 3]?.text === "." || real[n + 3]?.text === "(") continue;
      const code = resolver.dotted(unquote(token.text), unquote(column.text));
      if (code === null || sql.slice(token.start, column.end) !== token.text + "." + column.text) continue;
      holes.set(token, code);
      swallowed.add(dot).add(column);
    } else {
      const code = resolver.alone(unquote(token.text), token, { before: real[n - 1], after: dot });
      if (code !== null) holes.set(token, code);
    }
  }
  return tokens.filter((token) => !swallowed.has(token)).map((token) => toPiece(token, holes.get(token)));
}

function toPiece(token: Token, hole: string | undefined): Piece {
  if (hole !== undefined) return { kind: "hole", text: `\${${hole}}`, token };
  if (token.kind === "space") return { kind: "space", text: token.text.replaceAll(/\r\n?/g, "\n"), token };
  if (token.kind === "comment") return { kind: "comment", text: token.text.replaceAll("\r", ""), token };
  return { kind: "text", text: token.text, token };
}

/** Resolves the columns of one table, for SQL that can speak of nothing else: CHECK, index terms, partial indexes. */
export function columnsOf(columns: readonly string[], code: (column: string) => string): Resolver {
  const known = new Map(columns.map((column) => [fold(column), column]));
  return {
    dotted: () => null,
    alone: (name, _, { before, after }) => {
      const column = known.get(fold(name));
      if (column === undefined || after?.text === "(" || after?.text === ".") return null;
      return /^(COLLATE|AS)$/i.test(before?.text ?? "") ? null : code(column);
    },
  };
}
