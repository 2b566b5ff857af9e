import { fold, sameName } from "../../model/names.ts";
import { isWord, type Token, unquote } from "../../sql/tokens.ts";
import { isNameToken } from "./name-token.ts";
import { beginsExpression, isTablePlace } from "./query-names.ts";

/** What a statement reads and writes, as far as it can be determined; in doubt, the set is larger. */
export function sourcesOf(tokens: readonly Token[]): ReadonlySet<string> {
  const sources = new Set<string>();
  tokens.forEach((token, n) => {
    if (!isWord(token, "FROM") && !isWord(token, "JOIN") && !isWord(token, "INTO") && !isWord(token, "UPDATE")) return;
    // ON CONFLICT … DO UPDATE SET changes the table after INTO.
    if (isWord(token, "UPDATE") && isWord(tokens[n - 1], "DO")) return;
    for (let at = n + 1; ; at += 2) {
      const source = tokens[at];
      if (isWord(source, "OR") || isWord(source, "OF") || source === undefined) return;
      sources.add(isNameToken(source) ? fold(unquote(source.text)) : source.text);
      if (isNameToken(tokens[at + 1])) at += 1;
      if (tokens[at + 1]?.text !== ",") return;
    }
  });
  for (const name of commonTables(tokens)) sources.add(`with ${name}`);
  return sources;
}

/** Everything that has an alias: columns, tables, and tables of WITH. */
export function aliasesOf(tokens: readonly Token[]): ReadonlySet<string> {
  const aliases = new Set(commonTables(tokens));
  tokens.forEach((token, n) => {
    if (!isNameToken(token) && token.kind !== "string") return;
    const before = tokens[n - 1];
    if (isWord(before, "AS") || isNameToken(before) || before?.text === ")") aliases.add(fold(unquote(token.text)));
  });
  return aliases;
}

/** `FROM tune AS t`: the table, where the name is given once and to nothing else. */
export function aliasTarget(tokens: readonly Token[], alias: string): string | null {
  if (commonTables(tokens).has(fold(alias))) return null;
  const targets = tokens.flatMap((token, n): (string | null)[] => {
    if (!isNameToken(token) || !sameName(unquote(token.text), alias)) return [];
    const at = isWord(tokens[n - 1], "AS") ? n - 2 : n - 1;
    const source = tokens[at];
    if (!isNameToken(source) && source?.text !== ")") return isWord(tokens[n - 1], "AS") ? [null] : [];
    const isTable =
      source !== undefined && isNameToken(source) && isTablePlace({ before: tokens[at - 1], after: undefined });
    return [isTable ? unquote(source.text) : null];
  });
  return targets.length === 1 ? (targets[0] ?? null) : null;
}

/** The tables of WITH, and the windows. */
export function commonTables(tokens: readonly Token[]): Set<string> {
  const named = tokens.filter((token, n) => isNameToken(token) && beginsExpression(tokens, n + 1));
  return new Set(named.map((token) => fold(unquote(token.text))));
}
