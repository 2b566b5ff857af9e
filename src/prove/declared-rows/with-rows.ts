import type { PlanEngine } from "../../model/profile.ts";
import type { Snapshot } from "../../database/connection.ts";
import { compareText } from "../../model/names.ts";
import type { Schema, Table } from "../../model/schema.ts";
import { writeSummary } from "../../plan/summary.ts";
import { writeDecision } from "../../plan/directive.ts";
import type { Decision, Item, Plan, PlanRows } from "../../plan/plan.ts";
import { unusedApprovals } from "../../planner/decisions.ts";
import { planRows, type RowsPlanned } from "../../planner/declared-rows/plan-rows.ts";
import type { Pairs } from "../../planner/pair/pair-tables.ts";
import type { Outcome } from "../../planner/planner.ts";
import { futureRows } from "../../planner/rows/future-rows.ts";
import { check } from "../../planner/steps/item.ts";
import { subject } from "../../words/subject.ts";
import { quoteName } from "../../sql/quote.ts";
import { askLive, askPlan } from "./ask.ts";
import type { RowsToProve } from "./on-copy.ts";
import { readRows } from "./read-rows.ts";

type Decided = Exclude<Outcome, { readonly kind: "ask" }>;

export interface WithRows {
  readonly outcome: Decided;
  /** Null if there is no row step to prove, or nothing to prove it with. */
  readonly toProve: RowsToProve | null;
}

export interface RowsAround {
  readonly snapshot: Snapshot;
  readonly target: Schema;
  /** The live schema after the renames. */
  readonly renamed: Schema;
  readonly pairs: Pairs;
  /** Those about rows. */
  readonly decisions: readonly Decision[];
  /** The fingerprint of both ends, if the schema itself does not change. */
  readonly fingerprint: () => string;
  readonly engine: PlanEngine;
  /** What a plan file records about the rows, used instead of a database. */
  readonly known: PlanRows | null;
  /** Whether values of rows may be shown. */
  readonly values: boolean;
}

/** A plan for the schema, and for the rows that belong to it. */
export async function withRows(outcome: Decided, around: RowsAround): Promise<WithRows> {
  const { target, pairs, decisions, snapshot, known } = around;
  const rows = target.rows ?? [];
  if (outcome.kind === "refused") return { outcome, toProve: null };
  if (rows.length === 0) return { outcome: refusedFor(outcome, unusedApprovals(decisions)), toProve: null };
  const asked = known === null ? askLive(snapshot, target, pairs) : askPlan(known);
  const planned = await planRows({
    target,
    others: around.renamed,
    rows,
    decisions,
    asked,
    isTouched: touchedIn(pairs),
    engine: around.engine,
    values: around.values,
  });
  const unused = unusedApprovals(decisions.filter((decision) => !planned.used.includes(decision)));
  const explanation = {
    ...outcome.explanation,
    changes: [...outcome.explanation.changes, ...planned.changes],
    hazards: [...outcome.explanation.hazards, ...planned.hazards],
    counts: { ...outcome.explanation.counts, ...(planned.changes.length > 0 && { rows: planned.counts }) },
  };
  const problems = [...planned.problems, ...unused];
  if (problems.length > 0) return { outcome: { kind: "refused", problems, explanation }, toProve: null };
  const plan = joined(outcome, planned, around);
  if (plan === null) return { outcome: { kind: "nothing", explanation }, toProve: null };
  if (planned.steps.length === 0 || known !== null)
    return { outcome: { kind: "plan", plan, explanation }, toProve: null };
  const read = await readRows(snapshot, target, pairs, planned);
  return { outcome: { kind: "plan", plan, explanation }, toProve: { ...read, planned } };
}

/** Tables that are renamed, or whose columns get other names or values. */
function touchedIn(pairs: Pairs): (table: Table) => boolean {
  return ({ name }) => {
    const pair = pairs.of(name);
    return pair !== undefined && futureRows(pair) !== quoteName(name);
  };
}

function refusedFor(outcome: Decided, problems: ReturnType<typeof unusedApprovals>): Decided {
  return problems.length === 0 ? outcome : { kind: "refused", problems, explanation: outcome.explanation };
}

/** Rows come after the schema, so that exactly the declared triggers fire. */
function joined(outcome: Decided, planned: RowsPlanned, { fingerprint, engine }: RowsAround): Plan | null {
  const rows = planned.kept;
  if (planned.steps.length === 0 && outcome.kind !== "plan") return null;
  const plan = outcome.kind === "plan" ? outcome.plan : empty(fingerprint(), engine);
  const last = plan.items.findLastIndex((item) => item.kind === "check" && item.check === "foreign-keys");
  const before = last === -1 ? plan.items : plan.items.slice(0, last);
  const ending = last >= 0 ? plan.items.slice(last) : planned.steps.length > 0 ? [foreignKeys] : [];
  const checks = planned.checks.map(({ item }) => item);
  return {
    ...plan,
    decisions: withApprovals(plan.decisions, planned.used),
    summary:
      planned.written.length === 0
        ? plan.summary
        : writeSummary({
            counts: { ...outcome.explanation.counts, rows: planned.counts },
            destroys: outcome.explanation.hazards.map(({ object }) => object),
            rows: planned.written.map((table) => subject(table)),
            losesRows: planned.hazards.map(({ object }) => object),
          }),
    // The bounds are counted where the rows can be counted by the names that the conditions use.
    items: [...before, ...planned.guards, ...planned.steps, ...checks, ...ending],
    rows,
  };
}

const foreignKeys: Item = check("foreign-keys", "all", { kind: "no-worse" }, "PRAGMA foreign_key_check");

function empty(fingerprint: string, engine: PlanEngine): Plan {
  return { engine, base: fingerprint, target: fingerprint, decisions: [], summary: [], items: [], before: [] };
}

/** Approvals come last, in their order. */
function withApprovals(decisions: readonly Decision[], used: readonly Decision[]): readonly Decision[] {
  const isApproval = ({ kind }: Decision) => kind === "approve";
  const approvals = [...decisions.filter(isApproval), ...used];
  const sorted = approvals.sort((a, b) => compareText(writeDecision(a), writeDecision(b)));
  return [...decisions.filter((decision) => !isApproval(decision)), ...sorted];
}
