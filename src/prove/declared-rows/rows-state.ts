import type { Snapshot } from "../../database/connection.ts";
import { digestWith, isSame, type RowsDifference } from "../../model/declared-rows.ts";
import { named } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import type { Explained } from "../../plan/explanation.ts";
import { groundOf } from "../../planner/declared-rows/compare.ts";
import { explainDrift } from "../../planner/declared-rows/explain.ts";
import { ProblemError } from "../../problem/problem.ts";
import { sqliteSays } from "../../sql/messages.ts";
import { compareRows } from "./ask.ts";

/** How a database compares with the declared rows. */
export interface RowsState {
  readonly digest: string;
  readonly differences: readonly RowsDifference[];
}

/** Null if no rows are declared. A table that does not exist, or lacks the columns, has none of them. */
export async function rowsState(snapshot: Snapshot, declared: Schema): Promise<RowsState | null> {
  const { rows = [], tables } = declared;
  if (rows.length === 0) return null;
  const differences: RowsDifference[] = [];
  for (const each of rows) {
    const table = named(tables, each.table);
    if (table === undefined) continue;
    const found = await compareRows(snapshot, each, declared, table);
    const difference = typeof found === "string" ? unlike(each, found) : found;
    if (!isSame(difference)) differences.push(difference);
  }
  return { digest: digestWith(rows, differences) ?? "", differences };
}

function unlike(rows: RowsDifference["rows"], why: string): RowsDifference {
  if (sqliteSays.noSuchTable.test(why) || sqliteSays.noSuchColumn.test(why))
    return { rows, missing: [...rows.rows.keys()], changed: [], extra: [] };
  throw new ProblemError({
    code: "question-failed",
    level: "error",
    subject: rows.table,
    message: `the live rows of ${rows.table} could not be compared with the declared ones`,
    evidence: [why],
    help: ["compare only the schema: trueup drift --no-rows"],
  });
}

/** What leads from the declared rows to those of the database. */
export function rowsDrift(declared: Schema, { differences }: RowsState, values = true): readonly Explained[] {
  return differences.flatMap((difference) => {
    const table = named(declared.tables, difference.rows.table);
    return table === undefined ? [] : [explainDrift(groundOf(difference.rows, declared, table), difference, values)];
  });
}
