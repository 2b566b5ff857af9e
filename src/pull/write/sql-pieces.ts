import { fold } from "../../model/names.ts";
import { bareName } from "../../sql/bare-name.ts";
import { significant, type Token, tokenize, unquote } from "../../sql/tokens.ts";
import { isNameToken } from "./name-token.ts";

/** A piece of SQL for a template: its own text, white space that may be changed, or `${…}`. */
export interface SqlPiece {
  readonly kind: "text" | "space" | "comment" | "hole";
  readonly text: string;
  readonly token: Token;
  /** Whether every character matters, including white space. */
  readonly fixed: boolean;
}

/** White space that is only layout. */
export function layable(piece: SqlPiece): boolean {
  return piece.kind === "space" && !piece.fixed;
}

/** Finds the TypeScript for a name; null if it is not certain what the name means. */
export interface Resolver {
  /** For a name that stands alone. */
  readonly alone: (name: string, token: Token, place: Neighbours) => string | null;
  /** For `table.column`. */
  readonly dotted: (table: string, column: string) => string | null;
  /** Tokens whose exact text matters. */
  readonly fixed?: (token: Token) => boolean;
}

export interface Neighbours {
  readonly before: Token | undefined;
  readonly after: Token | undefined;
}

export const plainSql: Resolver = { alone: () => null, dotted: () => null };
/** The arguments of a virtual table are read by its module, for which quotes may matter. */
export const moduleText: Resolver = { ...plainSql };

export function toPieces(sql: string, resolver: Resolver): SqlPiece[] {
  const tokens = tokenize(sql);
  const real = significant(tokens);
  const holes = new Map<Token, string>();
  const swallowed = new Set<Token>();
  for (const [n, token] of real.entries()) {
    if (swallowed.has(token) || !isNameToken(token) || real[n - 1]?.text === ".") continue;
    const dot = real[n + 1];
    const column = real[n + 2];
    if (dot?.text === "." && column !== undefined) {
      if (!asWritten(token) || !asWritten(column)) continue;
      if (!isNameToken(column) || real[n + 3]?.text === "." || real[n + 3]?.text === "(") continue;
      const code = resolver.dotted(unquote(token.text), unquote(column.text));
      if (code === null || sql.slice(token.start, column.end) !== token.text + "." + column.text) continue;
      holes.set(token, code);
      swallowed.add(dot).add(column);
    } else if (asWritten(token)) {
      const code = resolver.alone(unquote(token.text), token, { before: real[n - 1], after: dot });
      if (code !== null) holes.set(token, code);
    }
  }
  return tokens.filter((token) => !swallowed.has(token)).map(toPiece);

  /** If the exact text matters, an interpolation must not change it. */
  function asWritten(token: Token): boolean {
    return resolver.fixed?.(token) !== true || token.text === bareName(unquote(token.text));
  }

  function toPiece(token: Token): SqlPiece {
    const fixed = resolver.fixed?.(token) ?? false;
    const hole = holes.get(token);
    if (hole !== undefined) return { kind: "hole", text: `\${${hole}}`, token, fixed };
    if (token.kind === "space") return { kind: "space", text: token.text.replaceAll(/\r\n?/g, "\n"), token, fixed };
    if (token.kind === "comment") return { kind: "comment", text: token.text.replaceAll("\r", ""), token, fixed };
    // In a template every backtick would have to be escaped.
    const ticks = token.text.startsWith("`") && token.kind === "name" && !fixed && resolver !== moduleText;
    return { kind: "text", text: ticks ? bareName(unquote(token.text)) : token.text, token, fixed };
  }
}

/** Resolves the columns of one table, for SQL that can refer to nothing else: CHECK, index terms, partial indexes. */
export function columnResolver(columns: readonly string[], code: (column: string) => string): Resolver {
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
