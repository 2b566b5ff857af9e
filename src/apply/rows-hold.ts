import { EngineError, type Snapshot } from "../database/connection.ts";
import type { Plan } from "../plan/plan.ts";
import { withoutSemicolon } from "../sql/statement.ts";

/** How many checks run together: on a server each call is a request. */
const atOnce = 20;

/**
 * Whether the declared rows that a plan writes exist, according to its own checks. A fingerprint does not tell, because
 * it does not include rows. A plan that writes no such rows has nothing to check.
 */
export async function rowsHold(snapshot: Snapshot, { items }: Plan): Promise<boolean> {
  const checks = items.flatMap((item) =>
    item.kind === "check" && item.check === "rows" && item.expect.kind === "equal"
      ? [{ sql: withoutSemicolon(item.sql), value: item.expect.value }]
      : [],
  );
  try {
    for (let from = 0; from < checks.length; from += atOnce) {
      const some = checks.slice(from, from + atOnce);
      const answers = await snapshot.read(some.map(({ sql }) => ({ sql })));
      if (some.some(({ value }, n) => Number(answers[n]?.[0]?.[0]) !== value)) return false;
    }
    return true;
  } catch (error) {
    // A table that does not exist has no such rows.
    if (error instanceof EngineError) return false;
    throw error;
  }
}
