import type { Schema } from "../../model/schema.ts";
import { type ColumnEntry, type Docs, type TableEntry, dictionary } from "./dictionary.ts";
import type { Diagram } from "../diagram/diagram.ts";
import { describeDiagram } from "../diagram/diagram-words.ts";
import { docsScript, docsStyle } from "./docs-html-style.ts";
import { highlight } from "../highlight.ts";
import type { Layout } from "../diagram/layout.ts";
import { type Markup, anchor, html } from "../markup.ts";
import { page, themeButton, themeScript } from "../page.ts";
import { drawing } from "../diagram/svg.ts";
import { svgStyle } from "../diagram/svg-style.ts";

/** A data dictionary as one page: a filterable table of contents, the diagram, an entry for each object. */
export function docsPage(
  schema: Schema,
  docs: Docs,
  title: string,
  picture: { readonly diagram: Diagram; readonly layout: Layout } | null,
): string {
  const book = dictionary(schema, docs);
  const names = [
    ...book.tables.map((one) => one.table.name),
    ...book.virtualTables.map((one) => one.table.name),
    ...book.views.map((one) => one.view.name),
  ];
  const list = names.map((name) => html`<li>${link(name)}</li>`);
  const entries = [
    ...book.tables.map(tableEntry),
    ...book.virtualTables.map((one) =>
      entry(
        one.table.name,
        `virtual table, ${one.table.module}`,
        one.doc,
        html`<pre tabindex="0">${highlight(one.table.text)}</pre>`,
      ),
    ),
    ...book.views.map((one) => {
      const reads = one.reads.length === 0 ? null : html`<p>Reads ${commas(one.reads.map(link))}.</p>`;
      return entry(one.view.name, "view", one.doc, html`${reads}<pre tabindex="0">${highlight(one.view.text)}</pre>`);
    }),
  ];
  const body = html`<a class="skip" href="#content">Skip to the content</a>
<header class="top"><h1>${title}</h1>${themeButton}</header>
<div class="book"><nav aria-label="Contents"><label class="skip" for="tu-search">Filter</label><input id="tu-search" type="search" placeholder="Filter (/)" autocomplete="off" spellcheck="false"><p id="tu-found" class="soft" role="status"></p><ul id="tu-list">${list}</ul></nav>
<main id="content">${picture === null ? null : drawn(picture)}${entries}</main></div>`;
  return page({
    title,
    style: svgStyle("page") + docsStyle,
    body,
    script: `(() => {${themeScript}${docsScript}})();`,
    data: { objects: names.length },
  });
}

function drawn(picture: { readonly diagram: Diagram; readonly layout: Layout }): Markup {
  const { layout } = picture;
  return html`<section><h2>Diagram</h2><div class="picture" tabindex="0" role="region" aria-label="Diagram"><svg class="tu-diagram" role="img" aria-labelledby="d-title" aria-describedby="d-words" viewBox="0 0 ${layout.width} ${layout.height}" style="width:${layout.width}px"><title id="d-title">All tables and what they refer to</title>
${drawing(picture.diagram, layout)}</svg></div><details><summary>The diagram in words</summary><p id="d-words">${describeDiagram(picture.diagram)}</p></details></section>`;
}

function link(name: string): Markup {
  return html`<a class="mono" href="#${anchor("o", name)}">${name}</a>`;
}

function commas(items: readonly Markup[]): readonly Markup[] {
  return items.map((item, at) => (at === 0 ? item : html`, ${item}`));
}

function entry(name: string, kind: string, doc: string, inside: Markup): Markup {
  return html`<section id="${anchor("o", name)}" data-name="${name}"><h2><span class="mono">${name}</span> <span class="soft kind">${kind}</span></h2>${prose(doc)}${inside}</section>\n`;
}

/** Paragraphs, and code between backticks; other Markdown is shown as it was written. */
function prose(doc: string): readonly Markup[] {
  if (doc === "") return [];
  return doc.split(/\n\s*\n/).map((text) => {
    const pieces = text.split(/`([^`]+)`/).map((piece, at) => (at % 2 === 1 ? html`<code>${piece}</code>` : piece));
    return html`<p>${pieces}</p>`;
  });
}

function tableEntry(one: TableEntry): Markup {
  const kind = ["table", ...one.options].join(", ");
  const rows = one.columns.map(columnRow);
  const lists = [
    ...one.rules.map((rule) => html`<li>${rule.what}: <code>${rule.code}</code></li>`),
    ...one.indexes.map(
      (item) =>
        html`<li>Index <code>${item.index.name}</code> <code>${item.terms}</code>${item.doc === "" ? null : `: ${item.doc}`}</li>`,
    ),
    ...one.triggers.map(
      (item) =>
        html`<li>Trigger <code>${item.trigger.name}</code>, <code>${item.when}</code>${item.doc === "" ? null : `: ${item.doc}`}</li>`,
    ),
    ...one.referencedBy.map(
      (item) => html`<li>Referenced by ${link(item.table)} (<code>${item.columns.join(", ")}</code>)</li>`,
    ),
    ...one.readBy.map((name) => html`<li>Read by ${link(name)}</li>`),
  ];
  const head = ["Column", "Type", "Rules", "Meaning"].map((text) => html`<th scope="col">${text}</th>`);
  const table = html`<div class="scroll" tabindex="0" role="region" aria-label="Columns of ${one.table.name}"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;
  return entry(
    one.table.name,
    kind,
    one.doc,
    html`${table}${lists.length === 0 ? null : html`<ul class="rules">${lists}</ul>`}`,
  );
}

function columnRow(one: ColumnEntry): Markup {
  const facts = [
    ...(one.nullable ? [html`may be NULL`] : []),
    ...one.facts.map((fact) =>
      fact.code === null ? html`${fact.what}` : html`${fact.what} <code>${fact.code}</code>`,
    ),
    ...one.references.map((item) => {
      const onDelete = item.onDelete === "NO ACTION" ? "" : `, on delete ${item.onDelete.toLowerCase()}`;
      return html`→ ${link(item.table)}${item.column === null ? null : html`.<code>${item.column}</code>`}${onDelete}`;
    }),
  ];
  return html`<tr><th scope="row" class="mono">${one.column.name}</th><td class="mono">${one.type}</td><td>${facts.map((fact) => html`<div>${fact}</div>`)}</td><td>${prose(one.doc)}</td></tr>`;
}
