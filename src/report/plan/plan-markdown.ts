import { terminated } from "../../sql/statement.ts";
import type { Schema } from "../../model/schema.ts";
import type { Explained, Explanation } from "../../plan/explanation.ts";
import type { Decision, Item, Plan } from "../../plan/plan.ts";
import { facts } from "./change-lines.ts";
import { diagramOfChange } from "../diagram/diagram-change.ts";
import { byteLength, cellCode, codeBlock, codeSpan, details, plainText, tableRow } from "../markdown.ts";
import { mermaid } from "../diagram/mermaid.ts";
import { itemName } from "../../plan/item-name.ts";
import { plural } from "../../words/numbers.ts";
import { short } from "../number.ts";
import type { Impact } from "../../queries/impact.ts";
import { queryMarkdown } from "./query-markdown.ts";
import { expectSaid } from "./plan-report.ts";
import { costLines, destroyed, markWord, rowsAtStake, summaryLine } from "./plan-summary.ts";
import { reasonWords } from "../../words/reason.ts";

export interface PlanMarkdown {
  readonly explanation: Explanation;
  readonly decisions: readonly Decision[];
  /** What this is about: the plan's file, or the database. It also distinguishes one comment from another. */
  readonly title: string;
  /** What the plan does to the application's queries; null if none are known. */
  readonly queries?: Impact | null;
  readonly plan?: Plan | null;
  readonly seal?: string | null;
  /** Both states: then there is a picture. */
  readonly states?: { readonly before: Schema; readonly after: Schema } | null;
}

/** GitHub allows 65,536 characters in a comment; the rest is left for lines that a script adds. */
export const mostMarkdown = 62_000;

/** A script finds its own comment by this line and updates it instead of adding another. */
export function marker(title: string): string {
  return `<!-- trueup-plan ${encodeURIComponent(title).replaceAll("-", "%2D")} -->`;
}

/** A plan for a pull request or a step summary: what is lost first, then the changes; SQL last, folded. */
export function planMarkdown(shown: PlanMarkdown, limit = mostMarkdown): string {
  const { explanation } = shown;
  const head = [
    marker(shown.title),
    `### ${plainText(shown.title)}`,
    `**${summaryLine(explanation.counts)}**`,
    destroys(shown),
  ];
  const tail = footer(shown);
  let room = limit - byteLength([...head, tail].join("\n\n")) - 400;
  const body: string[] = [];
  const take = (make: (room: number) => string | null): void => {
    const made = make(room);
    if (made === null) return;
    body.push(made);
    room -= byteLength(made) + 2;
  };
  take((left) => changes(explanation, left * 0.6));
  take((left) => queryMarkdown(shown.queries ?? null, left * 0.5));
  take(() => notes(explanation, 40));
  take((left) => picture(shown, left));
  take((left) => statements(shown, left));
  return `${[...head, ...body, tail].filter((part) => part !== "").join("\n\n")}\n`;
}

function destroys(shown: PlanMarkdown): string {
  const lost = destroyed(shown.explanation.hazards, shown.decisions);
  if (lost.length === 0) return "Destroys nothing.";
  const rows = rowsAtStake(shown.explanation.hazards);
  const lines = lost.map(({ hazard, approval }) => {
    const size = hazard.rows === null ? plainText(hazard.message) : plural(hazard.rows, "row");
    const why = approval?.because ? `: “${plainText(approval.because)}”` : "";
    return `- ${codeSpan(hazard.object)} (${hazard.kind}), ${size}, ${approval === null ? "**not approved**" : `approved${why}`}`;
  });
  const fitting = cutLines(lines, 20_000);
  const more = lines.length - fitting.length;
  if (more > 0) fitting.push(`- … and ${plural(more, "more object")}, which did not fit here: read the plan file.`);
  const head = rows > 0 ? `Destroys ${plural(rows, "row")} in ${plural(lost.length, "object")}` : "Destroys data";
  return ["> [!CAUTION]", `> **${head}**`, ">", ...fitting.map((line) => `> ${line}`)].join("\n");
}

function cutLines(lines: readonly string[], room: number): string[] {
  const kept: string[] = [];
  let size = 0;
  for (const line of lines) {
    size += byteLength(line) + 3;
    if (size > room) break;
    kept.push(line);
  }
  return kept;
}

