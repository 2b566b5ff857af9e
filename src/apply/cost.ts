import type { Query, Row } from "../database/connection.ts";
import { type Work, checks, steps } from "../plan/kinds.ts";
import type { Item, Plan } from "../plan/plan.ts";
import { quoteName } from "../sql/quote.ts";
import { itemName } from "../plan/item-name.ts";
import { subjectNames } from "../words/subject.ts";

export interface Cost {
  readonly milliseconds: number;
  /** The reasons, the most expensive first. */
  readonly because: readonly string[];
}

/** Milliseconds for a million rows of the reference table (217 bytes a row) on the reference machine. See docs/scale.md. */
const perMillion: Readonly<Record<Work, number>> = {
  copy: 1000,
  compare: 700,
  index: 400,
  write: 1200,
  "drop-column": 650,
  scan: 180,
  drop: 60,
};

/** How a database differs from the one that the figures above were taken from. */
export interface Measured {
  /** How wide its rows are, and how slow it is, as multiples. */
  readonly width: number;
  readonly speed: number;
  /** How many times all of these rows are read, before the change and after it. */
  readonly looks: number;
}

/** The table that an item of a plan is about, by the item's index, if its subject does not name it. */
export interface Touched {
  readonly tables: ReadonlyMap<number, string>;
}

/**
 * A rough figure, meant to tell a second from a minute. `rows` are counted by folded name of the table; `rehearsed` is what
 * steps took on a copy, by name.
 */
export function costOf(
  plan: Plan,
  tried: Touched,
  rows: ReadonlyMap<string, number>,
  measured: Measured,
  rehearsed: Readonly<Record<string, number>> = {},
): Cost {
  const { width, speed, looks } = measured;
  const total = totalOf(rows);
  const parts: { readonly what: string; readonly milliseconds: number }[] = [
    { what: `checking ${total} rows`, milliseconds: (total / 1e6) * looks * perMillion.scan * width * speed },
  ];
  for (const [index, item] of plan.items.entries()) {
    const table = (tried.tables.get(index) ?? subjectNames(item.subject)[0] ?? "").toLowerCase();
    const count = rows.get(table) ?? rows.get(item.subject.toLowerCase()) ?? 0;
    const work = workOf(item);
    const milliseconds =
      rehearsed[itemName(item)] ?? (work === null ? 0 : (count / 1e6) * perMillion[work] * width * speed);
    if (milliseconds > 0) parts.push({ what: `${itemName(item)}: ${count} rows`, milliseconds });
  }
  parts.sort((a, b) => b.milliseconds - a.milliseconds);
  const milliseconds = Math.round(parts.reduce((sum, part) => sum + part.milliseconds, 50));
  return {
    milliseconds,
    because: parts.slice(0, 3).map((part) => `${part.what}, about ${seconds(part.milliseconds)}`),
  };
}

export function totalOf(rows: ReadonlyMap<string, number>): number {
  return [...rows.values()].reduce((sum, count) => sum + count, 0);
}

/** Counts the rows of these tables, by folded name. */
export function countQueries(tables: readonly string[]): readonly Query[] {
  return tables.map((table) => ({ sql: `SELECT count(*) FROM ${quoteName(table)}` }));
}

export function countsIn(tables: readonly string[], counted: readonly (readonly Row[])[]): ReadonlyMap<string, number> {
  return new Map(tables.map((table, index) => [table.toLowerCase(), Number(counted[index]?.[0]?.[0] ?? 0)]));
}

export function seconds(milliseconds: number): string {
  return milliseconds < 950 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

function workOf(item: Item): Work | null {
  return item.kind === "check" ? checks[item.check].cost : steps[item.step].cost;
}
