import { openScratch } from "../database/scratch.ts";
import { fold } from "../model/names.ts";

let known: ReadonlySet<string> | null = null;

/** The names of the engine's functions, folded. Queried once. */
export function engineFunctions(): ReadonlySet<string> {
  if (known !== null) return known;
  const scratch = openScratch();
  try {
    const rows = scratch.all("SELECT DISTINCT name FROM temp.pragma_function_list");
    known = new Set(rows.map(([name]) => fold(String(name))));
    return known;
  } finally {
    scratch.close();
  }
}

/** libSQL does not list all of its own functions. */
export function isEngineFunction(name: string): boolean {
  return engineFunctions().has(name) || name.startsWith("libsql_");
}
