import { EngineError, type Row, type Scratch } from "../database/connection.ts";
import { fold, sameName } from "../model/names.ts";
import { quoteText } from "../sql/quote.ts";
import { significantIn, unquote } from "../sql/tokens.ts";
import type { Renamed } from "./changes.ts";

/** How the engine finds the rows of one table in a statement. */
interface Way {
  search: number;
  scan: number;
  automatic: number;
}

/**
 * How often each name is searched, scanned and given an automatic index; null if the engine has no query plan for it.
 */
export function waysOf(sql: string, scratch: Scratch): ReadonlyMap<string, Way> | null {
  const lines = planOf(sql, scratch);
  if (lines === null) return null;
  const ways = new Map<string, Way>();
  for (const line of lines) {
    const found = /^(SEARCH|SCAN) (\S+)(?: .*?\b(AUTOMATIC)\b)?/.exec(line);
    if (found === null || /^(?:CONSTANT|SUBQUERY|\(|\d)/.test(found[2] ?? "") || / VIRTUAL TABLE /.test(line)) continue;
    const name = fold(found[2] ?? "");
    const way = ways.get(name) ?? { search: 0, scan: 0, automatic: 0 };
    if (found[3] !== undefined) way.automatic += 1;
    else if (found[1] === "SEARCH") way.search += 1;
    else way.scan += 1;
    ways.set(name, way);
  }
  return ways;
}

/** The lines of EXPLAIN QUERY PLAN. */
export function planOf(sql: string, scratch: Scratch): readonly string[] | null {
  try {
    return scratch.all(`EXPLAIN QUERY PLAN ${sql}`).map((row) => String(row[3]));
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}

export interface Slower {
  /** Its name in the statement. */
  readonly name: string;
  readonly automatic: boolean;
}

/**
 * Names whose rows were searched before and are scanned now. A join in another order scans one and searches another.
 */
export function slower(
  before: ReadonlyMap<string, Way>,
  after: ReadonlyMap<string, Way>,
  renamed: Renamed,
): readonly Slower[] {
  const sum = (ways: ReadonlyMap<string, Way>, part: keyof Way) =>
    [...ways.values()].reduce((all, way) => all + way[part], 0);
  if (sum(after, "search") >= sum(before, "search") && sum(after, "automatic") <= sum(before, "automatic")) return [];
  return [...before].flatMap(([name, was]): readonly Slower[] => {
    const is = after.get(name) ?? after.get(fold(renamed.tables.find(({ from }) => sameName(from, name))?.to ?? name));
    if (is === undefined || is.search >= was.search) return [];
    if (is.scan > was.scan) return [{ name, automatic: false }];
    return is.automatic > was.automatic ? [{ name, automatic: true }] : [];
  });
}

/** The table behind a name: the name itself, or what precedes it if it is an alias. */
export function tableBehind(name: string, sql: string, isTable: (name: string) => boolean): string {
  if (isTable(name)) return name;
  const tokens = significantIn(sql);
  for (const [n, token] of tokens.entries()) {
    if (fold(unquote(token.text)) !== name) continue;
    const at = /^AS$/i.test(tokens[n - 1]?.text ?? "") ? n - 2 : n - 1;
    const table = unquote(tokens[at]?.text ?? "");
    if (isTable(table)) return table;
  }
  return name;
}

/** Gives a schema without rows the statistics of one that has some, so that the engine decides as it would there. */
export function giveStatistics(scratch: Scratch, rows: readonly Row[], renamed: Renamed): void {
  if (rows.length === 0) return;
  const tableNow = (name: string) => renamed.tables.find(({ from }) => sameName(from, name))?.to ?? name;
  const values = rows.map(([table, index, stat]) => {
    const [name, key] = [String(table), index === null || index === undefined ? null : String(index)];
    const now = tableNow(name);
    const ofKey = key === null ? "NULL" : quoteText(sameName(key, name) ? now : key);
    return `(${quoteText(now)}, ${ofKey}, ${quoteText(String(stat))})`;
  });
  try {
    scratch.exec("ANALYZE");
    scratch.exec(`DELETE FROM sqlite_stat1; INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ${values.join(", ")}`);
    scratch.exec("ANALYZE sqlite_schema");
  } catch (error) {
    // Statistics only improve the engine's estimates.
    if (!(error instanceof EngineError)) throw error;
  }
}
