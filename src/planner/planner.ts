import type { Change, TableChange } from "../diff/change.ts";
import { diff } from "../diff/diff.ts";
import type { Rename } from "../diff/renames.ts";
import { fingerprint } from "../model/fingerprint.ts";
import { compareText, fold, sameName } from "../model/names.ts";
import { subject, writeDecision } from "../plan/directive.ts";
import type { Explanation } from "../plan/explanation.ts";
import type { Question } from "../plan/facts.ts";
import type { Decision, Plan } from "../plan/plan.ts";
import { unreachable, type Problem } from "../problem/problem.ts";
import { approve } from "./loss/approvals.ts";
import { destructions } from "./loss/destructions.ts";
import { askRows } from "./rows/ask.ts";
import { assemble } from "./steps/assemble.ts";
import { explain } from "./explain.ts";
import { type Method, methodFor } from "./way/in-place.ts";
import { demandsOf } from "./rows/demands.ts";
import { blindCode } from "./loss/blind.ts";
import { opaqueInTheWay } from "./loss/opaque.ts";
import { fillOf } from "./pair/fill.ts";
import { rowidsNeeded } from "./pair/rowids.ts";
import { Missing, type Situation, findColumn, liveTable } from "./situation.ts";

export type Outcome =
  /** Facts are missing: answer these and call again. */
  | { readonly kind: "ask"; readonly questions: readonly Question[] }
  | { readonly kind: "nothing"; readonly explanation: Explanation }
  | { readonly kind: "plan"; readonly plan: Plan; readonly explanation: Explanation }
  | { readonly kind: "refused"; readonly problems: readonly Problem[]; readonly explanation: Explanation };

/** Asks, then decides. Values in, a plan out; the same values give the same plan. */
export function planChanges(situation: Situation): Outcome {
  const changes = diff(situation.renamed, situation.target).filter((change) => isReal(situation, change));
  const tables = changes.filter((change) => change.kind === "change-table");
  const methods = new Map<TableChange, Method>(tables.map((change) => [change, methodFor(situation, change)]));
  const demands = demandsOf(situation, changes);
  const ends = destructions(situation, changes);
  const missing = new Missing();
  for (const { question } of demands) missing.count(situation, question);
  for (const { rows } of ends) if (rows !== null) missing.count(situation, rows);
  for (const change of tables) {
    const live = liveTable(situation, change.to.name);
    if (live !== null) missing.count(situation, askRows(live.name));
  }
  if (missing.questions.size > 0) return { kind: "ask", questions: [...missing.questions.values()] };

  const approved = approve(
    situation,
    changes,
    ends,
    (question) => missing.count(situation, question) ?? Number.POSITIVE_INFINITY,
  );
  const explanation = explain(situation, changes, methods, approved.hazards);
  const open = mayBeRenamed(approved.problems);
  const legality = demands.flatMap((demand): Problem[] => {
    if (demand.rests.some((each) => open.has(each))) return [];
    const fact = situation.facts.get(demand.question.key);
    if (fact?.known) return fact.count === 0 ? [] : [demand.refuse(fact.count, fact.sample, demand.question.find)];
    return [unanswered(demand.subject, fact?.why ?? "it was not answered")];
  });
  const problems = [
    ...opaqueInTheWay(situation, changes, methods),
    ...blindCode(situation, changes),
    ...rowidsNeeded(situation, changes),
    ...approved.problems,
    ...legality,
    ...unusedDecisions(situation, changes, approved.used),
  ];
  if (problems.length > 0) return { kind: "refused", problems, explanation };

  const { items, before } = assemble(situation, changes, methods, approved.bounds);
  if (items.length === 0) return { kind: "nothing", explanation };
  const kind = situation.columnOrder ? "fp1o" : "fp1";
  const plan: Plan = {
    base: fingerprint(situation.live, kind),
    target: fingerprint(situation.target, kind),
    decisions: madeDecisions(situation, changes, approved.used),
    summary: summarize(explanation),
    items,
    before,
  };
  if (plan.base === plan.target) return { kind: "refused", problems: [inACircle(situation)], explanation };
  return { kind: "plan", plan, explanation };
}

/** Two things that look alike and swap names: afterwards nobody could tell from the schema whether that was done. */
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
      "after these renames the schema would look as it does now, so nobody could tell whether the plan was applied",
    evidence: all,
    help: ["rename one of them to a third name first, in a plan of its own, and to its last name in the next"],
  };
}

