import { type Beside, nothingBeside } from "../model/beside.ts";
import { rowsDigest } from "../model/declared-rows.ts";
import { fingerprint, fingerprintLike } from "../model/fingerprint.ts";
import { kindOfFingerprint } from "../model/fingerprint-kind.ts";
import { d1Profile, type EngineProfile, libsqlProfile, plainProfile, type PlanEngine } from "../model/profile.ts";
import type { Schema } from "../model/schema.ts";
import type { Hints } from "../model/hints.ts";
import { fold } from "../model/names.ts";
import { nameWithoutArity } from "../sql/stand-ins.ts";
import { canon } from "../sql/tokens.ts";
import { subject } from "../words/subject.ts";
import { sameSummary, withoutRows } from "../plan/summary.ts";
import type { Decision, Item, Plan } from "../plan/plan.ts";
import type { Problem } from "../problem/problem.ts";
import type { Snapshot } from "../database/connection.ts";
import { isRowItem } from "../plan/row-items.ts";
import { isOfRows } from "../planner/declared-rows/approve.ts";
import { baseOf } from "./base-of.ts";
import { makePlan } from "./make-plan.ts";
import { claimBroken } from "./claimed.ts";
import { proofOf } from "./proof.ts";
import { prove } from "./prove.ts";

export interface Verified {
  readonly problems: readonly Problem[];
  /** Steps and checks that differ from what the planner writes, and those of the planner that are missing. */
  readonly edits: readonly Edited[];
}

export interface Edited {
  readonly how: "changed" | "missing";
  readonly item: Item;
  /** The name in an approval. */
  readonly object: string;
}

/**
 * Checks a plan against the declarations, without the database: its base must follow from its quotes, its steps must
 * lead to its target, and each step that the planner would not have written needs an approval of its own. A matching
 * schema does not prove that the data is safe, so a person must have approved the step.
 */
export async function verify(whole: Plan, declared: Schema, hints: Hints, beside: Beside): Promise<Verified> {
  // Only the declarations of that time say which rows an older plan led to, so for such a plan only the schema is
  // verified.
  const current = (rowsDigest(declared.rows ?? []) ?? undefined) === whole.rows?.target;
  const plan = current ? whole : ofSchema(whole);
  const target = current ? declared : { ...declared, rows: [] };
  if (fingerprintLike(plan.target, target) !== plan.target) return { problems: [movedOn(plan, target)], edits: [] };
  const base = baseOf(plan, target, beside);
  if (fingerprintLike(plan.base, base) !== plan.base) return { problems: [wrongBase()], edits: [] };
  const renamed = plan.decisions.filter((decision) => decision.kind === "rename-table");
  const proof = proofOf(plan, claimBroken(base, target, plan.decisions, renamed), target, beside);
  const broken = proof.ok ? prove(proof.value) : proof.problems;
  if (broken.length > 0)
    return {
      problems: broken.map((problem) => ({
        ...problem,
        code: "plan-fails",
        help: ["fix the step, or write the plan again"],
      })),
      edits: [],
    };
  const decisions = plan.decisions.filter((decision) => !isEditApproval(decision));
  const again = (profile: EngineProfile) =>
    makePlan({
      snapshot: noRows,
      live: base,
      target,
      hints,
      decisions,
      protect: [],
      beside,
      columnOrder: kindOfFingerprint(plan.base) === "fp1o",
      profile,
      knownRows: plan.rows ?? null,
    });
  let best: { readonly fresh: Plan; readonly edits: readonly Edited[] } | null = null;
  for (const profile of profiles[plan.engine]) {
    const made = await again(profile);
    if (made.kind === "plan") {
      const edits = compare(plan.items, made.plan.items);
      if (best === null || edits.length < best.edits.length) best = { fresh: made.plan, edits };
    } else if (best === null) return { problems: made.kind === "refused" ? made.problems : [], edits: [] };
    if (best.edits.length === 0) break;
  }
  if (best === null) throw new Error("no profile to plan for");
  const { fresh, edits } = best;
  const approved = new Set(
    plan.decisions.flatMap((decision) =>
      decision.kind === "approve" && decision.rule === "edited-step" ? [decision.object] : [],
    ),
  );
  const wrongHeader = sameHeader(plan, fresh, decisions) ? [] : [headerProblem(fresh)];
  return {
    problems: [...wrongHeader, ...edits.filter((edit) => !approved.has(edit.object)).map(unapprovedEdit)],
    edits,
  };
}

