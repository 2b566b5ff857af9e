import type { Scratch } from "../../database/connection.ts";
import { refusal } from "../../database/runs.ts";
import type { Problem } from "../../problem/problem.ts";
import { sqliteSays } from "../../sql/messages.ts";
import { isWord, significantIn, type Token } from "../../sql/tokens.ts";
import { notKnown } from "./problems.ts";
import type { Script } from "./run-scripts.ts";

/**
 * Where another statement begins inside of one that is passed over, because nothing ends the first one; null if none
 * does. These words are reserved, so nothing can be called so without quotes.
 */
export function swallowedBy(tokens: readonly Token[]): Token | null {
  const own = isWord(tokens[0], "EXPLAIN") ? (isWord(tokens[1], "QUERY") ? 3 : 1) : 0;
  return tokens.find((token, n) => n > own && begins(token)) ?? null;
}

/** A statement about rows that holds another one in a string, because of a quote too many. */
export interface Doubtful {
  readonly script: Script;
  readonly tokens: readonly Token[];
}

/** Whether a string of the statement holds what looks like another one. */
export function isDoubtful(tokens: readonly Token[]): boolean {
  return tokens.some(({ kind, text }) => (kind === "string" || kind === "name") && holdsStatement(text));
}

function holdsStatement(text: string): boolean {
  for (let at = text.indexOf(";"); at !== -1; at = text.indexOf(";", at + 1)) {
    const [verb, what] = significantIn(text.slice(at + 1), 2);
    if (verb !== undefined && begins(verb) && isWord(what, ...objects)) return true;
  }
  return false;
}

const objects = ["TABLE", "INDEX", "VIEW", "TRIGGER", "TEMP", "TEMPORARY", "UNIQUE", "VIRTUAL"];

function begins(token: Token): boolean {
  return isWord(token, "CREATE", "ALTER", "DROP");
}

/** A string may well hold SQL: the engine says whether the statement is one. Its tables need not be here. */
export function judged({ script: { file, text }, tokens }: Doubtful, scratch: Scratch): readonly Problem[] {
  const { start, end } = tokens[0] as Token;
  const said = refusal(() => scratch.prepare(text.slice(start, tokens.at(-1)?.end)));
  const isNone = said !== null && notOne.some((says) => says.test(said));
  return isNone ? [notKnown(file, start, end, said)] : [];
}

const notOne = [sqliteSays.syntaxError, sqliteSays.unrecognizedToken, sqliteSays.incomplete];
