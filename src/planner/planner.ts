import type { Change, TableChange } from "../diff/change.ts";
import { diff } from "../diff/diff.ts";
import type { Renames } from "../diff/renames.ts";
import { fingerprint } from "../model/fingerprint.ts";
import { fold } from "../model/names.ts";
import { subject } from "../words/subject.ts";
import { writeSummary } from "../plan/summary.ts";
import type { Explanation } from "../plan/explanation.ts";
import type { Facts, Question } from "../model/facts.ts";
import type { Plan } from "../plan/plan.ts";
import type { Problem } from "../problem/problem.ts";
import { madeDecisions, unusedDecisions } from "./decisions.ts";
import { explain, explainRequotes } from "./explain.ts";
import { approve } from "./loss/approvals.ts";
import { blindCode } from "./loss/blind.ts";
import { destructions } from "./loss/destructions.ts";
import { opaqueInTheWay } from "./loss/opaque.ts";
import { rowidsNeeded } from "./loss/rowids-needed.ts";
import { changedTables, pairChange } from "./pair/changes.ts";
import { type Pairs, pairTables } from "./pair/pair-tables.ts";
import type { TablePair } from "./pair/table-pair.ts";
import { askRows } from "./rows/ask.ts";
import type { Demand } from "./rows/demand.ts";
import { demandsOf } from "./rows/demands.ts";
import { answerTo, ruleKey, unanswered } from "./rows/elsewhere.ts";
import type { CodeQuestion, Situation } from "./situation.ts";
import { assemble } from "./steps/assemble.ts";
import { answeredItems, type Asked } from "./steps/elsewhere.ts";
import { lateFills } from "./steps/late-fills.ts";
import { askInTheWay } from "./steps/set-aside.ts";
import { beyondEngine } from "./way/engine.ts";
import { choose } from "./way/choose.ts";

export type Outcome =
  /** Facts are missing: answer these and call again. */
  | { readonly kind: "ask"; readonly questions: readonly Question[]; readonly code: readonly CodeQuestion[] }
  | { readonly kind: "nothing"; readonly explanation: Explanation }
  | { readonly kind: "plan"; readonly plan: Plan; readonly explanation: Explanation }
  | { readonly kind: "refused"; readonly problems: readonly Problem[]; readonly explanation: Explanation };

/**
 * Asks, then decides: what corresponds to what, what the rows must allow, how each table changes, what is lost, and
 * finally the steps. Values in, a plan out; the same values give the same plan.
 */
export function planChanges(situation: Situation): Outcome {
  const { base, renamed, target, facts, code } = situation;
  const pairs = pairTables(situation);
  const all = withNewNames(diff(renamed, target), situation, pairs);
  const isReal = (change: Change) => change.kind !== "change-table" || isChanged(situation, pairs, change);
  const real = all.filter(isReal);
  const looks = all.filter((change): change is TableChange => change.kind === "change-table" && !isReal(change));
  const paired = real.map((change) => pairChange(change, pairs));
  const asked = demandsOf(pairs, target, paired, renamed);
  const changes = paired.map((change) => choose(change, situation));
  const ends = destructions(situation, changes);
  const inTheWay = askInTheWay(situation, pairs, changes);
  const questions = [
    ...asked.map(({ question }) => question),
    ...ends.flatMap(({ rows }) => rows ?? []),
    ...changedTables(changes).map((change) => askRows(change.live.name)),
  ];
  const open = {
    questions: [...new Map(questions.filter(({ key }) => !facts.has(key)).map((each) => [each.key, each])).values()],
    code: inTheWay === null || code.has(inTheWay.key) ? [] : [inTheWay],
  };
  if (open.questions.length + open.code.length > 0) return { kind: "ask", ...open };
  const demands = situation.elsewhere === undefined ? asked : asked.map((each) => settled(each, facts));

  const approved = approve(situation, pairs, changes, ends, ({ key }) => answerIn(facts, key));
  const explanation = explain(situation, changes, looks, approved.hazards);
  const unallowed = forbidden(demands, situation, approved.open);
  // Values that the new type would change are not of that type either. The remaining ones are asked about once those
  // are settled.
  const lossy = new Set(unallowed.flatMap(({ code, subject }) => (code === "lossy-convert" ? [subject] : [])));
  const problems = [
    ...opaqueInTheWay(situation, changes),
    ...blindCode(situation, pairs, changes),
    ...rowidsNeeded(target, changes),
    ...lateFills(changes, situation.profile),
    ...approved.problems.filter(({ subject }) => !lossy.has(subject)),
    ...unallowed,
    // With several schemas, a decision that one of them uses is not a mistake; the caller, who knows them all, checks
    // that.
    ...(situation.elsewhere === undefined ? unusedDecisions(situation, changes, approved.used) : []),
  ];
  if (problems.length > 0) return { kind: "refused", problems, explanation };

  const aside = inTheWay === null ? [] : (code.get(inTheWay.key) ?? []);
  const today = { demands, ends };
  const answered = answeredItems(today, askedAfterRenames(situation, real, today), situation.elsewhere ?? []);
  const { items, before } = assemble(situation, pairs, changes, demands, approved.bounds, aside, answered);
  if (items.length === 0) return { kind: "nothing", explanation };
  const beyond = beyondEngine(situation, items);
  if (beyond.length > 0) return { kind: "refused", problems: beyond, explanation };
  const kind = situation.columnOrder ? "fp1o" : "fp1";
  const plan: Plan = {
    engine: situation.profile.plans,
    base: fingerprint(base, kind),
    target: fingerprint(target, kind),
    decisions: madeDecisions(situation, changes, approved.approvals),
    summary: summarize(explanation),
    items,
    before,
  };
  if (plan.base === plan.target) return { kind: "refused", problems: [inACircle(situation)], explanation };
  const whole = { ...explanation, changes: [...explanation.changes, ...explainRequotes(items)] };
  return { kind: "plan", plan, explanation: whole };
}

