import type { Scratch } from "../database/connection.ts";
import { fold } from "../model/names.ts";

/** Functions of SQLite that are newer than the engine that compiles here, 3.45. */
const newer: ReadonlySet<string> = new Set(
  "json_pretty unistr unistr_quote if iif json_array_insert jsonb_array_insert median percentile percentile_cont percentile_disc sqlite_intck".split(
    " ",
  ),
);

export function isNewerFunction(name: string): boolean {
  return newer.has(fold(name));
}

/** What the engine itself can call. */
export function callableFunctions(scratch: Scratch): readonly string[] {
  return scratch.all("SELECT DISTINCT name FROM temp.pragma_function_list").map(([name]) => String(name));
}
