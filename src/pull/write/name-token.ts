import { keywords } from "../../sql/keywords.ts";
import type { Token } from "../../sql/tokens.ts";

export function isNameToken(token: Token | undefined): boolean {
  return token?.kind === "name" || (token?.kind === "word" && !keywords.has(token.text.toUpperCase()));
}