const noRenames: Renames = { tables: [], columns: [], unused: [] };

/** Rows are asked by the names that hold after the renames, because a repair runs and is checked there. */
function askedAfterRenames(situation: Situation, changes: readonly Change[], today: Asked): Asked {
  const { renames, renamed, target, elsewhere = [] } = situation;
  const same = renames.tables.length + renames.columns.length === 0;
  if (same || elsewhere.every(({ repair }) => repair === null)) return today;
  const pairs = pairTables({ ...situation, live: renamed, renames: noRenames });
  const paired = changes.map((change) => pairChange(change, pairs));
  const promised = new Set(today.demands.flatMap(({ rule, promised }) => (promised && rule ? [ruleKey(rule)] : [])));
  const demands = demandsOf(pairs, target, paired, renamed).map((each) =>
    each.rule !== null && promised.has(ruleKey(each.rule)) ? { ...each, promised: true } : each,
  );
  return { demands, ends: destructions(situation, paired) };
}

/** No row anywhere can violate it: an answer that is meant for another base is not for this one. */
function settled(demand: Demand, facts: Facts): Demand {
  const fact = facts.get(demand.question.key);
  return fact?.known && fact.count === 0 ? { ...demand, promised: true } : demand;
}

/** If it could not be counted, it may be any number. */
function answerIn(facts: Facts, key: string): { readonly count: number; readonly sample: readonly string[] } {
  const fact = facts.get(key);
  return fact?.known ? fact : { count: Number.POSITIVE_INFINITY, sample: [] };
}

/** What the rows do not allow. A question about something that may be a renamed object means nothing yet. */
function forbidden(
  demands: readonly Demand[],
  { facts, elsewhere }: Pick<Situation, "facts" | "elsewhere">,
  open: ReadonlySet<string>,
): Problem[] {
  return demands.flatMap((demand): Problem[] => {
    if (demand.rests.some((each) => open.has(each))) return [];
    const fact = facts.get(demand.question.key);
    if (elsewhere !== undefined && fact?.known) {
      const answered = demand.promised || answerTo(elsewhere, demand) !== undefined;
      return answered ? [] : [unanswered(demand, fact.sample)];
    }
    if (fact?.known) return fact.count === 0 ? [] : [demand.refuse(fact.count, fact.sample, demand.question.find)];
    return [unaskable(demand.subject, fact?.why ?? "it was not answered")];
  });
}

/** Two objects that look alike swap names: afterwards, the schema would not show whether that was done. */
function inACircle({ renames }: Situation): Problem {
  const all = [
    ...renames.tables.map(({ from, to }) => `${subject(from)} → ${subject(to)}`),
    ...renames.columns.map(({ table, from, to }) => `${subject(table, from)} → ${subject(table, to)}`),
  ];
  return {
    code: "rename-in-a-circle",
    level: "error",
    subject: renames.tables[0]?.to ?? renames.columns[0]?.table ?? "plan",
    message:
      "after these renames the schema would look the same as now, so nothing would show whether the plan was applied",
    evidence: all,
    help: ["rename one of them to a third name first, in a plan of its own, and to its final name in the next"],
  };
}

/** A different order of columns alone is cosmetic. */
function isChanged({ columnOrder }: Situation, pairs: Pairs, { to, edits }: TableChange): boolean {
  return edits.length > 0 || columnOrder || takesNewNames(pairs.of(to.name));
}

/**
 * Renames are not differences, and neither is a reference that already means what is declared. A table that takes a
 * rebuild to get there changes all the same.
 */
function withNewNames(changes: readonly Change[], { target }: Situation, pairs: Pairs): readonly Change[] {
  const otherKeys = withOtherKeys(changes);
  if (pairs.renamedByRebuild.size + otherKeys.size === 0) return changes;
  const changed = new Set(changes.flatMap((change) => (change.kind === "change-table" ? [fold(change.to.name)] : [])));
  const others = target.tables.flatMap((table): TableChange[] => {
    const refers = table.foreignKeys.some((each) => otherKeys.has(fold(each.table)));
    const asked = (refers || pairs.renamedByRebuild.size > 0) && !changed.has(fold(table.name));
    const pair = asked ? pairs.of(table.name) : undefined;
    if (pair === undefined || !takesNewNames(pair)) return [];
    return [{ kind: "change-table", from: pair.from, to: pair.to, edits: [], reordered: false }];
  });
  return [...changes, ...others];
}

/** The tables whose key changes, comes or goes. */
function withOtherKeys(changes: readonly Change[]): ReadonlySet<string> {
  const found = changes.flatMap((change) => {
    if (change.kind === "create" || change.kind === "drop") return [change.object.name];
    const isKey = change.kind === "change-table" && change.edits.some(({ kind }) => kind === "change-key");
    return isKey ? [change.to.name] : [];
  });
  return new Set(found.map(fold));
}

function takesNewNames(pair: TablePair | undefined): boolean {
  return pair !== undefined && pair.renamedByRebuild.length + pair.refersAnew.length > 0;
}

function unaskable(subject: string, why: string): Problem {
  return {
    code: "question-failed",
    level: "error",
    subject,
    message: `the live rows of ${subject} could not be checked`,
    evidence: [why],
    help: [
      "if the declaration has a .fill, it names tables and columns as they are called after renames, dropped ones included",
    ],
  };
}

/** Must not contain numbers from the rows: the same schema gives the same file. */
function summarize({ counts, hazards }: Explanation): readonly string[] {
  return writeSummary({ counts, destroys: hazards.map(({ object }) => object), rows: [], losesRows: [] });
}
