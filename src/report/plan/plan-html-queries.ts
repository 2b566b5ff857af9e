import type { Finding, Impact } from "../../queries/impact.ts";
import { html, type Markup } from "../markup.ts";
import { coverage } from "./query-lines.ts";

const words: Readonly<Record<Finding["kind"], string>> = {
  breaks: "breaks",
  captured: "means something else",
  inserts: "insert fails",
  scans: "scans",
  columns: "other columns",
  works: "works after this plan",
};

/** What a plan does to the application's queries, for a page. */
export function queriesMarkup(impact: Impact | null): Markup | null {
  if (impact === null || impact.read === 0) return null;
  const all = [impact.breaks, impact.captured, impact.inserts, impact.scans, impact.columns, impact.works].flat();
  const order = impact.order === null ? null : html`<p>Order: ${impact.order.text}.</p>`;
  const items = all.map(({ kind, query, message, because }) => {
    const grave = kind === "breaks" || kind === "captured" || kind === "inserts";
    return html`<li><div class="what"><span class="pill ${grave ? "dropped" : "added"}">${words[kind]}</span> <strong class="mono">${query.file}:${String(query.line)}</strong></div><p>${message} <span class="soft">(${because})</span></p></li>`;
  });
  const list =
    items.length === 0
      ? html`<p class="calm">No query fails, scans or returns a different result.</p>`
      : html`<ul class="losses">${items}</ul>`;
  return html`<p>${coverage(impact)}.</p>${order}${list}`;
}
