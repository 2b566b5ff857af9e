import type { Snapshot } from "../database/connection.ts";
import { type Cost, costOf, countQueries, countsIn, type Measured, type Touched, totalOf } from "./cost.ts";
import type { Plan } from "../plan/plan.ts";

/** Bytes of a row of the reference table: see `cost.ts`. */
const referenceWidth = 217;
/** How long the yardstick below takes on the reference machine. */
const referenceYardstick = 30;

const yardstick =
  "WITH RECURSIVE q(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM q WHERE n < 200000) SELECT max(n) FROM q";

export interface KnownCosts {
  /** How long steps took on a copy, by name. */
  readonly rehearsed?: Readonly<Record<string, number>>;
  /** How many times the rows of the tables are read, before the change and after it. */
  readonly looks?: number;
  /** How wide the rows are and how slow the engine is, as multiples of the reference; measured if left out. */
  readonly pace?: Pick<Measured, "width" | "speed">;
}

/**
 * How long a plan will hold the write lock, based on the existing rows and on how fast this engine counts. A rough
 * figure, meant to tell a second from a minute.
 */
export async function estimate(
  snapshot: Snapshot,
  plan: Plan,
  tried: Touched,
  tables: readonly string[],
  { rehearsed = {}, looks = 2, pace }: KnownCosts = {},
): Promise<Cost> {
  const rows = countsIn(tables, await snapshot.read(countQueries(tables)));
  const total = totalOf(rows);
  if (total < 20_000) return { milliseconds: 50 + total / 100, because: [] };
  const { width, speed } = pace ?? (await paceOf(snapshot, total));
  return costOf(plan, tried, rows, { width, speed, looks }, rehearsed);
}

async function paceOf(snapshot: Snapshot, rows: number): Promise<Pick<Measured, "width" | "speed">> {
  const [size] = await snapshot.read([
    { sql: "SELECT page_size * page_count FROM temp.pragma_page_size, temp.pragma_page_count" },
  ]);
  const width = Math.max(1, Number(size?.[0]?.[0] ?? 0) / rows / referenceWidth);
  return { width, speed: await slowness(snapshot) };
}

/** How many times slower than the reference this engine is, not counting the network. */
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
