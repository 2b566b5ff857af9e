import { EngineError } from "../../database/connection.ts";
import { quoteName } from "../../sql/quote.ts";
import type { D1Api } from "./api.ts";
import { ApiError, engineErrorIn } from "./problems.ts";

const probe = quoteName("__trueup_probe");

/** What this process has found out, by endpoint: the endpoint decides whether a batch is split. */
const known = new Map<string, boolean>();

/** Whether a failed batch leaves nothing behind. Asked once of each endpoint, before the first change. */
export async function atomic(api: D1Api): Promise<boolean> {
  const before = known.get(api.endpoint);
  if (before !== undefined) return before;
  const failing = [`CREATE TABLE ${probe} (a)`, "SELECT json_extract('{}', 'trueup:probe')"];
  await api.batch(failing.map((sql) => ({ sql }))).then(
    () => [],
    (error: unknown) => {
      // The batch is meant to fail, but the error must come from SQLite.
      if (error instanceof ApiError && engineErrorIn(error) !== null) return;
      if (!(error instanceof EngineError)) throw error;
    },
  );
  const [found] = await api.batch([{ sql: "SELECT count(*) FROM sqlite_schema WHERE name = '__trueup_probe'" }]);
  const isAtomic = found?.rows[0]?.[0] === 0;
  if (!isAtomic) await api.batch([{ sql: `DROP TABLE IF EXISTS ${probe}` }]);
  known.set(api.endpoint, isAtomic);
  return isAtomic;
}
