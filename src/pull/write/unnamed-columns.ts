import { significantIn, type Token } from "../../sql/tokens.ts";
import { isNameToken } from "./name-token.ts";

/**
 * The tokens of result columns that are expressions without an alias. SQLite names such a column after its exact text,
 * including quotes and white space, so in a view that text is left unchanged.
 */
export function unnamedColumns(sql: string): (token: Token) => boolean {
  const tokens = significantIn(sql);
  const ranges: (readonly [number, number])[] = [];
  for (const [n, token] of tokens.entries()) {
    if (!isWord(token, /^SELECT$/i)) continue;
    const first = isWord(tokens[n + 1], /^(DISTINCT|ALL)$/i) ? n + 2 : n + 1;
    for (const item of items(tokens, first)) {
      const [start, end] = [item[0], item.at(-1)];
      if (start !== undefined && end !== undefined && !hasName(item)) ranges.push([start.start, end.end]);
    }
  }
  return (token) => ranges.some(([start, end]) => start <= token.start && token.end <= end);
}

const behindColumns = /^(FROM|WHERE|GROUP|HAVING|WINDOW|ORDER|LIMIT|UNION|INTERSECT|EXCEPT)$/i;

/** The items of a list of result columns. */
function items(tokens: readonly Token[], first: number): Token[][] {
  const found: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(first)) {
    if (token.text === "(") depth += 1;
    if (token.text === ")") depth -= 1;
    if (depth < 0 || (depth === 0 && (token.text === ";" || isWord(token, behindColumns)))) break;
    if (depth === 0 && token.text === ",") found.push([]);
    else found.at(-1)?.push(token);
  }
  return found;
}

/** An alias, a star, or nothing but a column. */
function hasName(item: readonly Token[]): boolean {
  const last = item.at(-1);
  const before = item.at(-2);
  if (last === undefined || before === undefined) return last?.text === "*" || isNameToken(last);
  if (isWord(before, /^AS$/i)) return true;
  if (
    before.text === "." &&
    item.every((token, n) => (n % 2 === 1 ? token.text === "." : n === item.length - 1 || isNameToken(token)))
  )
    return last.text === "*" || isNameToken(last);
  const isAlias = isNameToken(last) || last.kind === "string";
  return (
    isAlias &&
    (isNameToken(before) ||
      /^(string|number|blob)$/.test(before.kind) ||
      before.text === ")" ||
      isWord(before, /^END$/i))
  );
}

function isWord(token: Token | undefined, words: RegExp): boolean {
  return token?.kind === "word" && words.test(token.text);
}
