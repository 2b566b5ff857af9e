import { sameName } from "../model/names.ts";
import { Cursor } from "./cursor.ts";
import { quoteName } from "./quote.ts";
import { isWord, significantIn, type Token, unquote } from "./tokens.ts";

/**
 * The text of a CREATE TABLE with another name. Its own expressions may qualify columns with the table's name (`CHECK
 * (tune.length > 0)`); those names change, too. REFERENCES clauses stay as they are.
 */
export function retarget(createTable: string, from: string, to: string): string {
  return renaming(createTable, to, (tokens, n, token) => isOwnName(tokens, n, token, from));
}

/** The same, including its references to itself. */
export function retargetWhole(createTable: string, from: string, to: string): string {
  return renaming(createTable, to, (tokens, n, token) => {
    const references = isWord(tokens[n - 1], "REFERENCES") && sameName(unquote(token.text), from);
    return references || isOwnName(tokens, n, token, from);
  });
}

function renaming(
  createTable: string,
  to: string,
  chosen: (tokens: readonly Token[], n: number, token: Token) => boolean,
): string {
  const tokens = significantIn(createTable);
  const replaced = tokens.filter((token, n) => chosen(tokens, n, token));
  let text = createTable;
  for (const token of replaced.reverse()) text = text.slice(0, token.start) + quoteName(to) + text.slice(token.end);
  return text;
}

function isOwnName(tokens: readonly Token[], n: number, token: Token, name: string): boolean {
  if (token.kind !== "word" && token.kind !== "name" && token.kind !== "string") return false;
  if (!sameName(unquote(token.text), name)) return false;
  const isObject = n === 2 || (n === 4 && tokens[3]?.text === ".");
  const qualifies = token.kind !== "string" && tokens[n + 1]?.text === "." && tokens[n - 1]?.text !== ".";
  return isObject || qualifies;
}

/** The text of a CREATE with another name: only the object's own name changes, not its expressions. */
export function renamedObject(text: string, to: string): string {
  const cursor = new Cursor(text);
  cursor.expect("CREATE");
  cursor.takesOne("UNIQUE", "VIRTUAL", "TEMP", "TEMPORARY");
  cursor.next();
  cursor.takes("IF", "NOT", "EXISTS");
  const { start } = cursor.next();
  if (cursor.takes(".")) cursor.next();
  return text.slice(0, start) + quoteName(to) + text.slice(cursor.behind);
}
