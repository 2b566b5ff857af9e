import { EngineError, type Row, type Snapshot } from "../../database/connection.ts";
import { fold } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import { sqliteSays } from "../../sql/messages.ts";
import { quoteName } from "../../sql/quote.ts";

/** What ANALYZE last counted (table, index, counts); empty if it never ran. */
export async function analyzed(snapshot: Snapshot): Promise<readonly Row[]> {
  try {
    const [rows = []] = await snapshot.read([{ sql: "SELECT tbl, idx, stat FROM sqlite_stat1" }]);
    return rows;
  } catch (error) {
    if (error instanceof EngineError && sqliteSays.noSuchTable.test(error.message)) return [];
    throw error;
  }
}

/** Up to this many rows of a table are counted if ANALYZE did not. */
export const mostCounted = 1_000_000;

export async function rowsOf(snapshot: Snapshot, table: string): Promise<number> {
  const sql = `SELECT count(*) FROM (SELECT 1 FROM ${quoteName(table)} LIMIT ${mostCounted})`;
  const [[[size] = []] = []] = await snapshot.read([{ sql }], `rows ${table}`);
  return Number(size ?? 0);
}

/** The same, with the row counts of tables that ANALYZE did not analyse. */
export async function statisticsOf(snapshot: Snapshot, schema: Schema): Promise<readonly Row[]> {
  const rows = [...(await analyzed(snapshot))];
  const known = new Set(rows.map(([table]) => fold(String(table))));
  for (const { name } of schema.tables) {
    if (known.has(fold(name))) continue;
    rows.push([name, null, String(await rowsOf(snapshot, name))]);
  }
  return rows;
}
