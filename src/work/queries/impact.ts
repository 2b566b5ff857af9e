import type { Beside } from "../../model/beside.ts";
import type { Row, Snapshot } from "../../database/connection.ts";
import { renames } from "../../diff/renames.ts";
import { fold, named, namePattern } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import type { Hints } from "../../model/hints.ts";
import type { Decision } from "../../plan/plan.ts";
import type { Planned } from "../../prove/make-plan.ts";
import type { Compilable } from "../../prove/replay.ts";
import type { Bench } from "../../queries/compile.ts";
import { type Finding, type Impact, scanMessage } from "../../queries/impact.ts";
import type { Application, ApplicationCode } from "./application.ts";
import type { Context } from "../context.ts";
import { analyzed, mostCounted, rowsOf } from "./statistics.ts";
import { whereShown } from "./query-places.ts";

export interface ImpactRequest {
  readonly snapshot: Snapshot;
  readonly live: Schema;
  /** The schema that the plan leads to, as complete as the live one. */
  readonly target: Schema;
  readonly hints: Hints;
  readonly planned: Planned;
  readonly decisions: readonly Decision[];
  readonly beside: Beside;
}

/**
 * What a plan does to the application's queries. If the plan only lacks decisions, they are checked against the
 * declarations, so that the effect is known before deciding. Null if there is no plan at all.
 */
export async function impactOf(
  context: Pick<Context, "cwd" | "tell">,
  request: ImpactRequest,
  application: Application,
): Promise<Impact | null> {
  const { live, target, hints, planned, decisions, beside, snapshot } = request;
  const waits = planned.kind === "refused";
  if (waits && !planned.problems.every(({ level, decision }) => level === "warning" || decision !== undefined))
    return null;
  const { compilable, replayed } = await import("../../prove/replay.ts");
  const { compareQueries } = await import("../../queries/compare.ts");
  const { orderOf } = await import("../../queries/order.ts");
  const renamed = renames(live, target, hints, decisions);
  const statistics = await analyzed(snapshot);
  const before = compilable(live, beside);
  const after =
    planned.kind === "plan" ? replayed(planned.plan, live, target, beside) : compilable(waits ? target : live, beside);
  try {
    const compared = (code: ApplicationCode) =>
      compareQueries({
        collected: code.collected,
        live,
        goal: after.schema,
        renamed: {
          tables: renamed.tables.filter(({ goes }) => !goes),
          columns: renamed.columns.filter(({ goes }) => !goes),
        },
        before: benchOf(before, beside),
        after: benchOf(after, beside),
        statistics,
        textOf: code.textOf,
      });
    const coming = compared(application.here);
    const running = application.running === null ? coming : compared(application.running);
    const scans = await withRows(running.scans, statistics, snapshot, application.scanRows, live);
    const order = orderOf(running, coming, application.running?.revision ?? null);
    // The order of columns is only known once there is a plan.
    const columns = waits ? [] : running.columns;
    const impact = { ...running, columns, works: coming.works, scans, order };
    return whereShown(context, impact, application);
  } finally {
    before.scratch.close();
    after.scratch.close();
  }
}

export function benchOf({ scratch, notCopied }: Compilable, beside: Beside): Bench {
  const patterns = beside.ignore.map(namePattern);
  return {
    scratch,
    absent: new Set(notCopied.map(({ name }) => fold(name))),
    isLeftAlone: (name) => patterns.some((pattern) => pattern.test(fold(name))),
  };
}

/** Scans of tables that are large enough to matter, with their number of rows. */
async function withRows(
  scans: readonly Finding[],
  statistics: readonly Row[],
  snapshot: Snapshot,
  least: number,
  live: Schema,
): Promise<readonly Finding[]> {
  const rows = new Map<string, number>();
  for (const [table, , stat] of statistics) {
    const size = Number(String(stat).split(" ")[0]);
    if (Number.isFinite(size)) rows.set(fold(String(table)), Math.max(size, rows.get(fold(String(table))) ?? 0));
  }
  const wanted = new Set(scans.flatMap(({ scan }) => (scan === undefined ? [] : [fold(scan.table)])));
  for (const table of wanted) {
    const known = named(live.tables, table);
    if (rows.has(table) || known === undefined) continue;
    rows.set(table, await rowsOf(snapshot, known.name));
  }
  return scans.flatMap((finding) => {
    const { scan } = finding;
    const size = scan === undefined ? undefined : rows.get(fold(scan.table));
    if (scan === undefined || size === undefined) return [finding];
    if (size < least) return [];
    const said = size === mostCounted && !statistics.some(([table]) => fold(String(table)) === fold(scan.table));
    const shown = `${size.toLocaleString("en-US")}${said ? " rows or more" : size === 1 ? " row" : " rows"}`;
    return [{ ...finding, message: scanMessage(scan, shown) }];
  });
}