function ofSchema({ rows: _, ...plan }: Plan): Plan {
  return {
    ...plan,
    decisions: plan.decisions.filter((decision) => !isOfRows(decision)),
    items: plan.items.filter((item) => !isRowItem(item)),
    summary: withoutRows(plan.summary),
  };
}

/** A plan does not say which of these engines it was made for: it is the one that fits the plan best. */
const profiles: Readonly<Record<PlanEngine, readonly EngineProfile[]>> = {
  libsql: [libsqlProfile, { ...libsqlProfile, encoding: "UTF-16le" }, plainProfile],
  d1: [d1Profile],
};

/** A database without rows: every count is zero, so only the schema matters. */
const noRows: Snapshot = { read: async (queries) => queries.map(() => [[0]]) };

function isEditApproval(decision: Decision): boolean {
  return decision.kind === "approve" && decision.rule === "edited-step";
}

function compare(file: readonly Item[], fresh: readonly Item[]): Edited[] {
  // Text in parentheses explains, and another version may explain the same step in other words. SQL that differs only
  // in layout is the same SQL.
  const key = (item: Item) => JSON.stringify({ ...item, note: null, sql: canon(item.sql, "exact") });
  const written = new Set(file.map(key));
  const known = new Set(fresh.map(key));
  const changed = file
    .filter((item) => !known.has(key(item)))
    .map((item): Edited => ({ how: "changed", item, object: objectOf(item) }));
  const changedObjects = new Set(changed.map((edit) => edit.object));
  const missing = fresh
    .filter((item) => !written.has(key(item)) && !changedObjects.has(objectOf(item)))
    .map((item): Edited => ({ how: "missing", item, object: objectOf(item) }));
  const reordered = changed.length + missing.length === 0 && file.map(key).join("\n") !== fresh.map(key).join("\n");
  return reordered
    ? file
        .filter((item, n) => key(item) !== key(fresh[n] as Item))
        .map((item) => ({ how: "changed", item, object: objectOf(item) }))
    : [...changed, ...missing];
}

function objectOf(item: Item): string {
  return `${subject(item.kind === "step" ? item.step : item.check)}.${item.subject}`;
}

/** What a reviewer reads above the steps is derived from the steps, so that prose cannot lie. */
function sameHeader(plan: Plan, fresh: Plan, decisions: readonly Decision[]): boolean {
  return (
    sameSummary(plan.summary, fresh.summary) &&
    JSON.stringify([decisions, namesOf(plan), plan.rows ?? null]) ===
      JSON.stringify([fresh.decisions, namesOf(fresh), fresh.rows ?? null])
  );
}

/** What the plan names of the application; the number of arguments of a function does not matter. */
function namesOf({ application }: Plan): readonly string[] {
  const { functions, collations } = application ?? nothingBeside;
  return [...functions.map(nameWithoutArity), ...collations].map(fold).toSorted();
}

function headerProblem(fresh: Plan): Problem {
  return {
    code: "plan-header-wrong",
    level: "error",
    subject: "plan",
    message: "the summary above the steps does not match the steps",
    evidence: fresh.summary.map((line) => `should read: -- ${line}`),
    help: ["write the plan again; decisions are made with flags or hints, and the summary follows from them"],
  };
}

export function movedOn(plan: Plan, target: Schema): Problem {
  return {
    code: "plan-target-moved",
    level: "error",
    subject: "plan",
    message: "the plan leads to a different schema than the declarations do now",
    evidence: [`the plan leads to ${plan.target.slice(0, 12)}…`, `declared is ${fingerprint(target).slice(0, 12)}…`],
    help: [
      "if it was made for another goal, name that goal again:  --to STATE",
      "if it was made for another goal, name that one, as then:  --to STATE",
    ],
  };
}

function wrongBase(): Problem {
  return {
    code: "plan-base-wrong",
    level: "error",
    subject: "plan",
    message: "the definitions that the plan quotes are not those of the schema it was made for",
    help: ["a step or a quoted definition was lost or changed: write the plan again"],
  };
}

function unapprovedEdit(edit: Edited): Problem {
  const what = `${edit.item.kind} ${edit.item.kind === "step" ? edit.item.step : edit.item.check} ${edit.item.subject}`;
  return {
    code: "edit-unapproved",
    level: "error",
    subject: edit.object,
    message: edit.how === "changed" ? `\`${what}\` differs from what the planner writes` : `\`${what}\` is missing`,
    help: [`once that is reviewed, approve it above the steps:  --@ approve edited-step ${edit.object} because "…"`],
  };
}
