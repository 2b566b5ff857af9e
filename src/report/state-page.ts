import type { Explained } from "../plan/explanation.ts";
import { facts } from "./plan/change-lines.ts";
import { type Drift, driftGroups } from "./drift.ts";
import { driftSummary } from "./drift-text.ts";
import { type FleetRun, fleetStates, fleetSummary } from "./fleet.ts";
import { type Markup, html } from "./markup.ts";
import { plural } from "../words/numbers.ts";
import { duration, short } from "./number.ts";
import { page, themeButton, themeScript } from "./page.ts";
import { planStyle } from "./plan/plan-html-style.ts";
import { markWord } from "./plan/plan-summary.ts";

/** Drift as a page: databases that differ in the same way are grouped. */
export function driftPage(drift: Drift): string {
  const groups = driftGroups(drift);
  const parts: Markup[] = [
    ...groups.drifted.map((one) =>
      card(
        html`<span class="mark changed">~</span> ${plural(one.names.length, "database")} drifted in the same way <span class="soft mono">${short(one.fingerprint)}</span>`,
        html`<p class="mono">${one.names.join(", ")}</p><p class="soft">+ is only there, − is only in ${drift.declared}.</p><ul class="changes">${one.changes.map(change)}</ul>`,
      ),
    ),
    ...groups.unreadable.map((one) =>
      card(
        html`<span class="mark dropped">!</span> <span class="mono">${one.name}</span> could not be read`,
        html`<ul>${one.problems.map((problem) => html`<li>${problem.message}</li>`)}</ul>`,
      ),
    ),
    ...groups.waiting.map((one) =>
      card(
        html`<span class="mark renamed">&gt;</span> ${plural(one.names.length, "database")} waiting for <span class="mono">${one.plan}</span>`,
        html`<p class="mono">${one.names.join(", ")}</p>`,
      ),
    ),
    card(
      html`<span class="mark added">=</span> ${plural(groups.matching.length, "database")} as declared`,
      html`<p class="mono">${groups.matching.join(", ")}</p>`,
    ),
  ];
  return statePage("Drift", driftSummary(drift.declared, groups), drift.milliseconds, parts, driftJson(drift));
}

export function fleetPage(run: FleetRun): string {
  const order = ["failed", "refused", "pending", "applied", "skipped"] as const;
  const rows = order.flatMap((state) =>
    run.databases
      .filter((one) => one.state === state)
      .map((one) => {
        const cls = state === "failed" || state === "refused" ? "dropped" : state === "pending" ? "changed" : "added";
        const time = one.milliseconds === null ? "" : duration(one.milliseconds);
        return html`<tr><th scope="row" class="mono">${one.name}</th><td><span class="pill ${cls}">${state === "pending" ? "not started" : state}</span>${one.canary ? " canary" : ""}</td><td>${time}</td><td>${one.said}</td></tr>`;
      }),
  );
  const head = html`<thead><tr><th scope="col">Database</th><th scope="col">Outcome</th><th scope="col">Time</th><th scope="col">Message</th></tr></thead>`;
  const table = html`<div class="scroll" tabindex="0" role="region" aria-label="Outcomes"><table>${head}<tbody>${rows}</tbody></table></div>`;
  return statePage("Fleet", fleetSummary(run), run.milliseconds, [card(html`Outcomes`, table)], fleetJson(run));
}

function statePage(
  title: string,
  summary: string,
  milliseconds: number,
  parts: readonly Markup[],
  data: unknown,
): string {
  const body = html`<header class="top"><div class="inner"><div class="title"><h1>${title}</h1>${themeButton}</div><p class="lead">${summary}</p><p class="soft">Took ${duration(milliseconds)}.</p></div></header><main class="inner">${parts}</main>`;
  return page({ title, style: planStyle, body, script: `(() => {${themeScript}})();`, data });
}

function card(title: Markup, inside: Markup): Markup {
  return html`<section><h2>${title}</h2>${inside}</section>\n`;
}

function change(entry: Explained): Markup {
  const word = markWord(entry.mark);
  const said = facts(entry).map((fact) => html`<li>${fact}</li>`);
  return html`<li><div class="what"><span class="mark ${word}" title="${word}">${entry.mark === "-" ? "−" : entry.mark}</span> <strong class="mono">${entry.subject}</strong> <span class="soft">${entry.object.replace("-", " ")}</span> <span class="mono">${entry.what}</span></div>${said.length === 0 ? null : html`<ul class="facts">${said}</ul>`}${entry.children.length === 0 ? null : html`<ul class="changes">${entry.children.map(change)}</ul>`}</li>`;
}

export function driftJson(drift: Drift) {
  const groups = driftGroups(drift);
  const waiting = groups.waiting.reduce((sum, one) => sum + one.names.length, 0);
  const drifted = groups.drifted.reduce((sum, one) => sum + one.names.length, 0);
  const counts = { matching: groups.matching.length, waiting, drifted, unreadable: groups.unreadable.length };
  return { counts, ...drift };
}

export function fleetJson(run: FleetRun) {
  const counts = Object.fromEntries(
    fleetStates.map((state) => [state, run.databases.filter((one) => one.state === state).length]),
  );
  return { counts, ...run };
}
