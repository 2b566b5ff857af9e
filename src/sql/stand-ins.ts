import type { Beside } from "../model/beside.ts";
import { fold } from "../model/names.ts";
import type { Missing } from "../model/reason.ts";
import { isWord, significantIn, type Token, tokenize, unquote } from "./tokens.ts";

/** What the application registers on its own connection, and an engine here lacks. */
export type OfApplication = Pick<Beside, "functions" | "collations">;

interface Use extends Missing {
  readonly token: Token;
  /** What an engine accepts in its place. */
  readonly standIn: string;
}

const mark = "/*trueup:";
const marked = /^\/\*trueup:(.*)\*\/$/s;

/**
 * The statement with a stand-in for each function and collation of the application, so that any engine compiles it. The
 * name precedes it in a comment, which SQLite stores with the text of an object.
 */
export function withStandIns(sql: string, known: OfApplication): string {
  return usesIn(sql, known).reduceRight(
    (text, { token, standIn }) =>
      `${text.slice(0, token.start)}${mark}${encodeURIComponent(token.text)}*/${standIn}${text.slice(token.end)}`,
    sql,
  );
}

/** The original text. */
export function withoutStandIns(sql: string): string {
  if (!sql.includes(mark)) return sql;
  const tokens = tokenize(sql);
  return tokens
    .map((token, n) => {
      const name = token.kind === "comment" ? marked.exec(token.text)?.[1] : undefined;
      if (name !== undefined) return decodeURIComponent(name);
      const before = tokens[n - 1];
      return before?.kind === "comment" && marked.test(before.text) ? "" : token.text;
    })
    .join("");
}

/** The functions and collations of the application that a statement uses. */
export function usedOfApplication(sql: string, known: OfApplication): readonly Missing[] {
  return usesIn(sql, known).map(({ what, name }) => ({ what, name }));
}

/** Whether it belongs to the application, judging by its name. */
export function isOfApplication({ what, name }: Missing, { functions, collations }: OfApplication): boolean {
  if (what === "function") return functions.some((each) => fold(nameWithoutArity(each)) === fold(name));
  return what === "collation" && collations.some((each) => fold(each) === fold(name));
}

function usesIn(sql: string, known: OfApplication): readonly Use[] {
  const names = [...known.functions.map(nameWithoutArity), ...known.collations].map(fold);
  if (names.length === 0) return [];
  const folded = fold(sql);
  if (!names.some((name) => folded.includes(name))) return [];
  const tokens = significantIn(sql);
  return tokens.flatMap((token, n): readonly Use[] => {
    const name = unquote(token.text);
    const isName = token.kind === "word" || token.kind === "name";
    if (isWord(tokens[n - 1], "COLLATE") && (isName || token.kind === "string"))
      return isOfApplication({ what: "collation", name }, known)
        ? [{ what: "collation", name, token, standIn: "BINARY" }]
        : [];
    if (!isName || tokens[n + 1]?.text !== "(" || definesName(tokens, n)) return [];
    const { count, behind } = callAt(tokens, n + 1);
    const takes = known.functions.some(
      (each) => fold(nameWithoutArity(each)) === fold(name) && (arityOf(each) ?? count) === count,
    );
    return takes ? [{ what: "function", name, token, standIn: behind ? overRows(count) : "char" }] : [];
  });
}

/** `INSERT INTO now (…)`, `REFERENCES now (…)`, `WITH now (…) AS`: the name of a table. */
function definesName(tokens: readonly Token[], n: number): boolean {
  return isWord(tokens[n - 1], "INTO", "REFERENCES", "TABLE", "ON", "WITH", "RECURSIVE", "VIEW", "USING", "EXISTS");
}

/** How many arguments a call has, and whether it is over many rows: followed by FILTER or OVER. */
function callAt(tokens: readonly Token[], open: number): { readonly count: number; readonly behind: boolean } {
  let depth = 0;
  let commas = 0;
  let at = open;
  for (; at < tokens.length; at++) {
    const { text } = tokens[at] as Token;
    if (text === "(") depth += 1;
    else if (text === ")") depth -= 1;
    else if (text === "," && depth === 1) commas += 1;
    if (depth === 0) break;
  }
  return { count: at === open + 1 ? 0 : commas + 1, behind: isWord(tokens[at + 1], "FILTER", "OVER") };
}

/** An aggregate that takes as many arguments; with more than two, SQLite only has a window function. */
function overRows(count: number): string {
  return count < 2 ? "count" : count === 2 ? "group_concat" : "lag";
}

/** `now/0` is the function `now`. */
export function nameWithoutArity(said: string): string {
  return said.replace(/\/\d+$/, "");
}

function arityOf(said: string): number | null {
  const count = /\/(\d+)$/.exec(said)?.[1];
  return count === undefined ? null : Number(count);
}
