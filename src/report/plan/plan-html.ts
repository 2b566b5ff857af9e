import type { Explained } from "../../plan/explanation.ts";
import type { Item } from "../../plan/plan.ts";
import { unreachable } from "../../problem/problem.ts";
import { facts } from "./change-lines.ts";
import { describeDiagram } from "../diagram/diagram-words.ts";
import { highlight } from "../highlight.ts";
import { type Markup, html } from "../markup.ts";
import { plural } from "../../words/numbers.ts";
import { duration, short } from "../number.ts";
import { page, themeButton, themeScript } from "../page.ts";
import type { Impact } from "../../queries/impact.ts";
import { queriesMarkup } from "./plan-html-queries.ts";
import { planStyle } from "./plan-html-style.ts";
import type { Picture } from "../diagram/plan-picture.ts";
import type { PlanReport } from "./plan-report.ts";
import { definitionsMarkup } from "./plan-html-definitions.ts";
import { stepsMarkup } from "./plan-html-steps.ts";
import { costLines, destroyed, markWord, rowsAtStake, shortSummary } from "./plan-summary.ts";
import { drawing } from "../diagram/svg.ts";
import { svgStyle } from "../diagram/svg-style.ts";
import { sentence } from "../prose.ts";
import { reasonWords } from "../../words/reason.ts";

/** A plan as a page for review: first what is lost, then what changes and why, then every statement. */
export function planPage(report: PlanReport, picture: Picture | null, queries: Impact | null = null): string {
  const { plan, explanation } = report;
  const sections = [
    section("destroys", "What is destroyed", losses(report)),
    section("changes", "Changes", changes(explanation.changes)),
    section("queries", "Application queries", queriesMarkup(queries)),
    section("cost", "Cost and care", care(report)),
    section("diagram", "Diagram", picture === null ? null : diagram(picture)),
    section("decisions", "Decisions in the plan", decisions(report)),
    section("steps", "Steps", stepsMarkup(report)),
    section("definitions", "Before and after", definitionsMarkup(report)),
  ].filter((one) => one !== null);
  const links = sections.map((one) => html`<a href="#${one.id}">${one.title}</a>`);
  const body = html`<a class="skip" href="#destroys">Skip to the plan</a>
<header class="top"><div class="inner">
<div class="title"><h1>${report.name}</h1>${themeButton}</div>
<p class="lead">${sentence(shortSummary(explanation.counts))}</p>
<p class="soft mono">${short(plan.base)} → ${short(plan.target)}, seal ${short(report.seal)}, ${sizes(plan.items)}</p>
<nav class="noprint" aria-label="Sections">${links}</nav>
</div></header>
<main class="inner">${sections.map((one) => one.markup)}</main>`;
  return page({
    title: `${report.name}: plan`,
    style: svgStyle("page") + planStyle,
    body,
    script: `(() => {${themeScript}})();`,
    data: { format: 1, base: plan.base, target: plan.target, seal: report.seal },
  });
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly markup: Markup;
}

function section(id: string, title: string, inside: Markup | null): Section | null {
  if (inside === null) return null;
  return {
    id,
    title,
    markup: html`<section id="${id}" aria-labelledby="${id}-h"><h2 id="${id}-h">${title}</h2>${inside}</section>\n`,
  };
}

function sizes(items: readonly Item[]): string {
  const all = items.filter((item) => item.kind === "step").length;
  return `${plural(all, "step")}, ${plural(items.length - all, "check")}`;
}

function losses(report: PlanReport): Markup {
  const lost = destroyed(report.explanation.hazards, report.plan.decisions);
  if (lost.length === 0) return html`<p class="calm">Nothing. No row and no definition is lost.</p>`;
  const rows = rowsAtStake(report.explanation.hazards);
  const items = lost.map(({ hazard, approval }) => {
    const said =
      approval === null
        ? html`<span class="pill dropped">not approved</span>`
        : html`<span class="pill added">approved</span>`;
    const because = approval?.because ? html` <span>“${approval.because}”</span>` : null;
    const size = hazard.rows === null ? null : html`<strong>${plural(hazard.rows, "row")}</strong>`;
    return html`<li><div class="what"><span class="mark dropped">−</span> <strong class="mono">${hazard.object}</strong> <span class="soft">${hazard.kind}</span> ${size}</div><p>${hazard.message}</p><p>${said}${because}</p></li>`;
  });
  const head =
    rows > 0
      ? html`<p class="lead"><strong>${plural(rows, "row")}</strong> in ${plural(lost.length, "object")}.</p>`
      : null;
  return html`${head}<ul class="losses">${items}</ul>`;
}

