import type { Engine } from "../../src/database/engine.ts";
import type { Row } from "../../src/database/connection.ts";
import type { Plan, PlanCheck } from "../../src/plan/plan.ts";
import { never } from "../../src/problem/problem.ts";

/**
 * The shortest thing that can carry out a plan: its statements and checks in order, in one transaction, foreign keys
 * off. Written apart from `apply`, so that a plan and apply cannot be wrong together. Throws where a check fails.
 */
export function runPlan(engine: Engine, plan: Plan): void {
  engine.exec("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE");
  try {
    const before = new Map<PlanCheck, readonly string[]>();
    for (const item of plan.items) {
      if (item.kind === "check" && item.expect.kind === "no-worse") before.set(item, engine.all(item.sql).map(key));
    }
    for (const item of plan.items) {
      if (item.kind === "step") {
        attempt(`${item.step} ${item.subject}`, item.sql, () => engine.exec(item.sql));
        continue;
      }
      const rows = attempt(`check ${item.check} ${item.subject}`, item.sql, () => engine.all(item.sql));
      const wrong = disagreement(item, rows, before.get(item) ?? []);
      if (wrong) throw new Error(`check ${item.check} ${item.subject}: ${wrong}\n${item.sql}`);
    }
    engine.exec("COMMIT");
  } catch (error) {
    if (engine.inTransaction) engine.exec("ROLLBACK");
    throw error;
  }
}

function attempt<T>(what: string, sql: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`${what}: ${(error as Error).message}\n${sql}`);
  }
}

function disagreement(check: PlanCheck, rows: readonly Row[], before: readonly string[]): string | null {
  const { expect } = check;
  const first = Number(rows[0]?.[0]);
  switch (expect.kind) {
    case "equal":
      return first === expect.value ? null : `${first} is not ${expect.value}`;
    case "most":
      return first <= expect.value ? null : `${first} is more than ${expect.value}`;
    case "empty":
      return rows.length === 0 ? null : `not empty: ${key(rows[0] ?? [])}`;
    case "no-worse": {
      const worse = rows.map(key).filter((row) => !before.includes(row));
      return worse.length === 0 ? null : `new: ${worse[0]}`;
    }
    default:
      return never(expect);
  }
}

function key(row: Row): string {
  return JSON.stringify(
    row.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString("hex") : String(value))),
  );
}