function changes(explanation: Explanation, room: number): string | null {
  if (explanation.changes.length === 0) return null;
  const head = [tableRow(["", "What", "How", "Facts"]), tableRow(["---", "---", "---", "---"])];
  const rows = explanation.changes.flatMap((entry) => rowsOf(entry, 0));
  const shown = cutLines(rows, room - byteLength(head.join("\n")));
  const more = rows.length - shown.length;
  const left = more > 0 ? `\n\n… and ${plural(more, "more line")}, which did not fit here: read the plan file.` : "";
  return `${[...head, ...shown].join("\n")}${left}`;
}

function rowsOf(entry: Explained, depth: number): string[] {
  const subject = `${"&emsp;".repeat(depth)}${cellCode(entry.subject)}`;
  const what = entry.what === "" ? markWord(entry.mark) : cellCode(entry.what);
  const said = facts(entry).map(plainText).join("<br>");
  const row = tableRow([`${codeSpan(entry.mark)} ${markWord(entry.mark)}`, subject, what, said]);
  return [row, ...entry.children.flatMap((child) => rowsOf(child, depth + 1))];
}

function notes(explanation: Explanation, most: number): string | null {
  const cost = costLines(explanation);
  const lines = [
    ...(cost.length === 0 ? [] : [`- Cost: ${plainText(cost.join("; "))}`]),
    ...explanation.kept.map((one) => `- Kept: ${codeSpan(one.name)}: ${plainText(reasonWords(one.why))}`),
    ...explanation.order.map((line) => `- Column order: ${plainText(line)}`),
    ...explanation.cosmetic.map((line) => `- Cosmetic difference: ${plainText(line)}`),
  ];
  if (lines.length === 0) return null;
  const shown = cutLines(lines.slice(0, most), 8_000);
  const more = lines.length - shown.length;
  return [...shown, ...(more > 0 ? [`- … and ${plural(more, "more note")}`] : [])].join("\n");
}

function picture(shown: PlanMarkdown, room: number): string | null {
  const { states } = shown;
  if (states === undefined || states === null || room < 2_000) return null;
  const diagram = diagramOfChange(states.before, states.after, shown.decisions);
  // A plan that only changes rows has nothing to draw.
  if (!diagram.entities.some(({ mark }) => mark !== null)) return null;
  const drawn = mermaid(diagram, Math.min(30_000, room * 0.5));
  const left = drawn.left > 0 ? `\n\n${plural(drawn.left, "table")} did not fit here.` : "";
  return details("Diagram of the change", codeBlock(drawn.text, "mermaid") + left);
}

/** Whole statements, in order, as many as there is room for. */
function statements(shown: PlanMarkdown, room: number): string | null {
  const items = shown.plan?.items ?? [];
  if (items.length === 0) return null;
  const texts = items.map(statement);
  const kept: string[] = [];
  let size = 200;
  for (const text of texts) {
    size += byteLength(text) + 2;
    if (size > room) break;
    kept.push(text);
  }
  const summary = `${plural(items.length, "statement")}, in one transaction`;
  const more = texts.length - kept.length;
  const left = more > 0 ? `\n\nThe last ${plural(more, "statement")} did not fit here: read the plan file.` : "";
  if (kept.length === 0) return `The statements did not fit here: read the plan file.`;
  return details(summary, codeBlock(kept.join("\n\n"), "sql") + left);
}

function statement(item: Item): string {
  const note = item.note === null ? "" : ` (${item.note})`;
  const expect = item.kind === "check" ? `: ${expectSaid(item.expect)}` : "";
  const head = `${item.kind === "check" ? "check " : ""}${itemName(item)}${note}${expect}`;
  return `-- ${head.replace(/[\r\n]+/g, " ")}\n${terminated(item.sql)}`;
}

function footer(shown: PlanMarkdown): string {
  const { plan, seal } = shown;
  if (plan === undefined || plan === null) return "";
  const sealed = seal === undefined || seal === null ? "" : `, seal ${codeSpan(short(seal))}`;
  return `<sub>${codeSpan(short(plan.base))} → ${codeSpan(short(plan.target))}${sealed}</sub>`;
}
