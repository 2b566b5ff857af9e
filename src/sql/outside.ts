import { isWord, significantIn, type Token, unquote } from "./tokens.ts";

/** Tables of the engine that reach outside the database. Like any table, they can be named in single quotes too. */
export const outsideTables: ReadonlySet<string> = new Set([
  "fsdir",
  "sqlite_dbpage",
  "carray",
  "sqlite3mc_config_table",
]);

/** Functions of the engine that access files, memory or raw pages, or run SQL from a string. */
const outsideFunctions: ReadonlySet<string> = new Set([
  "load_extension",
  "readfile",
  "writefile",
  "lsmode",
  "sha3_query",
  "fts3_tokenizer",
  "sqlite_crypt",
  "sqlite3mc_config",
  "sqlite3mc_codec_data",
]);

/**
 * The first name in a statement by which it could reach outside of the database; null if there is none. A table of the
 * database may be called so, but only until it is dropped: a view that reads it would then read what is outside.
 */
export function reachingOutside(sql: string): string | null {
  const text = sql.toLowerCase();
  // Most statements contain none of these names.
  if (![...outsideTables, ...outsideFunctions].some((name) => text.includes(name))) return null;
  const tokens = significantIn(sql);
  const found = tokens.find((_, n) => reachesOut(tokens, n));
  return found === undefined ? null : unquote(found.text);
}

function reachesOut(tokens: readonly Token[], n: number): boolean {
  const { kind, text } = tokens[n] as Token;
  const isName = kind === "word" || kind === "name";
  if (!isName && kind !== "string") return false;
  const name = unquote(text).toLowerCase();
  if (outsideTables.has(name)) return isName || !isValue(tokens, n);
  return isName && outsideFunctions.has(name) && tokens[n + 1]?.text === "(";
}

/** Whether a string stands where no table can: after DEFAULT or an operator, or in a list after IN. */
function isValue(tokens: readonly Token[], n: number): boolean {
  // The module reads its arguments in its own way: content='fsdir' is a table.
  if (isWord(tokens[1], "VIRTUAL")) return false;
  const before = tokens[n - 1];
  if (isWord(before, "DEFAULT") || operators.has(before?.text ?? "")) return true;
  let first = n;
  while (tokens[first - 1]?.text === "," && tokens[first - 2]?.kind === "string") first -= 2;
  return tokens[first - 1]?.text === "(" && isWord(tokens[first - 2], "IN");
}

const operators: ReadonlySet<string> = new Set(["=", "==", "<>", "!=", "<", ">", "<=", ">=", "||"]);
