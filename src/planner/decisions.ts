import { compareText, sameName } from "../model/names.ts";
import { subject } from "../words/subject.ts";
import { writeDecision } from "../plan/directive.ts";
import type { Decision } from "../plan/plan.ts";
import { type Problem, unreachable } from "../problem/problem.ts";
import type { Rename } from "../diff/renames.ts";
import { type PairedChange, changedTables } from "./pair/changes.ts";
import type { Situation } from "./situation.ts";

/**
 * A decision that has no effect may be a mistake, or copied from another plan. An approval must never be left lying
 * around.
 */
export function unusedDecisions(
  { decisions, renames }: Situation,
  changes: readonly PairedChange[],
  used: readonly Decision[],
): Problem[] {
  const unused = decisions.filter((decision) => {
    switch (decision.kind) {
      case "approve":
        return !used.includes(decision) && !isOfQueries(decision);
      case "fill":
        return !isFilled(changes, decision);
      case "rename-table":
      case "rename-column":
        return renames.unused.includes(decision);
      default:
        return unreachable(decision);
    }
  });
  return unused.map(unusedDecision);
}

/** Approvals that cover nothing, whatever they are about. */
export function unusedApprovals(decisions: readonly Decision[]): Problem[] {
  return decisions.map(unusedDecision);
}

function unusedDecision(decision: Decision): Problem {
  const unneeded = writeDecision(decision);
  return {
    code: "decision-unused",
    level: "error",
    subject: decidedName(decision),
    message: `\`${unneeded}\` has no effect here`,
    unneeded,
    help: ["remove it, or correct the name that it was meant for"],
  };
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

function isFilled(
  changes: readonly PairedChange[],
  { table, column }: { readonly table: string; readonly column: string },
): boolean {
  return changedTables(changes).some(
    ({ name, columns }) =>
      sameName(name, table) && columns.some((each) => each.fill !== null && sameName(each.name, column)),
  );
}

/** A table that only makes room for another is covered by the approval to drop it. */
function stays({ goes }: Rename): boolean {
  return !goes;
}

/** Every decision from hints or flags that made a difference, sorted, to record in the file. */
export function madeDecisions(
  { renames, decisions, hints }: Situation,
  changes: readonly PairedChange[],
  approvals: readonly Decision[],
): Decision[] {
  const renamed: Decision[] = [
    ...renames.tables.filter(stays).map(({ from, to }): Decision => ({ kind: "rename-table", from, to })),
    ...renames.columns
      .filter(stays)
      .map(({ table, from, to }): Decision => ({ kind: "rename-column", table, from, to })),
  ];
  const said = decisions.filter((decision) => decision.kind === "fill");
  const hinted = hints.fills.flatMap((hint): Decision[] => {
    const decided = said.some((fill) => sameName(fill.table, hint.table) && sameName(fill.column, hint.column));
    return decided || !isFilled(changes, hint)
      ? []
      : [{ kind: "fill", table: hint.table, column: hint.column, sql: hint.sql.text }];
  });
  const inOrder = (list: readonly Decision[]) =>
    [...list].sort((a, b) => compareText(writeDecision(a), writeDecision(b)));
  const ofQueries = decisions.filter(isOfQueries);
  return [...inOrder(renamed), ...inOrder([...said, ...hinted]), ...inOrder([...approvals, ...ofQueries])];
}

/** Decided where the application's sources are; a plan only records it. */
function isOfQueries(decision: Decision): boolean {
  return decision.kind === "approve" && decision.rule === "break-queries";
}
