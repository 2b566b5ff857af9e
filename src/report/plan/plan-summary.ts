import type { Cost, Counts, Explanation } from "../../plan/explanation.ts";
import type { Mark } from "../../plan/kinds.ts";
import type { Decision, Hazard } from "../../plan/plan.ts";
import { unreachable } from "../../problem/problem.ts";
import { bytes, count, plural } from "../../words/numbers.ts";
import { aboutDuration, listed } from "../number.ts";
import type { Paint, Style } from "../style.ts";

/** Always all five counts, in this order: scripts may read this line. After `Plan: ` it is a line of its own. */
export function summaryLine(counts: Counts): string {
  const parts = [
    `${count(counts.added)} added`,
    `${count(counts.changed)} changed`,
    `${count(counts.renamed)} renamed`,
    `${count(counts.rebuilt)} rebuilt`,
    `${count(counts.dropped)} dropped`,
  ];
  return `Plan: ${parts.join(", ")}.${rowsLine(counts)}`;
}

function rowsLine({ rows }: Counts): string {
  if (rows === undefined) return "";
  const { inserted, changed, deleted } = rows;
  return ` Rows: ${count(inserted)} inserted, ${count(changed)} changed, ${count(deleted)} deleted.`;
}

/** The counts that are not zero, for a heading. */
export function shortSummary(counts: Counts): string {
  const parts = [
    [counts.added, "added"],
    [counts.changed, "changed"],
    [counts.renamed, "renamed"],
    [counts.rebuilt, "rebuilt"],
    [counts.dropped, "dropped"],
  ] as const;
  const ofRows = [
    [counts.rows?.inserted ?? 0, "inserted"],
    [counts.rows?.changed ?? 0, "changed"],
    [counts.rows?.deleted ?? 0, "deleted"],
  ] as const;
  const said = [
    ...parts.filter(([value]) => value > 0).map(([value, word]) => `${count(value)} ${word}`),
    ...ofRows.filter(([value]) => value > 0).map(([value, word]) => `${plural(value, "row")} ${word}`),
  ];
  return said.length === 0 ? "no changes" : said.join(", ");
}

export type MarkWord = "added" | "changed" | "renamed" | "rebuilt" | "dropped";

export function markWord(mark: Mark): MarkWord {
  switch (mark) {
    case "+":
      return "added";
    case "~":
      return "changed";
    case ">":
      return "renamed";
    case "#":
      return "rebuilt";
    case "-":
      return "dropped";
    default:
      return unreachable(mark);
  }
}

export function markPaint(mark: Mark, style: Style): Paint {
  return style[markWord(mark)];
}

/** What is destroyed, each with the approval that covers it. */
export interface Destroyed {
  readonly hazard: Hazard;
  readonly approval: { readonly because: string | null } | null;
}

export function destroyed(hazards: readonly Hazard[], decisions: readonly Decision[]): readonly Destroyed[] {
  return hazards.map((hazard) => {
    const found = decisions.find(
      (decision) =>
        decision.kind === "approve" &&
        decision.rule === hazard.kind &&
        // A plan names each one; what is still refused may have been approved together.
        (decision.object === hazard.object || decision.object === "*"),
    );
    return { hazard, approval: found?.kind === "approve" ? { because: found.because } : null };
  });
}

export function rowsAtStake(hazards: readonly Hazard[]): number {
  return hazards.reduce((sum, hazard) => sum + (hazard.rows ?? 0), 0);
}

/** Sentences about what the plan costs, without full stops; none if nothing was measured. */
export function costLines(explanation: Explanation): readonly string[] {
  const { cost } = explanation;
  if (cost === undefined) return [];
  const work: string[] = [];
  if (cost.rowsMoved > 0) {
    const size = cost.bytes === null ? "" : ` (${bytes(cost.bytes)})`;
    work.push(`${plural(cost.rowsMoved, "row")} copied or written${size}`);
  }
  if (cost.rowsRead > 0)
    work.push(`${work.length > 0 ? count(cost.rowsRead) : plural(cost.rowsRead, "row")} read by checks`);
  const time = cost.milliseconds === null ? [] : [`estimated: ${aboutDuration(cost.milliseconds)}`];
  const { billed } = cost;
  const paid =
    billed == null ? [] : [`billed: about ${count(billed.written)} rows written, ${count(billed.read)} read`];
  return [...time, ...(work.length > 0 ? [listed(work)] : []), ...paid, blocked(cost)];
}

function blocked({ blocks, instant = false, again }: Cost): string {
  const first = "rows are read before the lock is taken";
  if (instant && blocks !== "none") return `writers wait for an instant only: ${first}`;
  if (again === "changed")
    return `writers wait for an instant only: ${first}, and again under it where they changed since`;
  if (again === "all") return `${first}, and all of them again under it if any has changed since`;
  switch (blocks) {
    case "none":
      return "nothing has to wait";
    case "writers":
      return "writers wait until it is done; readers do not (WAL)";
    case "all":
      return "readers and writers wait until it is done";
    default:
      return unreachable(blocks);
  }
}
