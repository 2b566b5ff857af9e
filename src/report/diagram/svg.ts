import { type Row, badgeWidth, boxPadding, cell, headHeight, markWidth, rowHeight } from "./box.ts";
import type { Diagram, DiagramMark, Entity, Field } from "./diagram.ts";
import { describeDiagram, describeEntity } from "./diagram-words.ts";
import type { Layout, PlacedBox, PlacedGroup, PlacedLine, Point } from "./layout.ts";
import { type Markup, html, trusted } from "../markup.ts";
import { svgStyle } from "./svg-style.ts";
import { displayWidth } from "../width.ts";

/** A diagram as a file of its own: it has its own background, so it is readable on any page, light or dark. */
export function svg(diagram: Diagram, layout: Layout, title: string): string {
  const head = html`<svg xmlns="http://www.w3.org/2000/svg" class="tu-diagram" role="img" aria-labelledby="tu-title tu-desc" viewBox="0 0 ${layout.width} ${layout.height}" width="${layout.width}" height="${layout.height}">
<title id="tu-title">${title}</title>
<desc id="tu-desc">${describeDiagram(diagram)}</desc>
<style>${trusted(svgStyle("file"))}</style>
<rect class="ground" width="${layout.width}" height="${layout.height}"/>
`;
  return `${head.markup}${drawing(diagram, layout).markup}</svg>\n`;
}

/** The same inside a page, which includes the style and gives every box a name and a position in the tab order. */
export function drawing(diagram: Diagram, layout: Layout): Markup {
  const parts = [
    ...layout.groups.map(group),
    ...layout.lines.map((one) => line(diagram, one)),
    ...layout.boxes.map((box) => entity(diagram, box)),
  ];
  return trusted(parts.map((part) => `${part.markup}\n`).join(""));
}

function group(one: PlacedGroup): Markup {
  return html`<g class="group"><rect x="${one.x}" y="${one.y}" width="${one.width}" height="${one.height}" rx="14"/><text x="${one.x + 18}" y="${one.y + 25}">${one.label}</text></g>`;
}

export const markSign: Readonly<Record<DiagramMark, string>> = { added: "+", changed: "~", renamed: ">", dropped: "−" };

function entity(diagram: Diagram, box: PlacedBox): Markup {
  const one = diagram.entities[box.entity] as Entity;
  const classes = ["entity", one.kind, one.mark ?? ""].join(" ").trim();
  const sign = one.mark === null ? "" : `${markSign[one.mark]} `;
  const rows = box.rows.map((row, at) => rowMarkup(diagram, one, box, row, at));
  const subtitle =
    box.subtitle === ""
      ? null
      : html`<text class="sub" x="${box.width - boxPadding}" y="21" text-anchor="end">${box.subtitle}</text>`;
  return html`<g class="${classes}" data-entity="${box.entity}" transform="translate(${box.x} ${box.y})"><title>${describeEntity(diagram, box.entity)}</title><rect class="card" width="${box.width}" height="${box.height}" rx="8"/><path class="head" d="${headPath(box)}"/><text class="name" x="${boxPadding}" y="21">${sign}${box.title}</text>${subtitle}${rows}<rect class="frame" width="${box.width}" height="${box.height}" rx="8"/></g>`;
}

/** Rounded at the top; rounded at the bottom only if nothing is below. */
function headPath(box: PlacedBox): string {
  const { width } = box;
  const low = box.rows.length === 0 ? box.height : headHeight;
  if (box.rows.length === 0)
    return `M8 0H${width - 8}a8 8 0 0 1 8 8V${low - 8}a8 8 0 0 1-8 8H8a8 8 0 0 1-8-8V8a8 8 0 0 1 8-8z`;
  return `M8 0H${width - 8}a8 8 0 0 1 8 8V${low}H0V8a8 8 0 0 1 8-8z`;
}

