import { fold } from "../model/names.ts";
import { isWord, significantIn, type Token, unquote } from "../sql/tokens.ts";
import type { RuntimeNames } from "./query.ts";
import type { FileRead } from "./read/read-file.ts";

/** What the sources create themselves: temporary tables, tables of their own migrations, functions. */
export function runtimeNames(files: readonly FileRead[]): RuntimeNames {
  const tables = new Set<string>();
  const words = new Map<string, Set<string>>();
  const temporary: string[] = [];
  for (const sql of files.flatMap(({ makes }) => makes)) {
    const tokens = significantIn(sql);
    const name = nameOf(tokens);
    if (name === null) continue;
    tables.add(name);
    const renamed = tokens.findIndex(
      (token, n) => /^TO$/i.test(token.text) && /^RENAME$/i.test(tokens[n - 1]?.text ?? ""),
    );
    const fresh = tokens[renamed + 1];
    if (renamed > 0 && fresh !== undefined) tables.add(fold(unquote(fresh.text)));
    const list = words.get(name) ?? new Set();
    for (const token of tokens) if (token.kind === "word" || token.kind === "name") list.add(fold(unquote(token.text)));
    words.set(name, list);
    if (isWord(tokens[0], "CREATE") && isWord(tokens[1], "TEMP", "TEMPORARY") && !sql.includes("\ufffc"))
      temporary.push(sql);
  }
  return { tables, words, temporary, functions: new Set(files.flatMap(({ functions }) => functions)) };
}

/** The table, view or database that a statement creates or changes, folded. */
function nameOf(tokens: readonly Token[]): string | null {
  const words = tokens.map(({ text }) => text.toUpperCase());
  if (words[0] === "ATTACH") return fold(unquote(tokens.at(-1)?.text ?? ""));
  const kind = words.findIndex((word, n) => n > 0 && n < 4 && /^(?:TABLE|VIEW)$/.test(word));
  if (kind < 0) return null;
  let at = kind + 1;
  while (/^(?:IF|NOT|EXISTS)$/.test(words[at] ?? "")) at += 1;
  if (tokens[at + 1]?.text === ".") at += 2;
  const name = tokens[at];
  return name === undefined ? null : fold(unquote(name.text));
}