/** Another order of the columns alone is for the eye. */
function isReal(situation: Situation, change: Change): boolean {
  return change.kind !== "change-table" || change.edits.length > 0 || situation.columnOrder;
}

function unanswered(subject: string, why: string): Problem {
  return {
    code: "question-failed",
    level: "error",
    subject,
    message: `the live rows of ${subject} could not be asked whether they fit`,
    evidence: [why],
    help: [
      "if the declaration has a .fill, it names columns as they are called after renames, dropped ones included",
      ...(/^no such table/.test(why)
        ? [
            "a fill can read no other table that is renamed in the same plan: rename that one in a plan of its own first",
          ]
        : []),
    ],
  };
}

/** What is new, and may turn out to be something old: what it needs, and what points at it, is open until that is said. */
function mayBeRenamed(approvals: readonly Problem[]): Set<string> {
  return new Set(
    approvals.flatMap((problem) =>
      problem.decision?.code === "ambiguous-rename"
        ? problem.decision.answers.map(({ means }) => means.replace(/^renamed to /, ""))
        : [],
    ),
  );
}

/** A decision that decides nothing may be a mistake, or copied from another plan: an approval must never lie about. */
function unusedDecisions(situation: Situation, changes: readonly Change[], used: readonly Decision[]): Problem[] {
  const unused = situation.decisions.filter((decision) => {
    switch (decision.kind) {
      case "approve":
        return !used.includes(decision);
      case "fill":
        return !fillIsUsed(situation, changes, decision.table, decision.column);
      default:
        return situation.renames.unused.includes(decision);
    }
  });
  return unused.map((decision) => ({
    code: "decision-unused",
    level: "error",
    subject: decidedName(decision),
    message: `\`${writeDecision(decision)}\` decides nothing here`,
    help: ["take it out; if it was meant for another name, say that one"],
  }));
}

function decidedName(decision: Decision): string {
  switch (decision.kind) {
    case "approve":
      return decision.object;
    case "rename-table":
      return subject(decision.from);
    case "rename-column":
      return subject(decision.table, decision.from);
    case "fill":
      return subject(decision.table, decision.column);
    default:
      return unreachable(decision);
  }
}

function fillIsUsed(situation: Situation, changes: readonly Change[], table: string, column: string): boolean {
  return changes.some((change) => {
    if (change.kind !== "change-table" || fold(change.to.name) !== fold(table)) return false;
    const declared = findColumn(change.to, column);
    return declared !== undefined && fillOf(situation, change.from, change.to, declared) !== null;
  });
}

/** What only makes room for another is told by the approval to drop it. */
function stays({ goes }: Rename): boolean {
  return !goes;
}

/** All that was decided and made a difference, hinted or said, so that the file tells it; sorted. */
function madeDecisions(situation: Situation, changes: readonly Change[], approvals: readonly Decision[]): Decision[] {
  const renames: Decision[] = [
    ...situation.renames.tables.filter(stays).map(({ from, to }): Decision => ({ kind: "rename-table", from, to })),
    ...situation.renames.columns
      .filter(stays)
      .map(({ table, from, to }): Decision => ({ kind: "rename-column", table, from, to })),
  ];
  const said = situation.decisions.filter((decision) => decision.kind === "fill");
  const hinted = situation.hints.fills.flatMap((hint): Decision[] => {
    const decided = said.some((fill) => sameName(fill.table, hint.table) && sameName(fill.column, hint.column));
    return decided || !fillIsUsed(situation, changes, hint.table, hint.column)
      ? []
      : [{ kind: "fill", table: hint.table, column: hint.column, sql: hint.sql.text }];
  });
  const fills = [...said, ...hinted];
  const inOrder = (list: readonly Decision[]) =>
    [...list].sort((a, b) => compareText(writeDecision(a), writeDecision(b)));
  return [...inOrder(renames), ...inOrder(fills), ...inOrder(approvals)];
}

/** No number in it may come from the rows: the same schema gives the same file. */
function summarize({ counts, hazards }: Explanation): string[] {
  const parts = [
    [counts.renamed, "renamed"],
    [counts.added, "added"],
    [counts.changed, "changed"],
    [counts.rebuilt, "rebuilt"],
    [counts.dropped, "dropped"],
  ] as const;
  const line = parts
    .filter(([n]) => n > 0)
    .map(([n, word]) => `${n} ${word}`)
    .join(", ");
  const lost = hazards.map((hazard) => hazard.object);
  return [line, ...(lost.length === 0 ? [] : [`destroys: ${lost.join(", ")}`])];
}
