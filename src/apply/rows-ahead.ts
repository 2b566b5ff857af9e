import { EngineError } from "../database/connection.ts";
import type { Session } from "../database/session.ts";
import { steps } from "../plan/kinds.ts";
import type { Step } from "../plan/plan.ts";
import { attemptRead } from "../sql/cursor.ts";
import { quoteName } from "../sql/quote.ts";
import { readIndex } from "../sql/read-objects.ts";
import { subjectNames } from "../words/subject.ts";

/** Bytes that a row takes at least: more rows than fit into the file would be no figure. */
const least = 8;

/**
 * How many rows a step has before it, at most. The lock is held, so nothing is counted: the first and the last rowid are
 * looked up. Null where a step does not go through rows, or where these say nothing.
 */
export function rowsAhead(session: Session, step: Step): number | null {
  const { cost, object } = steps[step.step];
  if (cost === null || object === "virtual-table") return null;
  const table = tableOf(step);
  if (table === undefined) return null;
  try {
    const end = (which: "min" | "max") => `(SELECT ${which}(rowid) FROM ${quoteName(table)})`;
    const span = session.number(`SELECT ifnull(${end("max")} - ${end("min")} + 1, 0)`);
    const room = session.number("PRAGMA page_count") * session.number("PRAGMA page_size");
    return span > room / least ? null : span;
  } catch (error) {
    // A table without rowids, a table that this step makes, or rowids that go beyond what a number can hold.
    if (error instanceof EngineError) return null;
    throw error;
  }
}

function tableOf({ step, subject, sql }: Step): string | undefined {
  if (step !== "create-index") return subjectNames(subject)[0];
  const read = attemptRead(() => readIndex(sql));
  return read.ok ? read.value.table : undefined;
}