function rowMarkup(diagram: Diagram, one: Entity, box: PlacedBox, row: Row, at: number): Markup {
  const field: Field | undefined = one.fields[row.field];
  const top = headHeight + at * rowHeight + 3;
  const y = top + 15;
  const gutter = diagram.compares ? markWidth : 0;
  const mark = field?.mark ?? null;
  const ground =
    mark === null ? null : html`<rect class="tint" x="1" y="${top}" width="${box.width - 2}" height="${rowHeight}"/>`;
  const sign = mark === null ? null : html`<text class="sign" x="${boxPadding - 2}" y="${y}">${markSign[mark]}</text>`;
  const badge = field?.badges[0];
  const badges =
    badge === undefined ? null : html`<text class="badge" x="${boxPadding + gutter}" y="${y - 0.5}">${badge}</text>`;
  const x = boxPadding + gutter + badgeWidth;
  const strike =
    mark === "dropped"
      ? html`<path class="strike" d="M${x} ${y - 4}h${Math.round(displayWidth(row.name) * cell)}"/>`
      : null;
  const type =
    row.type === ""
      ? null
      : html`<text class="type" x="${box.width - boxPadding}" y="${y}" text-anchor="end">${row.type}</text>`;
  const classes = ["row", mark ?? "", row.field < 0 ? "more" : ""].join(" ").trim();
  return html`<g class="${classes}">${ground}${sign}${badges}<text class="field" x="${x}" y="${y}">${row.name}</text>${type}${strike}</g>`;
}

function line(diagram: Diagram, placed: PlacedLine): Markup {
  const relation = diagram.relations[placed.relation];
  const [start, next] = placed.points;
  const end = placed.points[placed.points.length - 1];
  const before = placed.points[placed.points.length - 2];
  if (relation === undefined || start === undefined || next === undefined || end === undefined || before === undefined)
    return trusted("");
  const classes = ["line", relation.mark ?? ""].join(" ").trim();
  const child = diagram.entities[relation.child]?.name ?? "";
  const parent = diagram.entities[relation.parent]?.name ?? "";
  const said = `${child}.${relation.columns.join(", ")} references ${parent}${relation.mark === null ? "" : ` (${relation.mark})`}`;
  return html`<g class="${classes}" data-from="${relation.child}" data-to="${relation.parent}"><title>${said}</title><path class="wire" d="${rounded(placed.points)}"/><path class="foot" d="${parentEnd(start, next, relation.optional)}${childEnd(end, before, relation.one)}"/></g>`;
}

/** At the parent: two bars for exactly one, a bar and a ring for zero or one. */
function parentEnd(at: Point, next: Point, optional: boolean): string {
  const way = Math.sign(next.x - at.x) || 1;
  const bar = `M${at.x + 6 * way} ${at.y - 5}v10`;
  if (!optional) return `${bar}M${at.x + 10 * way} ${at.y - 5}v10`;
  return `${bar}M${at.x + 9 * way} ${at.y}a3.5 3.5 0 1 0 ${7 * way} 0a3.5 3.5 0 1 0 ${-7 * way} 0`;
}

/** At the child: a crow's foot for many, a bar for at most one. */
function childEnd(at: Point, before: Point, one: boolean): string {
  const way = Math.sign(before.x - at.x) || -1;
  if (one) return `M${at.x + 7 * way} ${at.y - 5}v10`;
  return `M${at.x + 11 * way} ${at.y}L${at.x} ${at.y - 6}M${at.x + 11 * way} ${at.y}L${at.x} ${at.y + 6}`;
}

const bend = 6;

function rounded(points: readonly Point[]): string {
  let path = `M${points[0]?.x} ${points[0]?.y}`;
  for (let at = 1; at < points.length; at += 1) {
    const here = points[at] as Point;
    const after = points[at + 1];
    if (after === undefined) {
      path += `L${here.x} ${here.y}`;
      continue;
    }
    const from = points[at - 1] as Point;
    const radius = Math.min(bend, distance(from, here) / 2, distance(here, after) / 2);
    const a = towards(here, from, radius);
    const b = towards(here, after, radius);
    path += `L${a.x} ${a.y}Q${here.x} ${here.y} ${b.x} ${b.y}`;
  }
  return path;
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function towards(from: Point, to: Point, by: number): Point {
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  return { x: tenth(from.x + Math.sign(to.x - from.x) * by), y: tenth(from.y + Math.sign(to.y - from.y) * by) };
}
