import { fold } from "../model/names.ts";
import { tokenize, unquote } from "./tokens.ts";

/**
 * Every name, folded, by which a piece of SQL could refer to an object or a column. SQLite reads a string as a name
 * where only a name is possible, so strings count unless excluded.
 */
export function mentions(
  sql: string,
  { strings }: { readonly strings: boolean } = { strings: true },
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { kind, text } of tokenize(sql))
    if (kind === "word" || kind === "name" || (kind === "string" && strings)) names.add(fold(unquote(text)));
  return names;
}
