import { quoteText } from "../sql/quote.ts";
import { terminated } from "../sql/statement.ts";
import type { ScriptLine } from "./script.ts";
import { scratchTable } from "./script-sql.ts";

/** Bytes of a literal that fit into a statement besides its own words. */
const literal = 22_500;

/** A script as a file, which returns only errors. Values that a request would bind are literals in its statements. */
export function scriptFile(lines: readonly ScriptLine[]): string {
  const tidy = lines.filter(({ purpose }) => purpose.kind === "tidy");
  // The table that holds parts of long texts is dropped last.
  const ordered = [...lines.filter(({ purpose }) => purpose.kind !== "tidy"), ...tidy];
  // Unread rows keep a table locked until the end of the file, so the results of checks go into a table.
  const into = `INSERT INTO ${scratchTable} ("check", "row") `;
  const queries = ordered.map(({ query, checks }) => (checks ? { ...query, sql: `${into}${query.sql}` } : query));
  return queries
    .flatMap(withoutParameters)
    .map((sql) => `${terminated(sql)}\n`)
    .join("");
}

/** In parts, if a text is too long for one statement. */
function withoutParameters({ sql, args = [] }: ScriptLine["query"], n: number): string[] {
  const [text] = args;
  if (typeof text !== "string") return [sql];
  if (text.length < literal) return [sql.replace("?1", () => quoteText(text))];
  const key = -1_000_000 - n;
  const parts = Array.from({ length: Math.ceil(text.length / literal) }, (_, at) =>
    text.slice(at * literal, (at + 1) * literal),
  );
  const kept = `(SELECT group_concat("row", '') FROM (SELECT "row" FROM ${scratchTable} WHERE "check" = ${key} ORDER BY rowid))`;
  return [
    ...parts.map((part) => `INSERT INTO ${scratchTable} ("check", "row") VALUES (${key}, ${quoteText(part)})`),
    sql.replace("?1", () => kept),
  ];
}
