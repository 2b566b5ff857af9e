import { highlight } from "../highlight.ts";
import { lineDiff } from "./line-diff.ts";
import { type Markup, html } from "../markup.ts";
import { type Pair, type PlanReport, afterKnown, pairs } from "./plan-report.ts";

/** The definition of each object the plan touches, before and after, side by side; unchanged lines are folded. */
export function definitionsMarkup(report: PlanReport): Markup | null {
  const all = pairs(report);
  if (all.length === 0) return null;
  return html`${all.map((pair) => definition(report, pair))}`;
}

function definition(report: PlanReport, pair: Pair): Markup {
  const known = afterKnown(report, pair);
  const state =
    pair.before === null
      ? "added"
      : pair.after === null && known
        ? "dropped"
        : pair.before === pair.after
          ? "as before"
          : known
            ? "changed"
            : "touched";
  const rows = lineDiff(pair.before ?? "", known ? (pair.after ?? "") : (pair.before ?? "")).map((line) => {
    const left = line.same ? "" : "dropped";
    const right = line.same ? "" : "added";
    return html`<tr><td class="${left}">${side(line.before, line.same ? "" : "−", pair.before !== null)}</td><td class="${right}">${side(line.after, line.same ? "" : "+", known && pair.after !== null)}</td></tr>`;
  });
  const unknown = known
    ? null
    : html`<p class="soft">Its definition afterwards is in the declarations, which were not available.</p>`;
  const pill =
    state === "as before" || state === "touched"
      ? html`<span class="soft">${state}</span>`
      : html`<span class="pill ${state}">${state}</span>`;
  return html`<details${state === "as before" ? null : html` open`}><summary><span class="soft">${pair.type.replace("-", " ")}</span> <strong class="mono">${pair.name}</strong> ${pill}</summary>${unknown}<div class="scroll" tabindex="0" role="region" aria-label="${pair.name} before and after"><table class="diff"><thead><tr><th scope="col">Before</th><th scope="col">After</th></tr></thead><tbody>${rows}</tbody></table></div></details>\n`;
}

function side(text: string | null, sign: string, exists: boolean): Markup | null {
  if (text === null || !exists) return null;
  return html`<span class="gutter">${sign}</span>${highlight(text)}`;
}
