import { foreignKeyMismatch } from "../sql/lacks.ts";
import { quoteText } from "../sql/quote.ts";
import { EngineError, type Row, type Value } from "./connection.ts";

type All = (sql: string, args: readonly Value[]) => readonly Row[];

const whole = "temp.pragma_foreign_key_check";

/**
 * Finds rows without a parent. One reference to something that is not a key ("foreign key mismatch") stops the check of
 * the whole database: then the tables with such a reference, which cannot be checked, are left out.
 * https://www.sqlite.org/foreignkeys.html#fk_indexes
 */
export function overForeignKeys(all: All, query: (source: string) => string): readonly Row[] {
  try {
    return all(query(whole), []);
  } catch (error) {
    if (!isKeyMismatch(error)) throw error;
  }
  return all(query(foreignKeysBut(mismatched(all))), []);
}

/** The tables with a reference to something that is not a key, according to the schema. */
export function mismatched(all: All): readonly string[] {
  const tables = all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid", []);
  return tables.flatMap(([name]) => (name !== undefined && mismatches(all, name) ? [String(name)] : []));
}

/** A source for FROM: the check of all tables but these. */
export function foreignKeysBut(tables: readonly string[]): string {
  if (tables.length === 0) return whole;
  const names = tables.map(quoteText);
  return `(SELECT "f".* FROM sqlite_schema AS "m", ${whole}("m".name) AS "f" WHERE "m".type = 'table' AND "m".name NOT IN (${names.join(", ")}))`;
}

function mismatches(all: All, table: Value): boolean {
  try {
    all(`SELECT 1 FROM ${whole}(?) LIMIT 1`, [table]);
    return false;
  } catch (error) {
    if (!isKeyMismatch(error)) throw error;
    return true;
  }
}

/** Whether SQLite stopped at a reference to something that is not a key. */
export function isKeyMismatch(error: unknown): boolean {
  return error instanceof EngineError && foreignKeyMismatch.test(error.message);
}
