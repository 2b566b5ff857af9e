import { plansOf } from "../../apply/chain.ts";
import type { Cost } from "../../apply/cost.ts";
import { estimate } from "../../apply/estimate.ts";
import { overBudget } from "../../apply/lock-budget.ts";
import { tablesIn } from "../../apply/look-ahead.ts";
import { failedWith, type Run } from "../../apply/run.ts";
import { touchedBy } from "../../apply/touched.ts";
import { schemaQuery, schemaRows } from "../../apply/try-plan.ts";
import type { Snapshot } from "../../database/connection.ts";
import { openFile } from "../../database/file.ts";
import { fold } from "../../model/names.ts";
import type { Plan } from "../../plan/plan.ts";
import { attemptRead } from "../../sql/cursor.ts";
import { readIndex } from "../../sql/read-objects.ts";

/** Ends the run before the lock is taken if writers would wait longer than they may. */
export async function withinBudget(run: Run): Promise<void> {
  const { lockBudget = null, path, label, encryptionKey } = run.request;
  if (lockBudget === null) return;
  const opened = await openFile(path, { label, ...(encryptionKey === null ? {} : { encryptionKey }) });
  if (!opened.ok) throw failedWith(run, ...opened.problems);
  const plans = plansOf(run.request).map(({ plan }) => plan);
  const light = plans.every((plan) => touchedBy(plan) !== null);
  try {
    const cost = await opened.value.snapshot((snapshot) => costOfAll(run, snapshot, plans, light));
    const problem = overBudget(label, cost, lockBudget, light ? [] : apart(plans));
    if (problem) throw failedWith(run, problem);
  } finally {
    await opened.value.close();
  }
}

async function costOfAll(run: Run, snapshot: Snapshot, plans: readonly Plan[], light: boolean): Promise<Cost> {
  const [rows = []] = await snapshot.read([schemaQuery]);
  const there = tablesIn(schemaRows(rows));
  const costs: Cost[] = [];
  for (const plan of plans) {
    const tables = tablesOf(plan);
    const asked = light ? new Set([...(touchedBy(plan) ?? []), ...[...tables.values()].map(fold)]) : null;
    const counted = asked === null ? there : there.filter((name) => asked.has(fold(name)));
    const known = { rehearsed: run.request.estimates, looks: light ? 1 : 2 };
    costs.push(await estimate(snapshot, plan, { tables }, counted, known));
  }
  return {
    milliseconds: costs.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    because: costs.flatMap(({ because }) => because).slice(0, 3),
  };
}

/** The table of an index, which its subject does not name. */
function tablesOf({ items }: Plan): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const [n, item] of items.entries()) {
    if (item.kind !== "step" || item.step !== "create-index") continue;
    const read = attemptRead(() => readIndex(item.sql));
    if (read.ok) found.set(n, read.value.table);
  }
  return found;
}

/** What to suggest if only part of the plan has to read or write rows. */
function apart(plans: readonly Plan[]): readonly string[] {
  const quick = plans.some(({ items }) =>
    items.some((item) => item.kind === "step" && touchedBy({ items: [item] })?.size === 0),
  );
  return quick
    ? ["plan the changes that read or write rows separately: the rest delays writers only for an instant"]
    : [];
}
