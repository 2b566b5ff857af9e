import type { Row } from "../database/connection.ts";
import { EngineError, type Scratch } from "../database/connection.ts";
import { fold, named } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import { nameList, quoteName } from "../sql/quote.ts";
import { significantIn, unquote } from "../sql/tokens.ts";
import { type Bench, compileQuery } from "./compile.ts";
import { isStatement, makeTemporary } from "./check.ts";
import { tablesOf } from "./names-of.ts";
import type { Collected, Query } from "./query.ts";
import { indexesOf } from "./uses.ts";
import { giveStatistics, planOf, tableBehind } from "./ways.ts";

/** How the engine runs one query. */
export interface ExplainedQuery {
  readonly query: Query;
  /** What was compiled; null with the reason if it could not be. */
  readonly sql: string | null;
  readonly why: string | null;
  /** The lines of EXPLAIN QUERY PLAN. */
  readonly plan: readonly string[];
  readonly indexes: readonly string[];
  /** Tables that are scanned, with their number of rows if known. */
  readonly scans: readonly { readonly table: string; readonly rows: number | null }[];
  /** Indexes that the engine would use if they existed, as declarations. */
  readonly helps: readonly { readonly declaration: string; readonly lint: string | null }[];
}

/** Null if it is not a statement. */
export function explained(
  query: Query,
  schema: Schema,
  bench: Bench,
  statistics: readonly Row[],
  collected: Collected,
): ExplainedQuery | null {
  makeTemporary(collected, bench);
  const compiled = compileQuery(query, bench, collected.runtime);
  if (!isStatement(query, compiled, tablesOf(schema, bench.scratch))) return null;
  const nothing = { query, sql: null, plan: [], indexes: [], scans: [], helps: [] };
  if (compiled.state === "unread") return { ...nothing, why: compiled.why };
  if (compiled.state === "wrong") return { ...nothing, why: compiled.complaint.message };
  const { scratch } = bench;
  giveStatistics(scratch, statistics, { tables: [], columns: [] });
  const sql = compiled.ready[0]?.sql.sql ?? "";
  const plan = planOf(sql, scratch) ?? [];
  const scanned = plan.flatMap(
    (line) => /^SCAN (\S+)/.exec(line)?.[1] ?? /^SEARCH (\S+) .*AUTOMATIC/.exec(line)?.[1] ?? [],
  );
  const tables = [
    ...new Set(scanned.map((name) => tableBehind(fold(name), sql, (each) => named(schema.tables, each) !== undefined))),
  ];
  const rows = new Map(statistics.map(([table, , stat]) => [fold(String(table)), Number(String(stat).split(" ")[0])]));
  const scans = tables.flatMap((name) => {
    const table = named(schema.tables, name);
    return table === undefined ? [] : [{ table: table.name, rows: rows.get(fold(name)) ?? null }];
  });
  return {
    query,
    sql,
    why: null,
    plan,
    indexes: [...new Set(indexesOf(sql, scratch))],
    scans,
    helps: scans.flatMap(({ table }) => helpful(table, sql, schema, scratch)),
  };
}

/** An index on a column that the statement names, if the engine uses it and scans less. */
function helpful(table: string, sql: string, schema: Schema, scratch: Scratch): ExplainedQuery["helps"] {
  const columns = named(schema.tables, table)?.columns ?? [];
  const tokens = significantIn(sql);
  const where = tokens.findIndex(({ text }) => /^(?:WHERE|ON)$/i.test(text));
  if (where < 0) return [];
  const words = new Set(tokens.slice(where).map(({ text }) => fold(unquote(text))));
  const scansBefore = scansIn(planOf(sql, scratch) ?? []);
  for (const { name } of columns) {
    if (!words.has(fold(name))) continue;
    if (!scansLessWith(name)) continue;
    const isForeign = named(schema.tables, table)?.foreignKeys.some((key) => fold(key.columns[0] ?? "") === fold(name));
    return [{ declaration: `index(${table}.${name})`, lint: isForeign === true ? "foreign-key-without-index" : null }];
  }
  return [];

  function scansLessWith(column: string): boolean {
    try {
      scratch.exec(`CREATE INDEX trueup_try ON ${quoteName(table)} (${nameList([column])})`);
    } catch (error) {
      if (error instanceof EngineError) return false;
      throw error;
    }
    const after = planOf(sql, scratch) ?? [];
    scratch.exec("DROP INDEX trueup_try");
    return scansIn(after) < scansBefore && after.some((line) => line.includes("trueup_try"));
  }
}

function scansIn(plan: readonly string[]): number {
  return plan.filter((line) => /^SCAN |AUTOMATIC/.test(line)).length;
}