function changes(entries: readonly Explained[]): Markup {
  if (entries.length === 0) return html`<p class="calm">No changes.</p>`;
  return html`<ul class="changes">${entries.map(change)}</ul>`;
}

function change(entry: Explained): Markup {
  const word = markWord(entry.mark);
  const said = facts({ ...entry, why: null }).map((fact) => html`<li>${fact}</li>`);
  const why =
    entry.why === null
      ? null
      : html`<p class="why"><strong>Why ${entry.mark === "#" ? "a rebuild" : "this way"}:</strong> ${entry.why}</p>`;
  const below = entry.children.length === 0 ? null : html`<ul class="changes">${entry.children.map(change)}</ul>`;
  const sign = entry.mark === "-" ? "−" : entry.mark;
  return html`<li class="${word}"><div class="what"><span class="mark ${word}" title="${word}">${sign}</span> <strong class="mono">${entry.subject}</strong> <span class="soft">${entry.object.replace("-", " ")} ${word}</span> <span class="mono">${entry.what}</span></div>${why}${said.length === 0 ? null : html`<ul class="facts">${said}</ul>`}${below}</li>`;
}

function care(report: PlanReport): Markup | null {
  const { explanation, rehearsal } = report;
  const rows: Markup[] = [
    ...costLines(explanation).map((line) => html`<tr><th scope="row">Cost</th><td>${sentence(line)}</td></tr>`),
    ...explanation.kept.map(
      (one) => html`<tr><th scope="row">Kept</th><td><code>${one.name}</code>: ${reasonWords(one.why)}</td></tr>`,
    ),
    ...explanation.order.map((one) => html`<tr><th scope="row">Column order</th><td>${one}</td></tr>`),
    ...explanation.cosmetic.map((one) => html`<tr><th scope="row">Cosmetic</th><td>${one}</td></tr>`),
  ];
  if (rehearsal !== null) {
    const bad = rehearsal.checks.filter((one) => !one.ok).length;
    const state = bad === 0 ? "every check held" : `${plural(bad, "check")} failed`;
    rows.push(
      html`<tr><th scope="row">Rehearsed</th><td>On a copy of ${rehearsal.target}: ${duration(rehearsal.milliseconds)}, ${state}.</td></tr>`,
    );
  }
  return rows.length === 0 ? null : html`<table class="care"><tbody>${rows}</tbody></table>`;
}

function diagram(picture: Picture): Markup {
  const { layout } = picture;
  return html`<div class="picture" tabindex="0" role="region" aria-label="Diagram of the change"><svg class="tu-diagram" role="img" aria-labelledby="d-title" aria-describedby="d-words" viewBox="0 0 ${layout.width} ${layout.height}" style="width:${layout.width}px"><title id="d-title">The schema after the change, with what changes marked</title>
${drawing(picture.diagram, layout)}</svg></div>${picture.left === 0 ? null : html`<p class="soft">${plural(picture.left, "unaffected object")} ${picture.left === 1 ? "is" : "are"} not drawn.</p>`}<details><summary>The diagram in words</summary><p id="d-words">${describeDiagram(picture.diagram)}</p></details>`;
}

function decisions(report: PlanReport): Markup | null {
  const all = report.plan.decisions;
  if (all.length === 0) return null;
  const lines = all.map((one) => {
    switch (one.kind) {
      case "rename-table":
        return html`<li>rename table <code>${one.from}</code> to <code>${one.to}</code></li>`;
      case "rename-column":
        return html`<li>rename column <code>${one.table}.${one.from}</code> to <code>${one.table}.${one.to}</code></li>`;
      case "fill":
        return html`<li>fill <code>${one.table}.${one.column}</code> with ${highlight(one.sql)}</li>`;
      case "approve": {
        const bound = one.rows === null ? null : html`, ${plural(one.rows, "row")} at most`;
        const because = one.because === null ? null : html`: “${one.because}”`;
        return html`<li>approve ${one.rule} <code>${one.object}</code>${bound}${because}</li>`;
      }
      default:
        return unreachable(one);
    }
  });
  return html`<ul>${lines}</ul>`;
}
