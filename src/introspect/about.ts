import type { Snapshot, Value } from "../database/connection.ts";
import { bytes } from "../words/numbers.ts";

const queries = [
  "SELECT sqlite_version()",
  "PRAGMA journal_mode",
  "PRAGMA encoding",
  "PRAGMA page_size",
  "PRAGMA page_count",
] as const;

/** What a database says about itself, for `doctor`. */
export async function about(snapshot: Snapshot): Promise<readonly string[]> {
  const answers = await snapshot.read(queries.map((sql) => ({ sql })));
  const value = (index: number): Value => answers[index]?.[0]?.[0] ?? null;
  const [sqlite, journal, encoding, pageSize, pages] = [0, 1, 2, 3, 4].map(value);
  return [`SQLite ${sqlite}`, bytes(Number(pageSize) * Number(pages)), `journal ${journal}`, String(encoding)];
}
