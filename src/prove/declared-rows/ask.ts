import { EngineError, type Row, type Snapshot, type Value } from "../../database/connection.ts";
import { askEncoding } from "../../introspect/profile.ts";
import { asText } from "../../database/values.ts";
import type { DeclaredRows, RowsDifference } from "../../model/declared-rows.ts";
import type { Schema, Table } from "../../model/schema.ts";
import type { PlanRows } from "../../plan/plan.ts";
import { type AskedLot, askExtra, askLots, type RowsGround, groundOf } from "../../planner/declared-rows/compare.ts";
import { knownDifference, knownReferring } from "../../planner/declared-rows/known.ts";
import type { RowsAsked } from "../../planner/declared-rows/plan-rows.ts";
import { differenceOf, extraRows } from "../../planner/declared-rows/read-answers.ts";
import type { Pairs } from "../../planner/pair/pair-tables.ts";
import { futureRows, spoken } from "../../planner/rows/future-rows.ts";
import { quoteName } from "../../sql/quote.ts";

/** Asks the live rows as the plan will find them: with new names, filled and converted. */
export function askLive(snapshot: Snapshot, target: Schema, pairs: Pairs): RowsAsked {
  const future = (name: string) => {
    const pair = pairs.of(name);
    return pair === undefined ? null : futureRows(pair);
  };
  return {
    async difference(rows, table) {
      const from = future(table.name);
      if (from === null) return allMissing(rows);
      const ground = groundOf(rows, target, table, from);
      const said = (sql: string) => (from === quoteName(table.name) ? sql : spoken(table, sql));
      return saying(async () => {
        const [empty] = await snapshot.read([{ sql: said(`SELECT NOT EXISTS (SELECT 1 FROM ${from})`) }]);
        if (Number(empty?.[0]?.[0]) === 1) return allMissing(rows);
        return compare(snapshot, ground, said, await encodingOf(snapshot));
      });
    },
    async referring(_to, _path, count) {
      return saying(async () => {
        const [rows] = await snapshot.read([{ sql: count((name) => future(name) ?? newOrUnmanaged(target, name)) }]);
        return Number(rows?.[0]?.[0] ?? 0);
      });
    },
  };
}

/** What a plan file keeps of the rows it was made from. */
export function askPlan(plan: PlanRows): RowsAsked {
  return {
    difference: async (rows) => knownDifference(rows, plan),
    referring: async (to, path) => knownReferring(plan, to, path),
  };
}

/** Asks a database that has the table as declared. The plan repeats exactly this count afterwards. */
export async function compareRows(
  snapshot: Snapshot,
  rows: DeclaredRows,
  schema: Schema,
  table: Table,
): Promise<RowsDifference | string> {
  const ground = groundOf(rows, schema, table);
  return saying(async () => compare(snapshot, ground, (sql) => sql, await encodingOf(snapshot)));
}

async function compare(
  snapshot: Snapshot,
  ground: RowsGround,
  said: (sql: string) => string,
  encoding: string,
): Promise<RowsDifference> {
  const lots: { lot: AskedLot; rows: readonly Row[] }[] = [];
  const asked = askLots(ground);
  for (let from = 0; from < asked.length; from += atOnce) {
    const some = asked.slice(from, from + atOnce);
    const counts = await snapshot.read(some.map(({ count }) => ({ sql: said(count) })));
    const unlike = some.filter((_, n) => Number(counts[n]?.[0]?.[0]) !== 0);
    const details = unlike.length === 0 ? [] : await snapshot.read(unlike.map(({ detail }) => ({ sql: said(detail) })));
    for (const [n, lot] of unlike.entries()) lots.push({ lot, rows: details[n] ?? [] });
  }
  const read = (value: Value) => asText(value, encoding);
  const { missing, changed } = differenceOf(ground.rows, lots, read);
  const others = askExtra(ground);
  const [count] = others === null ? [] : await snapshot.read([{ sql: said(others.count) }]);
  const none = others === null || Number(count?.[0]?.[0]) === ground.rows.rows.length - missing.length;
  const [extra = []] = none ? [] : await snapshot.read([{ sql: said(others.detail) }]);
  return { rows: ground.rows, missing, changed, extra: extraRows(ground.rows, extra, read) };
}

/** How many lots are asked about together: on a server each call is a request. */
const atOnce = 20;

async function encodingOf(snapshot: Snapshot): Promise<string> {
  const [rows] = await snapshot.read([askEncoding]);
  return String(rows?.[0]?.[0] ?? "UTF-8");
}

function allMissing(rows: DeclaredRows): RowsDifference {
  return { rows, missing: [...rows.rows.keys()], changed: [], extra: [] };
}

/** A new table has its columns and no rows. One that is not managed is as it is. */
function newOrUnmanaged({ tables }: Schema, name: string): string {
  const columns = tables.find((table) => table.name === name)?.columns;
  if (columns === undefined) return quoteName(name);
  return `(SELECT ${columns.map((column) => `NULL AS ${quoteName(column.name)}`).join(", ")} WHERE 0) AS ${quoteName(name)}`;
}

async function saying<T>(work: () => Promise<T>): Promise<T | string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EngineError) return error.message;
    throw error;
  }
}
