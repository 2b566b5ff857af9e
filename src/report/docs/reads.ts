import { fold } from "../../model/names.ts";
import type { Schema, View } from "../../model/schema.ts";
import { type Token, tokenize } from "../../sql/tokens.ts";

/**
 * What a view names after FROM and JOIN, for people to read: plans are never made from it, they ask the engine.
 * A name that a WITH clause brings is not an object, and one in a string or a comment is not a name.
 */
export function viewReads(view: View, schema: Schema): readonly string[] {
  const objects = new Map(
    [...schema.tables, ...schema.views, ...schema.virtualTables].map((one) => [fold(one.name), one.name]),
  );
  const tokens = tokenize(view.body.text).filter((token) => token.kind !== "space" && token.kind !== "comment");
  const own = commonTables(tokens);
  const found = new Set<string>();
  // For each open parenthesis: whether a table name is expected at its level.
  const expects: boolean[] = [false];
  for (const [at, token] of tokens.entries()) {
    const level = expects.length - 1;
    if (token.text === "(") expects.push(expects[level] === true);
    else if (token.text === ")") expects.pop();
    else if (isWord(token, /^(FROM|JOIN)$/i)) expects[level] = true;
    else if (isWord(token, /^(WHERE|GROUP|HAVING|WINDOW|ORDER|LIMIT|UNION|EXCEPT|INTERSECT|SELECT|ON|USING|SET)$/i))
      expects[level] = false;
    else if (token.text === "," && inFrom(tokens, at)) expects[level] = true;
    else if (
      expects[level] === true &&
      (token.kind === "word" || token.kind === "name") &&
      tokens[at + 1]?.text !== "."
    ) {
      const name = objects.get(fold(bare(token)));
      if (name !== undefined && !own.has(fold(bare(token)))) found.add(name);
      expects[level] = false;
    }
  }
  return [...found];
}

function isWord(token: Token, shape: RegExp): boolean {
  return token.kind === "word" && shape.test(token.text);
}

function bare(token: Token): string {
  if (token.kind !== "name") return token.text;
  const quote = token.text[0] as string;
  const inside = token.text.slice(1, -1);
  return quote === "[" ? inside : inside.replaceAll(quote + quote, quote);
}

/** Whether a comma separates two tables: FROM is closer than any other clause at its level. */
function inFrom(tokens: readonly Token[], comma: number): boolean {
  let depth = 0;
  for (let at = comma - 1; at >= 0; at -= 1) {
    const token = tokens[at] as Token;
    if (token.text === ")") depth += 1;
    else if (token.text === "(") depth -= 1;
    if (depth < 0) return false;
    if (depth > 0) continue;
    if (isWord(token, /^FROM$/i)) return true;
    if (isWord(token, /^(SELECT|WHERE|GROUP|ORDER|HAVING|LIMIT|WINDOW|WITH)$/i)) return false;
  }
  return false;
}

/** `x AS (`, `x(a, b) AS MATERIALIZED (` */
function commonTables(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [at, token] of tokens.entries()) {
    if (!isWord(token, /^AS$/i)) continue;
    const next = tokens.slice(at + 1, at + 4).find((one) => !isWord(one, /^(NOT|MATERIALIZED)$/i));
    if (next?.text !== "(") continue;
    let before = at - 1;
    if (tokens[before]?.text === ")") while (before > 0 && tokens[before]?.text !== "(") before -= 1;
    const name = tokens[tokens[before]?.text === "(" ? before - 1 : before];
    if (name !== undefined && (name.kind === "word" || name.kind === "name")) names.add(fold(bare(name)));
  }
  return names;
}
