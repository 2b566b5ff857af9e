import type { SeenCheck, StepDone } from "../../apply/events.ts";
import { fold } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import type { Explanation } from "../../plan/explanation.ts";
import { subjectNames } from "../../words/subject.ts";
import type { Before, Expect, Plan } from "../../plan/plan.ts";
import { unreachable } from "../../problem/problem.ts";
import { renamedObject } from "../../sql/retarget.ts";
import { count } from "../../words/numbers.ts";

/** Everything that a rendering of a plan may show. What is not known is null, and is not shown. */
export interface PlanReport {
  readonly plan: Plan;
  readonly seal: string;
  /** The plan's file, or the database it was planned for. */
  readonly name: string;
  readonly explanation: Explanation;
  readonly before: Schema | null;
  readonly after: Schema | null;
  readonly rehearsal: Rehearsed | null;
}

/** What running the plan on a copy of the live database showed. */
export interface Rehearsed {
  readonly target: string;
  readonly milliseconds: number;
  readonly steps: readonly StepDone[];
  readonly checks: readonly SeenCheck[];
}

export function expectSaid(expect: Expect): string {
  switch (expect.kind) {
    case "equal":
      return `must be ${count(expect.value)}`;
    case "most":
      return `must be at most ${count(expect.value)}`;
    case "empty":
      return "must return no rows";
    case "no-worse":
      return "must return no new rows";
    default:
      return unreachable(expect);
  }
}

/** An object's definition on both sides; null if it does not exist. */
export interface Pair {
  readonly type: Before["type"];
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Each object that the plan touches, before and after: existing objects first, then new ones. */
export function pairs(report: PlanReport): readonly Pair[] {
  const { plan, after } = report;
  const renamed = new Map(
    plan.decisions.flatMap((one) => (one.kind === "rename-table" ? [[fold(one.from), one.to] as const] : [])),
  );
  const taken = new Set<string>();
  const old = plan.before.map((one): Pair => {
    const name = (one.type === "table" ? renamed.get(fold(one.name)) : undefined) ?? one.name;
    taken.add(`${one.type} ${fold(name)}`);
    return { type: one.type, name, before: one.sql, after: definition(report, one.type, name) };
  });
  const fresh = plan.items.flatMap((item): Pair[] => {
    if (item.kind !== "step" || !item.step.startsWith("create-")) return [];
    const type = item.step.slice("create-".length) as Before["type"];
    const [name = item.subject] = subjectNames(item.subject);
    if (taken.has(`${type} ${fold(name)}`)) return [];
    const sql = after === null ? item.sql : definition(report, type, name);
    return [{ type, name, before: null, after: sql ?? item.sql }];
  });
  return [...old, ...fresh];
}

function definition(report: PlanReport, type: Before["type"], name: string): string | null {
  const { after } = report;
  if (after === null) return definitionInSteps(report.plan, type, name);
  const all = [...after.tables, ...after.indexes, ...after.views, ...after.triggers, ...after.virtualTables];
  return all.find((one) => one.kind === type && fold(one.name) === fold(name))?.text ?? null;
}

/** Without the declarations, only what the plan itself creates is known; a rebuilt table has its reserved name. */
function definitionInSteps(plan: Plan, type: Before["type"], name: string): string | null {
  const makes = type === "table" ? ["create-table", "rebuild-create"] : [`create-${type}`];
  const step = plan.items.find(
    (item) => item.kind === "step" && makes.includes(item.step) && isNamed(item.subject, name),
  );
  if (step === undefined) return null;
  return step.kind === "step" && step.step === "rebuild-create" ? renamedObject(step.sql, name) : step.sql;
}

function isNamed(subject: string, name: string): boolean {
  const names = subjectNames(subject);
  return names.length === 1 && fold(names[0] as string) === fold(name);
}

/** Whether the result for this object is known: for an altered table, it is not without the declarations. */
export function afterKnown(report: PlanReport, pair: Pair): boolean {
  if (report.after !== null || pair.after !== null) return true;
  return report.plan.items.some(
    (item) => item.kind === "step" && item.step === `drop-${pair.type}` && isNamed(item.subject, pair.name),
  );
}
