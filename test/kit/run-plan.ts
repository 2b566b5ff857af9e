import type { Engine } from "../../src/database/engine.ts";
import type { Row, Value } from "../../src/database/connection.ts";
import { overForeignKeys } from "../../src/database/foreign-keys.ts";
import type { Plan, PlanCheck, Step } from "../../src/plan/plan.ts";
import { subject } from "../../src/words/subject.ts";
import { unreachable } from "../../src/problem/problem.ts";

/**
 * The shortest thing that can carry out a plan: its statements and checks in order, in one transaction, with foreign
 * keys off. Independent of `apply`, so that a plan and `apply` cannot be wrong together. Throws if a check fails.
 */
export function runPlan(engine: Engine, plan: Plan): void {
  engine.exec("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE");
  try {
    const before = new Map<PlanCheck, readonly string[]>();
    for (const item of plan.items) {
      if (item.kind === "check" && item.expect.kind === "no-worse")
        before.set(
          item,
          rowsOf(engine, item).map((row) =>
            key(
              numbered(
                plan,
                row.map((value) => renamed(plan, value)),
              ),
            ),
          ),
        );
    }
    for (const item of plan.items) {
      if (item.kind === "step") {
        attempt(`${item.step} ${item.subject}`, item.sql, () => engine.exec(writing(engine, item)));
        continue;
      }
      const rows = attempt(`check ${item.check} ${item.subject}`, item.sql, () => rowsOf(engine, item));
      const anew = item.expect.kind === "no-worse" ? rows.map((row) => numbered(plan, row)) : rows;
      const wrong = disagreement(item, anew, before.get(item) ?? []);
      if (wrong) throw new Error(`check ${item.check} ${item.subject}: ${wrong}\n${item.sql}`);
    }
    engine.exec("COMMIT");
  } catch (error) {
    if (engine.inTransaction) engine.exec("ROLLBACK");
    throw error;
  }
}

/** Without the number of the foreign key, which a rebuild may change. */
function rowsOf(engine: Engine, item: PlanCheck): readonly Row[] {
  return item.check === "foreign-keys" ? orphans(engine).map((row) => row.slice(0, 3)) : engine.all(item.sql);
}

/** Rows without their parent, as far as that can be queried. */
export function orphans(engine: Engine): readonly Row[] {
  return overForeignKeys(
    (sql, args) => engine.all(sql, args),
    (source) => `SELECT * FROM ${source}`,
  );
}

/** The stored text of a definition is changed in a way of its own. */
export function writing(engine: Engine, { step, sql }: Step): string {
  if (step !== "requote") return sql;
  const version = Number(engine.all("PRAGMA schema_version")[0]?.[0]);
  return `PRAGMA writable_schema = ON; ${sql}; PRAGMA schema_version = ${version + 1}; PRAGMA writable_schema = OFF`;
}

/** A table that is rewritten may renumber its rows; then they are only counted. */
function numbered(plan: Plan, row: Row): Row {
  const [table, , parent] = row;
  const copied = plan.items.some(
    (item) => item.kind === "step" && item.step === "rebuild-copy" && item.subject === subject(String(table)),
  );
  return copied ? [table ?? null, null, parent ?? null] : row;
}

function renamed(plan: Plan, value: Value): Value {
  const rename = plan.decisions.find((each) => each.kind === "rename-table" && each.from === value);
  return rename?.kind === "rename-table" ? rename.to : value;
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
      const left = [...before];
      const worse = rows.map(key).filter((row) => {
        const at = left.indexOf(row);
        if (at >= 0) left.splice(at, 1);
        return at < 0;
      });
      return worse.length === 0 ? null : `new: ${worse[0]}`;
    }
    default:
      return unreachable(expect);
  }
}

function key(row: Row): string {
  return JSON.stringify(
    row.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString("hex") : String(value))),
  );
}
