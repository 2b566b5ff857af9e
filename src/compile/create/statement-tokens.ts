import { fold } from "../../model/names.ts";
import type { Span } from "../../problem/problem.ts";
import { significantIn, type Token, unquote } from "../../sql/tokens.ts";
import { placeInSql } from "./place.ts";
import type { Statement } from "./write-objects.ts";

/** The characters of the source that a word of the written SQL came from. */
export function placeOfToken(token: Token, { written, places }: Statement): Span | null {
  return placeInSql(written, token.start, token.end, places);
}

/** The token that names something; a token that defines an alias only if there is no other. */
export function tokenNamed(name: string, { written }: Statement, qualifier?: string): Token | null {
  const tokens = significantIn(written.sql);
  const found = tokens.flatMap((token, at) => {
    if (fold(unquote(token.text)) !== fold(name) || token.kind === "string") return [];
    const before = tokens[at - 1]?.text ?? "";
    const table = before === "." ? fold(unquote(tokens[at - 2]?.text ?? "")) : null;
    const fits = qualifier === undefined ? table === null && !/^as$/i.test(before) : table === fold(qualifier);
    return [{ token, fits }];
  });
  return (found.find((each) => each.fits) ?? found[0])?.token ?? null;
}

/** The word of a clause in the definition of a column. */
export function after(word: string, column: string, { written }: Statement): Token | null {
  const tokens = significantIn(written.sql);
  const from = tokens.findIndex(
    (token, at) => at > 2 && fold(unquote(token.text)) === fold(column) && /^[(,]$/.test(tokens[at - 1]?.text ?? ""),
  );
  return tokens.slice(Math.max(from, 0)).find((token) => fold(token.text) === fold(word)) ?? null;
}

/** The table that an INSERT in a trigger names. */
export function insertInto(table: string, { written }: Statement): Token | null {
  const tokens = significantIn(written.sql);
  const found = tokens.findIndex(
    (token, at) => /^INTO$/i.test(tokens[at - 1]?.text ?? "") && fold(unquote(token.text)) === fold(table),
  );
  return tokens[found] ?? null;
}

export function kindOf(statement: Statement): string {
  return statement.kind.replace("-", " ");
}
