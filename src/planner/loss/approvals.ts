import type { Change } from "../../diff/change.ts";
import { fold, namePattern } from "../../model/names.ts";
import type { Question } from "../../plan/facts.ts";
import type { Decision, Hazard } from "../../plan/plan.ts";
import { plural } from "../../plan/words.ts";
import type { Problem } from "../../problem/problem.ts";
import { type Destruction, isWhole } from "./destructions.ts";
import type { Situation } from "../situation.ts";
import { beyondBound, protectedObject, unapproved } from "./unapproved.ts";

export interface Approved {
  readonly hazards: readonly Hazard[];
  readonly used: readonly Decision[];
  readonly problems: readonly Problem[];
  /** For each destruction, how many rows may be lost: what the plan checks again before it acts. */
  readonly bounds: ReadonlyMap<Destruction, number>;
}

/** Holds each destruction against the approvals; `count` gives the rows at stake. */
export function approve(
  situation: Situation,
  changes: readonly Change[],
  all: readonly Destruction[],
  count: (question: Question) => number,
): Approved {
  const hazards: Hazard[] = [];
  const used: Decision[] = [];
  const problems: Problem[] = [];
  const bounds = new Map<Destruction, number>();
  for (const each of all) {
    const rows = each.rows === null ? null : count(each.rows);
    const decision = situation.decisions.find(
      (made) => made.kind === "approve" && made.rule === each.rule && fold(made.object) === fold(each.object),
    );
    const harmless = !isWhole(each) && rows === 0 && decision === undefined;
    if (!harmless)
      hazards.push({ kind: each.rule, object: each.object, destroys: true, rows, message: lost(each, rows) });
    if (isProtected(situation, each)) problems.push(protectedObject(each));
    else if (harmless) bounds.set(each, 0);
    else if (decision?.kind !== "approve") problems.push(unapproved(situation, changes, each, rows));
    else {
      used.push(decision);
      if (rows !== null && (decision.rows === null || decision.rows < rows))
        problems.push(beyondBound(each, rows, decision.rows));
      else if (rows !== null) bounds.set(each, decision.rows as number);
    }
  }
  return { hazards, used, problems, bounds };
}

function lost({ rule, what }: Destruction, rows: number | null): string {
  if (rows === null) return `${what} goes`;
  if (rule === "lossy-convert") return `${what} in ${plural(rows, "row")} is replaced`;
  return isWhole({ rule })
    ? `${what} and its ${plural(rows, "row")} are destroyed`
    : `${what} and what ${plural(rows, "row")} ${rows === 1 ? "holds" : "hold"} in it are destroyed`;
}

function isProtected({ protect }: Situation, { object }: Destruction): boolean {
  const names = [object, object.split(".")[0] as string].map(fold);
  return protect.map(namePattern).some((pattern) => names.some((name) => pattern.test(name)));
}
