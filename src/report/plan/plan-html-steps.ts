import { highlight } from "../highlight.ts";
import { type Markup, html } from "../markup.ts";
import { count, plural } from "../../words/numbers.ts";
import { engines } from "../../plan/engines.ts";
import { itemName } from "../../plan/item-name.ts";
import type { Item } from "../../plan/plan.ts";
import { isRowItem } from "../../plan/row-items.ts";
import { duration } from "../number.ts";
import { type PlanReport, expectSaid } from "./plan-report.ts";

/** Every statement in order, each with what a rehearsal measured. */
export function stepsMarkup(report: PlanReport): Markup {
  const timings = new Map(report.rehearsal?.steps.map((step) => [step.name, step]) ?? []);
  const seen = new Map(report.rehearsal?.checks.map((check) => [check.name, check]) ?? []);
  const slowest = Math.max(1, ...[...timings.values()].map((step) => step.milliseconds));
  const all = report.plan.items;
  const items = all.map((item, at) => {
    if (isFolded(all, at)) return isFolded(all, at + 1) ? null : folded(all, at);
    const kind = item.kind === "step" ? item.step : item.check;
    const note = item.note === null ? null : html`<p>${item.note}</p>`;
    const expect =
      item.kind === "check"
        ? html`<p class="soft">The result ${expectSaid(item.expect)}; otherwise everything is rolled back.</p>`
        : null;
    const edited = kind === "edit" || kind === "data" ? html` <span class="pill changed">written by hand</span>` : null;
    const timing = item.kind === "step" ? timings.get(itemName(item)) : undefined;
    const result = item.kind === "check" ? seen.get(itemName(item)) : undefined;
    const measured =
      timing === undefined
        ? null
        : html`<div class="timing"><span class="bar" style="width:${Math.max(1, Math.round((timing.milliseconds / slowest) * 160))}px"></span><span>${duration(timing.milliseconds)}${timing.rows === null ? "" : `, ${plural(timing.rows, "row")}`}</span></div>`;
    const found =
      result === undefined
        ? null
        : html`<div class="timing"><span class="pill ${result.ok ? "added" : "dropped"}">${result.ok ? "held" : "failed"}</span><span>saw ${result.seen}</span></div>`;
    return html`<li class="${item.kind}"><div class="what"><span class="number">${count(at + 1)}</span><span class="pill">${item.kind === "check" ? `check ${kind}` : kind}</span> <strong class="mono">${item.subject}</strong>${edited}${measured}${found}</div>${note}${expect}<pre tabindex="0">${highlight(item.sql)}</pre></li>\n`;
  });
  const keys = engines[report.plan.engine].foreignKeys === "on" ? "on" : "off";
  return html`<p class="soft">All in one transaction, in this order, with foreign keys ${keys}. Nothing is kept unless every check holds.</p><ol class="steps">${items}</ol>`;
}

/** Of the statements that write or check one long list of rows, so many are shown. */
const shown = 3;

function isFolded(items: readonly Item[], at: number): boolean {
  const before = items.slice(Math.max(0, at - shown), at + 1);
  const [item] = before.slice(-1);
  if (item === undefined || before.length <= shown || !isRowItem(item)) return false;
  return before.every((each) => itemName(each) === itemName(item));
}

function folded(items: readonly Item[], at: number): Markup {
  let first = at;
  while (isFolded(items, first - 1)) first -= 1;
  return html`<li><p class="soft">${plural(at - first + 1, "more statement")} like these: the plan file has them all.</p></li>\n`;
}
