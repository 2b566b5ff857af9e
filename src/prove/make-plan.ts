import type { Beside } from "../model/beside.ts";
import { busy } from "../database/busy.ts";
import { EngineError, type Snapshot } from "../database/connection.ts";
import { sqliteSays } from "../sql/messages.ts";
import { renames } from "../diff/renames.ts";
import { answer } from "../introspect/answer.ts";
import { named } from "../model/names.ts";
import { objectsOf } from "../model/canonical.ts";
import { fingerprint } from "../model/fingerprint.ts";
import type { EngineProfile } from "../model/profile.ts";
import type { Schema } from "../model/schema.ts";
import { emptyExplanation, type Explanation } from "../plan/explanation.ts";
import type { Unasked } from "../plan/kinds.ts";
import type { Facts } from "../model/facts.ts";
import type { Hints } from "../model/hints.ts";
import type { Decision, Plan, PlanRows } from "../plan/plan.ts";
import { isOfRows } from "../planner/declared-rows/approve.ts";
import { planChanges } from "../planner/planner.ts";
import type { SetAside, Situation } from "../planner/situation.ts";
import { pairTables } from "../planner/pair/pair-tables.ts";
import { askFilled } from "../planner/rows/ask.ts";
import type { RowsAnswer } from "../planner/rows/elsewhere.ts";
import { usedIn } from "../plan/of-application.ts";
import { type Checked, fine, type Problem } from "../problem/problem.ts";
import { type Claimed, claimBroken } from "./claimed.ts";
import { fillsByRows } from "./declared-rows/fills.ts";
import type { RowsToProve } from "./declared-rows/on-copy.ts";
import { withRows } from "./declared-rows/with-rows.ts";
import { refusedFills } from "./fills.ts";
import { forAllRows } from "./typical-rows.ts";
import { inTheWay } from "./in-the-way.ts";
import { type Proof, proofOf } from "./proof.ts";
import { prove } from "./prove.ts";
import { reachOutside } from "./reaching-outside.ts";
import { unregistered } from "./unregistered.ts";
import { renamedSchema } from "./rename.ts";

export interface PlanRequest {
  readonly snapshot: Snapshot;
  readonly live: Schema;
  readonly target: Schema;
  readonly hints: Hints;
  readonly decisions: readonly Decision[];
  readonly protect: readonly string[];
  /** The rules for which the target requires no approval. */
  readonly unasked?: readonly Unasked[];
  readonly beside: Beside;
  readonly columnOrder: boolean;
  /** Whether values of rows may be shown as evidence; by default they may. */
  readonly values?: boolean;
  /** Of the engine that will run the plan. */
  readonly profile: EngineProfile;
  /**
   * What happens to rows on other people's machines, which nobody can ask. The snapshot then holds typical rows
   * (`typical-rows.ts`), and what they cannot answer for all rows is assumed to be possible.
   */
  readonly elsewhere?: readonly RowsAnswer[];
  /** What a plan file keeps of the declared rows' differences, used instead of the live rows. */
  readonly knownRows?: PlanRows | null;
}

export type Planned =
  | { readonly kind: "nothing"; readonly fingerprint: string; readonly explanation: Explanation }
  | { readonly kind: "plan"; readonly plan: Plan; readonly explanation: Explanation }
  | { readonly kind: "refused"; readonly problems: readonly Problem[]; readonly explanation: Explanation };

/** Up to this many objects planning is over before anybody waits; among more a signal ends it. */
const few = 2000;

/** Where a plan is proven: here, unless the caller has a process for what takes long. */
export type Proving = (proof: Proof) => readonly Problem[] | Promise<readonly Problem[]>;

/**
 * Plans until no question is open, then proves the plan. A plan that is returned from here has already been executed
 * once.
 */
