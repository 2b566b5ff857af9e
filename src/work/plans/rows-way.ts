import type { Schema } from "../../model/schema.ts";
import { type DeclaredRows, rowsDigest } from "../../model/declared-rows.ts";
import type { Graph } from "../../plan/graph/graph.ts";
import type { PlanHead } from "../../plan/graph/head.ts";
import { emptyFingerprints } from "../../plan/graph/where.ts";
import { isOfRowsAlone, rowsPath } from "../../plan/graph/rows-path.ts";
import { plural } from "../../words/numbers.ts";
import type { Problem } from "../../problem/problem.ts";
import { type Context, refuse } from "../context.ts";
import { hasRowsOf, type LiveRows, liveRows } from "../schema/live-rows.ts";
import type { Aim } from "../targets.ts";
import { planFile } from "./plan-file.ts";
import { noPlans } from "./read-folder.ts";
import type { GroundHere } from "./way.ts";

/**
 * The plans for the declared rows of a database whose schema is as declared; none if the rows are, too. Ends the work
 * if the rows differ and no plan of the folder leads from them to the declared ones.
 */
export async function rowPlansAtGoal(context: Context, aim: Aim, ground: GroundHere): Promise<readonly PlanHead[]> {
  const rows = await liveRows(context, aim, ground.goal);
  if (rows === null || rows.same) return [];
  const path = rowsPath(ground.graph, [...ground.graph.goals], rows.digest, rows.declared);
  return path ?? refuse(noRowPlan(context, ground, aim, rows));
}

/**
 * The same plans with the plans for rows in between: before the first plan, those that this database has not had, and
 * after each plan, those that lead from the rows that it leaves to the rows that the next plan, or the declarations,
 * start with.
 */
export async function withRowPlans(
  context: Context,
  aim: Aim,
  { graph, goal }: { readonly graph: Graph; readonly goal: { readonly schema: Schema } },
  plans: readonly PlanHead[],
): Promise<readonly PlanHead[]> {
  const all: PlanHead[] = [];
  const { rows = [] } = goal.schema;
  const declared = rowsDigest(rows);
  let bare = emptyFingerprints.includes(plans[0]?.base ?? "");
  for (const [n, plan] of plans.entries()) {
    if (n === 0) all.push(...(await missingBefore(context, aim, graph.plans, plan)));
    all.push(plan);
    const next = plans[n + 1]?.rowsEnds?.base ?? (n === plans.length - 1 ? declared : null);
    bare &&= plan.rowsEnds === null && !(await writesRows(context, plan));
    const left = plan.rowsEnds?.target ?? (bare ? noRows(rows) : null);
    if (left !== null && next !== null) all.push(...(rowsPath(graph, [plan.target], left, next) ?? []));
  }
  return all;
}

/** The digest of tables that were just created, and hold nothing. */
function noRows(declared: readonly DeclaredRows[]): string | null {
  return rowsDigest(declared.map((each) => ({ ...each, rows: [] })));
}

/** Statements of a person may write any rows. */
async function writesRows(context: Context, { file }: PlanHead): Promise<boolean> {
  const { items } = (await planFile(context, file)).plan;
  return items.some((item) => item.kind === "step" && item.step === "data");
}

/**
 * Backwards from where the first plan starts: each plan for rows that leads there, until one has been applied. A plan
 * that names other columns has another digest for its rows; then it is the last of the plans for rows, if there is only
 * one.
 */
async function missingBefore(
  context: Context,
  aim: Aim,
  plans: readonly PlanHead[],
  first: PlanHead,
): Promise<readonly PlanHead[]> {
  if (first.rowsEnds === null) return [];
  const here = plans.filter((plan) => isOfRowsAlone(plan) && plan.base === first.base);
  const leadingTo = (digest: string | undefined) => here.find(({ rowsEnds }) => rowsEnds?.target === digest);
  const last = here.filter(({ rowsEnds }) => !here.some((other) => other.rowsEnds?.base === rowsEnds?.target));
  const missing: PlanHead[] = [];
  let plan = leadingTo(first.rowsEnds.base) ?? (last.length === 1 ? last[0] : undefined);
  while (plan !== undefined && !missing.includes(plan) && !(await isDone(context, aim, plan))) {
    missing.unshift(plan);
    plan = leadingTo(plan.rowsEnds?.base);
  }
  return missing;
}

async function isDone(context: Context, aim: Aim, { file }: PlanHead): Promise<boolean> {
  return hasRowsOf(context, aim, (await planFile(context, file)).plan);
}

function noRowPlan(context: Context, ground: GroundHere, aim: Aim, rows: LiveRows): Problem {
  const { graph, name } = ground;
  const file = `${name.replace(/\/+$/, "")}/NAME.plan.sql`;
  return {
    code: "no-plan-for-base",
    level: "error",
    subject: aim.name,
    message:
      graph.plans.length === 0
        ? `${noPlans(context, ground)}, and the rows of ${aim.name} are not the declared ones`
        : `no plan in ${name} leads from the rows of ${aim.name} to the declared ones`,
    evidence: [
      `the schema is as declared; ${plural(rows.changes.length, "table")} with rows that are not as declared:`,
      ...rows.changes.map(({ subject, what }) => `  ${subject}: ${what}`),
    ],
    why: "nothing was changed, and no hook was run",
    help: [
      `write the missing plan and commit it:  trueup plan ${aim.name} --out ${file}`,
      `see how the rows differ:  trueup drift ${aim.name}`,
    ],
  };
}
