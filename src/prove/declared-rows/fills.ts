import { EngineError, type Snapshot } from "../../database/connection.ts";
import type { DeclaredRows } from "../../model/declared-rows.ts";
import type { Hints } from "../../model/hints.ts";
import { sameName } from "../../model/names.ts";
import { mayBeNull } from "../../model/nullable.ts";
import type { Schema } from "../../model/schema.ts";
import type { Decision } from "../../plan/plan.ts";
import { among, keyPlaces } from "../../planner/declared-rows/compare.ts";
import type { Pairs } from "../../planner/pair/pair-tables.ts";
import { type ColumnPair, liveColumnName, type TablePair } from "../../planner/pair/table-pair.ts";
import { qualified, quoteName } from "../../sql/quote.ts";

/** A fill is a single line in the header of a plan. */
const most = 100;

interface Said {
  readonly hints: Hints;
  readonly decisions: readonly Decision[];
}

/**
 * The values for rows in a column that becomes NOT NULL, if all rows are declared with a value for it. An undeclared
 * row would get NULL: the plan's own check finds one that is added before the plan is applied.
 */
export async function fillsByRows(
  snapshot: Snapshot,
  { rows = [] }: Schema,
  pairs: Pairs,
  said: Said,
): Promise<Hints["fills"]> {
  const fills: Hints["fills"][number][] = [];
  for (const each of rows) {
    const pair = pairs.of(each.table);
    if (pair === undefined || each.rows.length === 0 || each.rows.length > most) continue;
    const columns = pair.columns.filter((column) => isGiven(each, pair, column) && !isSaid(each, column, said));
    if (columns.length === 0 || !(await allDeclared(snapshot, each, pair))) continue;
    for (const { name } of columns) {
      const text = byKey(each, name);
      fills.push({ table: each.table, column: name, sql: { text, canon: text } });
    }
  }
  return fills;
}

/** Whether it becomes NOT NULL, has no default, and each of the rows gives it a value. */
function isGiven({ rows, columns, key }: DeclaredRows, pair: TablePair, { name, from, to }: ColumnPair): boolean {
  if (mayBeNull(pair.to, to) || to.default !== null || to.generated !== null) return false;
  if (from !== null && !mayBeNull(pair.from, from)) return false;
  const place = columns.findIndex((column) => sameName(column, name));
  const isKey = key.some((column) => sameName(column, name));
  return !isKey && place >= 0 && rows.every(({ values }) => (values[place] ?? "NULL") !== "NULL");
}

function isSaid({ table }: DeclaredRows, { name }: ColumnPair, { hints, decisions }: Said): boolean {
  const all = [...hints.fills, ...decisions.flatMap((each) => (each.kind === "fill" ? [each] : []))];
  return all.some((each) => sameName(each.table, table) && sameName(each.column, name));
}

async function allDeclared(snapshot: Snapshot, rows: DeclaredRows, pair: TablePair): Promise<boolean> {
  const places = keyPlaces(rows);
  const keys = rows.rows.map(({ values }) => places.map((place) => values[place] ?? "NULL"));
  const columns = rows.key.map((name) => qualified(pair.live.name, liveColumnName(pair, name)));
  const others = `SELECT count(*) FROM ${quoteName(pair.live.name)} WHERE (${among(columns, keys)}) IS NOT 1`;
  try {
    const [answer] = await snapshot.read([{ sql: others }]);
    return Number(answer?.[0]?.[0]) === 0;
  } catch (error) {
    // A key that is itself new cannot distinguish live rows.
    if (error instanceof EngineError) return false;
    throw error;
  }
}

function byKey(rows: DeclaredRows, column: string): string {
  const place = rows.columns.findIndex((each) => sameName(each, column));
  const places = keyPlaces(rows);
  const cases = rows.rows.map(({ values }) => {
    const key = rows.key.map((name, n) => `${quoteName(name)} = ${values[places[n] ?? -1] ?? "NULL"}`);
    return `WHEN ${key.join(" AND ")} THEN ${values[place] ?? "NULL"}`;
  });
  return `CASE ${cases.join(" ")} END`;
}
