import { quoteText } from "../sql/quote.ts";
import { EngineError, type Row, type Value } from "./connection.ts";

type All = (sql: string, args: readonly Value[]) => readonly Row[];

const whole = "pragma_foreign_key_check";

/**
 * Asks for rows without their parent. One reference that no key answers ("foreign key mismatch") stops the check of the whole
 * database: then the tables with such a reference are left out, which nobody can check.
 * https://www.sqlite.org/foreignkeys.html#fk_indexes
 */
export function overForeignKeys(all: All, query: (source: string) => string): readonly Row[] {
  try {
    return all(query(whole), []);
  } catch (error) {
    if (!isMismatch(error)) throw error;
  }
  return all(query(whereTheyFit(all)), []);
}

function whereTheyFit(all: All): string {
  const tables = all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid", []);
  const mismatched = tables.flatMap(([name]) =>
    name !== undefined && mismatches(all, name) ? [quoteText(String(name))] : [],
  );
  return `(SELECT "f".* FROM sqlite_schema AS "m", ${whole}("m".name) AS "f" WHERE "m".type = 'table' AND "m".name NOT IN (${mismatched.join(", ")}))`;
}

function mismatches(all: All, table: Value): boolean {
  try {
    all(`SELECT 1 FROM ${whole}(?) LIMIT 1`, [table]);
    return false;
  } catch (error) {
    if (!isMismatch(error)) throw error;
    return true;
  }
}

function isMismatch(error: unknown): boolean {
  return error instanceof EngineError && error.message.includes("foreign key mismatch");
}
