import type { Snapshot, Value } from "../database/connection.ts";

/** What a database reports about itself, for `doctor`. */
export interface About {
  readonly sqlite: string;
  readonly journal: string;
  readonly encoding: string;
  readonly pageSize: number;
  readonly pages: number;
}

const queries = [
  "SELECT sqlite_version()",
  "PRAGMA journal_mode",
  "PRAGMA encoding",
  "PRAGMA page_size",
  "PRAGMA page_count",
] as const;

export async function about(snapshot: Snapshot): Promise<About> {
  const answers = await snapshot.read(queries.map((sql) => ({ sql })));
  const value = (index: number): Value => answers[index]?.[0]?.[0] ?? null;
  return {
    sqlite: String(value(0)),
    journal: String(value(1)),
    encoding: String(value(2)),
    pageSize: Number(value(3)),
    pages: Number(value(4)),
  };
}
