import type { Explanation } from "../../plan/explanation.ts";
import type { Decision } from "../../plan/plan.ts";
import { changeLines } from "./change-lines.ts";
import { count, plural } from "../../words/numbers.ts";
import { costLines, destroyed, rowsAtStake, summaryLine } from "./plan-summary.ts";
import type { Impact } from "../../queries/impact.ts";
import { queryLines } from "./query-lines.ts";
import type { Style } from "../style.ts";
import { displayWidth, oneLine, padEnd, wrap } from "../width.ts";
import { sentence } from "../prose.ts";
import { reasonWords } from "../../words/reason.ts";

export interface TextOptions {
  readonly width: number;
  readonly style: Style;
  /** Lists every change, however many there are. */
  readonly all?: boolean;
}

export interface PlanShown {
  readonly explanation: Explanation;
  /** The plan's decisions: an approval is shown beside what it approves. */
  readonly decisions: readonly Decision[];
  /** The first line: what was compared with what, or which file this is. */
  readonly title: string | null;
  /** Printed before everything else. */
  readonly notice?: string | null;
  /** What the plan does to the application's queries; null if none are known. */
  readonly queries?: Impact | null;
  /** Printed under the summary: what was written, what to run next. */
  readonly next: readonly string[];
}

/** A plan for a terminal: the changes, then what they cost, what they destroy, and what to do next. */
export function planText(shown: PlanShown, options: TextOptions): string {
  const { explanation } = shown;
  const { style } = options;
  const blocks: string[][] = [];
  if (shown.notice != null) blocks.push([style.bold(oneLine(shown.notice))]);
  if (shown.title !== null) blocks.push([style.bold(oneLine(shown.title))]);
  if (explanation.changes.length > 0) blocks.push(changeLines(explanation.changes, options));
  const cost = costLines(explanation).map(sentence);
  blocks.push([
    ...kept(explanation, options),
    ...order(explanation, options),
    ...cosmetic(explanation, options),
    ...(cost.length === 0 ? [] : section("Cost", [cost.join(" ")], options)),
  ]);
  blocks.push(shown.queries == null ? [] : queryLines(shown.queries, options));
  blocks.push(destroys(shown, options));
  const ending = [style.bold(summaryLine(explanation.counts)), ...shown.next];
  blocks.push(ending);
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join("\n")}\n`)
    .join("\n");
}

const labelWidth = 11;

/** A label in the margin, with its text beside it, wrapped. */
function section(label: string, paragraphs: readonly string[], options: TextOptions): string[] {
  const room = Math.max(20, options.width - labelWidth);
  return paragraphs
    .flatMap((text) => wrap(text, room))
    .map((line, at) => (at === 0 ? options.style.bold(padEnd(label, labelWidth)) : " ".repeat(labelWidth)) + line);
}

function kept(explanation: Explanation, options: TextOptions): string[] {
  if (explanation.kept.length === 0) return [];
  const lines = explanation.kept.map((one) => `${oneLine(one.name)}: ${oneLine(reasonWords(one.why))}`);
  return section("Kept", firstOf(lines, 10, options), options);
}

function order(explanation: Explanation, options: TextOptions): string[] {
  return explanation.order.length === 0
    ? []
    : section("Order", firstOf(explanation.order.map(oneLine), 5, options), options);
}

function cosmetic(explanation: Explanation, options: TextOptions): string[] {
  if (explanation.cosmetic.length === 0) return [];
  const lines = firstOf(explanation.cosmetic.map(oneLine), 5, options);
  return section("Look", ["only the formatting differs, which needs no change:", ...lines], options);
}

function firstOf(lines: readonly string[], most: number, { all }: TextOptions): readonly string[] {
  const more = all ? 0 : lines.length - most;
  return more <= 0 ? lines : [...lines.slice(0, most), `and ${plural(more, "other")}, which -v lists`];
}

/** In one place, complete whatever its length, after everything else: the part that must not be missed. */
function destroys(shown: PlanShown, options: TextOptions): string[] {
  const { style } = options;
  const lost = destroyed(shown.explanation.hazards, shown.decisions);
  if (lost.length === 0) return [];
  const rows = rowsAtStake(shown.explanation.hazards);
  const heading = `Destroys${rows > 0 ? ` ${plural(rows, "row")} in ${plural(lost.length, "object")}` : ""}`;
  const wide = Math.min(
    40,
    Math.max(...lost.map(({ hazard }) => displayWidth(`${hazard.kind} ${oneLine(hazard.object)}`))),
  );
  const lines = [style.dropped(heading)];
  for (const { hazard, approval } of lost) {
    const subject = `${hazard.kind} ${oneLine(hazard.object)}`;
    const said = hazard.rows === null ? oneLine(hazard.message) : plural(hazard.rows, "row");
    const why = approval?.because ? `: “${oneLine(approval.because)}”` : "";
    const state = approval === null ? "not approved" : `approved${why}`;
    const text = wrap(`${said}, ${state}`, Math.max(20, options.width - wide - 6));
    // A long name has a line of its own, so that the texts stay below each other.
    const beside = displayWidth(subject) > wide ? "" : text.shift();
    lines.push(
      `  ${style.dropped("-")} ${padEnd(subject, wide)}  ${beside}`.trimEnd(),
      ...text.map((line) => " ".repeat(wide + 6) + line),
    );
  }
  return lines;
}

/** The only line if there is nothing to do. */
export function nothingText(target: string, goal: string, explanation: Explanation, options: TextOptions): string {
  const head = `Nothing to do: ${oneLine(target)} matches ${oneLine(goal)}.`;
  const blocks = [
    [options.style.good(head)],
    kept(explanation, options),
    order(explanation, options),
    cosmetic(explanation, options),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join("\n")}\n`)
    .join("\n");
}

/** `12 steps, 5 checks`. */
export function sizeOf(steps: number, checks: number): string {
  return `${count(steps)} ${steps === 1 ? "step" : "steps"}, ${plural(checks, "check")}`;
}
