import { EngineError, type Snapshot } from "../database/connection.ts";
import type { Plan } from "../plan/plan.ts";
import { withoutSemicolon } from "../sql/statement.ts";

/**
 * Whether the declared rows that a plan writes exist, according to its own checks. A fingerprint does not tell, because
 * it does not include rows. A plan that writes no such rows has nothing to check.
 */
export async function rowsHold(snapshot: Snapshot, { items }: Plan): Promise<boolean> {
  for (const item of items) {
    if (item.kind !== "check" || item.check !== "rows") continue;
    try {
      const [rows] = await snapshot.read([{ sql: withoutSemicolon(item.sql) }]);
      if (Number(rows?.[0]?.[0]) !== 0) return false;
    } catch (error) {
      // A table that does not exist has no such rows.
      if (error instanceof EngineError) return false;
      throw error;
    }
  }
  return true;
}
