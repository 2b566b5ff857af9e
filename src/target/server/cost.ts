import type { Query, Snapshot } from "../../database/connection.ts";
import { type Work, checks, steps } from "../../plan/kinds.ts";
import type { Item, Plan } from "../../plan/plan.ts";
import { quoteName } from "../../sql/quote.ts";
import { itemName } from "../../plan/item-name.ts";
import type { Tried } from "./try-plan.ts";

export interface Cost {
  readonly milliseconds: number;
  /** What it consists of, the most expensive first. */
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

const referenceWidth = 217;
/** How long the benchmark query below takes on the reference machine. */
const referenceYardstick = 30;

const yardstick =
  "WITH RECURSIVE q(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM q WHERE n < 200000) SELECT max(n) FROM q";

/**
 * How long the request will hold the write lock, estimated from the number of rows and the speed of this server. A
 * rough figure, meant to distinguish a second from a minute.
 */
export async function estimate(snapshot: Snapshot, plan: Plan, tried: Tried, tables: readonly string[]): Promise<Cost> {
  const queries: readonly Query[] = [
    { sql: "SELECT page_size * page_count FROM pragma_page_size, pragma_page_count" },
    ...tables.map((table) => ({ sql: `SELECT count(*) FROM ${quoteName(table)}` })),
  ];
  const [size, ...counted] = await snapshot.read(queries);
  const rows = new Map(tables.map((table, index) => [table.toLowerCase(), Number(counted[index]?.[0]?.[0] ?? 0)]));
  const total = [...rows.values()].reduce((sum, count) => sum + count, 0);
  if (total < 20_000) return { milliseconds: 50 + total / 100, because: [] };
  const width = Math.max(1, Number(size?.[0]?.[0] ?? 0) / total / referenceWidth);
  const speed = await slowness(snapshot);
  const parts: { readonly what: string; readonly milliseconds: number }[] = [
    { what: `checking ${total} rows`, milliseconds: (total / 1e6) * 2 * perMillion.scan * width * speed },
  ];
  for (const [index, item] of plan.items.entries()) {
    const table = (tried.tables.get(index) ?? item.subject.split(".")[0] ?? "").toLowerCase();
    const count = rows.get(table) ?? rows.get(item.subject.toLowerCase()) ?? 0;
    const work = workOf(item);
    const milliseconds = work === null ? 0 : (count / 1e6) * perMillion[work] * width * speed;
    if (milliseconds > 0) parts.push({ what: `${itemName(item)}: ${count} rows`, milliseconds });
  }
  parts.sort((a, b) => b.milliseconds - a.milliseconds);
  const milliseconds = Math.round(parts.reduce((sum, part) => sum + part.milliseconds, 50));
  return {
    milliseconds,
    because: parts.slice(0, 3).map((part) => `${part.what}, about ${seconds(part.milliseconds)}`),
  };
}

/** How many times slower than the reference this server is, not counting the network. */
async function slowness(snapshot: Snapshot): Promise<number> {
  const timed = async (sql: string) => {
    const start = performance.now();
    await snapshot.read([{ sql }]);
    return performance.now() - start;
  };
  const way = await timed("SELECT 1");
  const took = (await timed(yardstick)) - way;
  return Math.min(20, Math.max(0.5, took / referenceYardstick));
}

export function seconds(milliseconds: number): string {
  return milliseconds < 950 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

function workOf(item: Item): Work | null {
  return item.kind === "check" ? checks[item.check].cost : steps[item.step].cost;
}
