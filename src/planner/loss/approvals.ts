import { fold, namePattern } from "../../model/names.ts";
import { subject, subjectNames } from "../../words/subject.ts";
import type { Question } from "../../model/facts.ts";
import { type ApprovedTogether, type HazardKind, hazards, isApprovedTogether } from "../../plan/kinds.ts";
import type { Decision, Hazard } from "../../plan/plan.ts";
import { itsRows, plural } from "../../words/numbers.ts";
import type { Problem } from "../../problem/problem.ts";
import type { PairedChange } from "../pair/changes.ts";
import { type Pairs, liveName } from "../pair/pair-tables.ts";
import { answerFor } from "../rows/elsewhere.ts";
import type { Decided } from "../situation.ts";
import { candidatesFor } from "./candidates.ts";
import { type Destruction, isWhole } from "./destructions.ts";
import {
  beyondBound,
  beyondNumber,
  protectedObject,
  unapproved,
  unapprovedTogether,
  unconvertedValues,
} from "./unapproved.ts";

export interface Approved {
  readonly hazards: readonly Hazard[];
  /** The original decisions that approve something here. */
  readonly used: readonly Decision[];
  /** What they approve, one by one, as the plan records it. */
  readonly approvals: readonly Approval[];
  readonly problems: readonly Problem[];
  /** For each destruction, how many rows may be lost. The plan checks this again before it acts. */
  readonly bounds: ReadonlyMap<Destruction, number>;
  /**
   * New objects that may turn out to be renamed ones. Until that is decided, the questions that depend on them stay
   * open.
   */
  readonly open: ReadonlySet<string>;
}

/** Checks each destruction against the approvals; `answer` gives the number of rows at stake. */
export function approve(
  said: Decided,
  pairs: Pairs,
  changes: readonly PairedChange[],
  ends: readonly Destruction[],
  answer: (question: Question) => { readonly count: number; readonly sample: readonly string[] },
): Approved {
  const found: Hazard[] = [];
  const used = new Set<Approval>();
  const approvals: Approval[] = [];
  const problems: Problem[] = [];
  const bounds = new Map<Destruction, number>();
  const open = new Set<string>();
  const together = new Map<ApprovedTogether, Destruction[]>();
  for (const each of ends) {
    const facts = each.rows === null ? null : answer(each.rows);
    const rows = facts?.count ?? null;
    const decision = approvalFor(said, each);
    const harmless = !isWhole(each) && rows === 0 && decision === undefined;
    if (!harmless && destroys(each))
      found.push({ kind: each.rule, object: each.object, destroys: true, rows, message: lost(each, rows) });
    if (destroys(each) && isProtected(said.protect, each)) problems.push(protectedObject(each));
    else if (harmless || (decision === undefined && isAnswered(said, each))) bounds.set(each, 0);
    else if (decision !== undefined) {
      used.add(decision);
      approvals.push(decision);
      if (rows !== null && (decision.rows === null || decision.rows < rows))
        problems.push(beyondBound(each, rows, decision.rows));
      else if (rows !== null) bounds.set(each, decision.rows as number);
    } else if (isApprovedTogether(each.rule) && each.broken === undefined && hinted(said, pairs, each).length === 0)
      together.set(each.rule, [...(together.get(each.rule) ?? []), each]);
    else {
      const candidates = candidatesFor(changes, each);
      for (const { name } of candidates) open.add(name);
      problems.push(
        each.rule === "keep-unconverted"
          ? unconvertedValues(each, rows ?? 0, facts?.sample ?? [])
          : unapproved(each, rows, candidates, hinted(said, pairs, each)),
      );
    }
  }
  const all = approveTogether(said, together);
  return {
    hazards: found,
    used: [...used, ...all.used],
    approvals: [...approvals, ...all.approvals],
    problems: [...problems, ...all.problems],
    bounds,
    open,
  };
}

/** Objects without rows that were not approved by name: one answer that states their number approves all of a kind. */
function approveTogether(said: Decided, together: ReadonlyMap<ApprovedTogether, readonly Destruction[]>) {
  const used: Approval[] = [];
  const approvals: Approval[] = [];
  const problems: Problem[] = [];
  for (const [rule, group] of together) {
    const decision = said.decisions.find((made): made is Approval => isForAll(made, rule));
    const bound = decision?.rows ?? 0;
    if (decision !== undefined) used.push(decision);
    if (decision !== undefined && bound < group.length) problems.push(beyondNumber(rule, group, bound));
    else if (decision !== undefined || said.unasked.some((each) => each === rule)) {
      const because = decision === undefined ? notAsked : decision.because;
      approvals.push(...group.map(({ object }): Approval => ({ kind: "approve", rule, object, rows: null, because })));
    } else problems.push(unapprovedTogether(rule, group));
  }
  return { used, approvals, problems };
}

/** On other people's machines, values that are not of the new type are repaired, or the plan stops there. */
function isAnswered({ elsewhere = [] }: Decided, { rule, object }: Destruction): boolean {
  return rule === "keep-unconverted" && answerFor(elsewhere, { name: "convert", object }) !== undefined;
}

function destroys({ rule }: Destruction): boolean {
  return hazards[rule].takes !== "nothing";
}

type Approval = Extract<Decision, { kind: "approve" }>;

/** The reason that the plan gives, so that a reviewer elsewhere sees that no approval was required. */
const notAsked = "no approval is asked for here";

function approvalFor({ decisions }: Decided, { rule, object }: Destruction): Approval | undefined {
  return decisions.find(
    (made): made is Approval => made.kind === "approve" && made.rule === rule && fold(made.object) === fold(object),
  );
}

/** An object that is itself named `*` is written in quotes. */
function isForAll(made: Decision, rule: HazardKind): made is Approval {
  return made.kind === "approve" && made.rule === rule && made.object === "*";
}

function lost({ rule, what }: Destruction, rows: number | null): string {
  if (rows === null) return `${what} is dropped`;
  if (rule === "lossy-convert") return `${what} in ${plural(rows, "row")} is replaced`;
  return isWhole({ rule })
    ? `${what} and ${itsRows(rows)} are destroyed`
    : `${what} and what ${plural(rows, "row")} ${rows === 1 ? "holds" : "hold"} in it are destroyed`;
}

/** A pattern is written as the name is in the database; one with a space in it is quoted in a plan. */
function isProtected(protect: readonly string[], { object }: Destruction): boolean {
  const parts = subjectNames(object);
  const names = [object, parts.join("."), parts[0] ?? object].map(fold);
  return protect.map(namePattern).some((pattern) => names.some((name) => pattern.test(name)));
}

/** A hint alone never renames something to a name that is taken: it may be an old hint that took effect long ago. */
function hinted({ hints }: Decided, pairs: Pairs, { object }: Destruction): string[] {
  return [
    ...hints.tables.map(({ from, to }) => [subject(from), subject(to)] as const),
    ...hints.columns.map(({ table, from, to }) => [subject(liveName(pairs, table), from), subject(table, to)] as const),
  ].flatMap(([from, to]) => (fold(from) === fold(object) ? [`${from}:${to}`] : []));
}