export async function makePlan(request: PlanRequest, proving: Proving = prove): Promise<Planned> {
  const seen = situationOf(request);
  if (!seen.ok) return { kind: "refused", problems: seen.problems, explanation: emptyExplanation };
  const { claimed } = seen.value;
  const situation = await withFills(seen.value.situation, request);
  const { live, renamed } = situation;
  const { target, decisions, columnOrder } = request;
  let facts: Facts = new Map();
  const code = new Map<string, readonly SetAside[]>();
  const ended = objectsOf(live).length > few ? busy : <T>(work: () => Promise<T>) => work();
  for (;;) {
    const outcome = await ended(async () => planChanges({ ...situation, facts, code }));
    if (outcome.kind === "ask") {
      const given = await answer(request.snapshot, outcome.questions, facts, { values: request.values ?? true });
      facts = request.elsewhere === undefined ? given : forAllRows(outcome.questions, given);
      for (const question of outcome.code)
        code.set(question.key, await ended(async () => inTheWay(live, renamed, question, request.beside)));
      continue;
    }
    const refused = outcome.kind === "plan" ? await refusedFills(request, situation) : [];
    if (refused.length > 0) return { kind: "refused", problems: refused, explanation: outcome.explanation };
    const { outcome: whole, toProve } = await withRows(outcome, {
      snapshot: request.snapshot,
      target,
      renamed,
      pairs: pairTables(situation),
      decisions: decisions.filter(isOfRows),
      fingerprint: () => fingerprint(request.live, columnOrder ? "fp1o" : "fp1"),
      engine: request.profile.plans,
      known: request.knownRows ?? null,
      values: request.values ?? true,
    });
    if (whole.kind === "nothing") return { ...whole, fingerprint: fingerprint(request.live) };
    return whole.kind === "refused" ? whole : proven(whole, claimed, request, toProve, proving);
  }
}

/** Declared rows themselves say what a new column of theirs holds. Rows that are elsewhere may not be declared. */
async function withFills(situation: Open, { snapshot, target, decisions, elsewhere }: PlanRequest): Promise<Open> {
  if (elsewhere !== undefined) return situation;
  const { hints } = situation;
  const fills = await fillsByRows(snapshot, target, pairTables(situation), { hints, decisions });
  return fills.length === 0 ? situation : { ...situation, hints: { ...hints, fills: [...hints.fills, ...fills] } };
}

/** SQLite's error for an expression on its own; whether its columns exist is checked against the rows. */
export async function unreadableIn({ snapshot }: Pick<PlanRequest, "snapshot">, sql: string): Promise<string | null> {
  try {
    await snapshot.read([{ sql: `SELECT (${sql}\n)` }]);
    return null;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return sqliteSays.noSuchColumn.test(error.message) ? null : error.message;
  }
}

/** The values that three existing rows would get from a decided fill; none if they cannot be computed. */
export async function filledRows(
  request: PlanRequest,
  { table, column }: { readonly table: string; readonly column: string },
): Promise<readonly string[]> {
  const seen = situationOf(request);
  const pair = seen.ok ? pairTables(seen.value.situation).of(table) : undefined;
  const filled = pair === undefined ? undefined : named(pair.columns, column);
  const question = pair === undefined || filled === undefined ? null : askFilled(pair, filled);
  if (question === null) return [];
  const fact = (await answer(request.snapshot, [question], new Map(), { values: request.values ?? true })).get(
    question.key,
  );
  return fact?.known === true ? fact.sample : [];
}

type Open = Omit<Situation, "facts" | "code">;

function situationOf(request: PlanRequest): Checked<{ readonly situation: Open; readonly claimed: Claimed }> {
  const { target, hints, decisions, protect, unasked = [], beside, columnOrder, profile, elsewhere } = request;
  const found = renames(request.live, target, hints, decisions);
  const claimed = claimBroken(request.live, target, decisions, found.tables);
  const { live, broken } = claimed;
  const renamed = renamedSchema(live, found, beside);
  if (!renamed.ok) return renamed;
  const schemas = { live, base: request.live, broken, renamed: renamed.value, target, renames: found };
  const said = { hints, decisions: decisions.filter((decision) => !isOfRows(decision)), protect, unasked, elsewhere };
  return fine({ situation: { ...schemas, ...said, columnOrder, profile }, claimed });
}

async function proven(
  outcome: { readonly kind: "plan"; readonly plan: Plan; readonly explanation: Explanation },
  claimed: Claimed,
  { live, target, beside, profile, elsewhere }: PlanRequest,
  rows: RowsToProve | null,
  proving: Proving,
): Promise<Planned> {
  const { explanation } = outcome;
  const { items } = outcome.plan;
  // What runs in an application is made together with it, and not checked again there.
  const foreign = [...unregistered(profile, items, beside), ...(elsewhere === undefined ? reachOutside(items) : [])];
  if (foreign.length > 0) return { kind: "refused", problems: foreign, explanation };
  const proof = proofOf(outcome.plan, claimed, target, beside, rows);
  const problems = proof.ok ? await proving(proof.value) : proof.problems;
  if (problems.length > 0) return { kind: "refused", problems, explanation };
  const application = usedIn([live, target], beside);
  return application === undefined ? outcome : { ...outcome, plan: { ...outcome.plan, application } };
}
