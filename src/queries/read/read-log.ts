import { canon, significantIn } from "../../sql/tokens.ts";
import { kindOf } from "../statement.ts";

/** A statement that ran, and where it was called. */
export interface Recorded {
  readonly sql: string;
  readonly from: { readonly file: string; readonly line: number } | null;
  /** The line in the log itself. */
  readonly line: number;
}

export interface Log {
  readonly statements: readonly Recorded[];
  /** Lines that were not written by a recorder. */
  readonly broken: number;
  /** There are more distinct statements than are read. */
  readonly cut: boolean;
}

/** The most distinct statements read from one log. No application has more, unless it puts values into the text. */
const most = 20_000;

/** What a recorder wrote: a line of JSON for each statement, `{"sql":"…","at":"src/tunes.ts:41"}`. */
export function readLog(lines: Iterable<string>): Log {
  const statements = new Map<string, Recorded>();
  let broken = 0;
  let cut = false;
  let line = 0;
  for (const text of lines) {
    line += 1;
    if (text.trim() === "") continue;
    const entry = entryOf(text);
    if (entry === null) {
      broken += 1;
      continue;
    }
    const sql = withoutLists(entry.sql);
    if (statements.has(sql)) continue;
    if (statements.size === most) {
      cut = true;
      continue;
    }
    statements.set(sql, { sql, from: entry.from, line });
  }
  const queries = [...statements.values()].filter(({ sql }) => kindOf(significantIn(sql)) === "query");
  return { statements: queries, broken, cut };
}

function entryOf(text: string): Pick<Recorded, "sql" | "from"> | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || !("sql" in value) || typeof value.sql !== "string") return null;
  const at = "at" in value && typeof value.at === "string" ? /^(.+):(\d+)$/.exec(value.at) : null;
  return { sql: value.sql, from: at === null ? null : { file: at[1] ?? "", line: Number(at[2]) } };
}

/** A list of placeholders has as many as there were values: one stands for any number of values, and of rows. */
function withoutLists(sql: string): string {
  return sql
    .replace(/\bIN\s*\(\s*\?(?:\s*,\s*\?)+\s*\)/gi, (list) => `${list.slice(0, list.indexOf("("))}(?)`)
    .replace(/(\([?,\s]+\))(?:\s*,\s*\1)+/g, "$1");
}

/** The same text for two statements that differ only in layout. */
export function sameStatement(sql: string): string {
  return canon(sql.replace(/;\s*$/, ""));
}
