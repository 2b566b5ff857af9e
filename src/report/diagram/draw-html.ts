import type { Diagram } from "./diagram.ts";
import { describeDiagram } from "./diagram-words.ts";
import { drawScript } from "./draw-script.ts";
import { drawStyle } from "./draw-style.ts";
import type { Layout } from "./layout.ts";
import { type Markup, html } from "../markup.ts";
import { count } from "../../words/numbers.ts";
import { page, themeButton, themeScript } from "../page.ts";
import { drawing, markSign } from "./svg.ts";
import { svgStyle } from "./svg-style.ts";

/** An interactive diagram: search, zoom and pan, the references of a table, by mouse, touch and keyboard. */
export function drawPage(diagram: Diagram, layout: Layout, title: string): string {
  const list = diagram.entities.map((entity, at) => {
    const mark =
      entity.mark === null
        ? null
        : html`<span class="mark ${entity.mark}" title="${entity.mark}">${markSign[entity.mark]}</span> `;
    const kind = entity.kind === "table" ? null : html` <span class="soft">${entity.kind.replace("-", " ")}</span>`;
    return html`<li><button type="button" data-entity="${at}">${mark}<span class="mono">${entity.name}</span>${kind}</button></li>\n`;
  });
  const body = html`<a class="skip" href="#tu-search">Skip to the search</a>
<header>
<h1>${title}</h1>
<p class="soft size">${count(diagram.entities.length)} objects, ${count(diagram.relations.length)} references</p>
<div class="tools" role="toolbar" aria-label="View">
<button type="button" class="button" id="tu-out" title="Smaller (-)" aria-label="Zoom out">−</button>
<button type="button" class="button" id="tu-in" title="Larger (+)" aria-label="Zoom in">+</button>
<button type="button" class="button" id="tu-fit" title="Show all (0)">Fit</button>
${themeButton}
</div>
</header>
<div class="main">
<nav aria-label="Tables">
<label class="skip" for="tu-search">Search tables and columns</label>
<input id="tu-search" type="search" placeholder="Search tables and columns (/)" autocomplete="off" spellcheck="false">
<p id="tu-found" class="soft" role="status"></p>
<ul id="tu-list">
${list}</ul>
</nav>
<main>
<div id="tu-canvas" tabindex="0" role="application" aria-label="Diagram. Arrow keys move it, plus and minus zoom, 0 shows all.">
<svg class="tu-diagram" id="tu-svg" role="img" aria-labelledby="tu-title" aria-describedby="tu-words" viewBox="0 0 ${layout.width} ${layout.height}"><title id="tu-title">${title}</title>
${drawing(diagram, layout)}</svg>
</div>
<aside id="tu-detail" aria-live="polite" hidden></aside>
${legend(diagram)}
</main>
</div>
<details class="words"><summary>The diagram in words</summary><p id="tu-words">${describeDiagram(diagram)}</p></details>`;
  return page({
    title,
    style: svgStyle("page") + drawStyle,
    body,
    script: `(() => {${themeScript}${drawScript}})();`,
    data: {
      entities: diagram.entities,
      relations: diagram.relations,
      boxes: layout.boxes.map(({ entity, x, y, width, height }) => ({ entity, x, y, width, height })),
      width: layout.width,
      height: layout.height,
      signs: markSign,
    },
  });
}

function legend(diagram: Diagram): Markup | null {
  if (!diagram.compares) return null;
  const marks = (["added", "changed", "renamed", "dropped"] as const).map(
    (mark) => html`<li><span class="mark ${mark}">${markSign[mark]}</span> ${mark}</li>`,
  );
  return html`<ul class="legend" aria-label="Marks">${marks}</ul>`;
}
