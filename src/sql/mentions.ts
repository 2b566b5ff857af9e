import { fold } from "../model/names.ts";
import { tokenize, unquote } from "./tokens.ts";

/**
 * Every name that a piece of SQL could mean an object or a column by, folded. SQLite reads a string as a name where nothing
 * but a name can stand, so strings count, unless they are said not to.
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
