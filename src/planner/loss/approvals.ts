import { fold, namePattern } from "../../model/names.ts";
import { subject } from "../../words/subject.ts";
import type { Question } from "../../model/facts.ts";
import { hazards } from "../../plan/kinds.ts";
import type { Decision, Hazard } from "../../plan/plan.ts";
import { plural } from "../../words/numbers.ts";
import type { Problem } from "../../problem/problem.ts";
import type { PairedChange } from "../pair/changes.ts";
import { type Pairs, liveName } from "../pair/pair-tables.ts";
import type { Said } from "../situation.ts";
import { candidatesFor } from "./candidates.ts";
import { type Destruction, isWhole } from "./destructions.ts";
import { beyondBound, protectedObject, unapproved, unconvertedValues } from "./unapproved.ts";

export interface Approved {
  readonly hazards: readonly Hazard[];
  readonly used: readonly Decision[];
  readonly problems: readonly Problem[];
  /** For each destruction, how many rows may be lost: what the plan checks again before it acts. */
  readonly bounds: ReadonlyMap<Destruction, number>;
  /** What is new, and may turn out to be something that goes: what it needs, and what points at it, is open until that is said. */
  readonly open: ReadonlySet<string>;
}

/** Holds each destruction against the approvals; `answer` gives the rows at stake. */
export function approve(
  said: Said,
  pairs: Pairs,
  changes: readonly PairedChange[],
  all: readonly Destruction[],
  answer: (question: Question) => { readonly count: number; readonly sample: readonly string[] },
): Approved {
  const found: Hazard[] = [];
  const used: Decision[] = [];
  const problems: Problem[] = [];
  const bounds = new Map<Destruction, number>();
  const open = new Set<string>();
  for (const each of all) {
    const facts = each.rows === null ? null : answer(each.rows);
    const rows = facts?.count ?? null;
    const decision = said.decisions.find(
      (made) => made.kind === "approve" && made.rule === each.rule && fold(made.object) === fold(each.object),
    );
    const harmless = !isWhole(each) && rows === 0 && decision === undefined;
    if (!harmless && destroys(each))
      found.push({ kind: each.rule, object: each.object, destroys: true, rows, message: lost(each, rows) });
    if (destroys(each) && isProtected(said.protect, each)) problems.push(protectedObject(each));
    else if (harmless) bounds.set(each, 0);
    else if (decision?.kind !== "approve") {
      const candidates = candidatesFor(changes, each);
      for (const { name } of candidates) open.add(name);
      problems.push(
        destroys(each)
          ? unapproved(each, rows, candidates, hinted(said, pairs, each))
          : unconvertedValues(each, rows ?? 0, facts?.sample ?? []),
      );
    } else {
      used.push(decision);
      if (rows !== null && (decision.rows === null || decision.rows < rows))
        problems.push(beyondBound(each, rows, decision.rows));
      else if (rows !== null) bounds.set(each, decision.rows as number);
    }
  }
  return { hazards: found, used, problems, bounds, open };
}

function destroys({ rule }: Destruction): boolean {
  return hazards[rule].takes !== "nothing";
}

function lost({ rule, what }: Destruction, rows: number | null): string {
  if (rows === null) return `${what} is dropped`;
  if (rule === "lossy-convert") return `${what} in ${plural(rows, "row")} is replaced`;
  return isWhole({ rule })
    ? `${what} and its ${plural(rows, "row")} are destroyed`
    : `${what} and what ${plural(rows, "row")} ${rows === 1 ? "holds" : "hold"} in it are destroyed`;
}

function isProtected(protect: readonly string[], { object }: Destruction): boolean {
  const names = [object, object.split(".")[0] as string].map(fold);
  return protect.map(namePattern).some((pattern) => names.some((name) => pattern.test(name)));
}

/** A hint alone never moves something onto a name that is taken: it may be an old one, done long ago. */
function hinted({ hints }: Said, pairs: Pairs, { object }: Destruction): string[] {
  return [
    ...hints.tables.map(({ from, to }) => [subject(from), subject(to)] as const),
    ...hints.columns.map(({ table, from, to }) => [subject(liveName(pairs, table), from), subject(table, to)] as const),
  ].flatMap(([from, to]) => (fold(from) === fold(object) ? [`${from}:${to}`] : []));
}
