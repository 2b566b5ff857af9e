import type { Schema } from "../../model/schema.ts";
import { type ColumnEntry, type Dictionary, type Docs, type TableEntry, dictionary } from "./dictionary.ts";
import { diagramOf } from "../diagram/diagram.ts";
import { cellCode, codeBlock, codeSpan, plainText, tableRow } from "../markdown.ts";
import { mermaid } from "../diagram/mermaid.ts";
import { plural } from "../../words/numbers.ts";

/** A data dictionary as one Markdown file. */
export function docsMarkdown(schema: Schema, docs: Docs, title: string): string {
  const book = dictionary(schema, docs);
  const drawn = mermaid(diagramOf(schema));
  const parts = [
    `# ${plainText(title)}`,
    contents(book),
    codeBlock(drawn.text, "mermaid"),
    ...(drawn.left > 0 ? [`${plural(drawn.left, "table")} did not fit the diagram.`] : []),
    ...book.tables.map(tableText),
    ...book.virtualTables.map((one) =>
      [
        `## ${plainText(one.table.name)}`,
        `Virtual table (${plainText(one.table.module)}).`,
        doc(one.doc),
        codeBlock(one.table.text, "sql"),
      ]
        .filter(said)
        .join("\n\n"),
    ),
    ...book.views.map((one) => {
      const reads = one.reads.length === 0 ? "" : `Reads ${one.reads.map(codeSpan).join(", ")}.`;
      return [`## ${plainText(one.view.name)}`, "View.", doc(one.doc), reads, codeBlock(one.view.text, "sql")]
        .filter(said)
        .join("\n\n");
    }),
  ];
  return `${parts.join("\n\n")}\n`;
}

function said(text: string): boolean {
  return text !== "";
}

/** A doc comment is already Markdown; only HTML in it is escaped. */
function doc(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** The anchors that GitHub generates for headings. */
function link(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
    .replaceAll(" ", "-");
  return `[${plainText(name)}](#${encodeURIComponent(slug)})`;
}

function contents(book: Dictionary): string {
  const line = (label: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [`${label}: ${names.map(link).join(", ")}`];
  return [
    ...line(
      plural(book.tables.length, "table"),
      book.tables.map((one) => one.table.name),
    ),
    ...line(
      plural(book.virtualTables.length, "virtual table"),
      book.virtualTables.map((one) => one.table.name),
    ),
    ...line(
      plural(book.views.length, "view"),
      book.views.map((one) => one.view.name),
    ),
  ].join("\n\n");
}

function tableText(entry: TableEntry): string {
  const options = entry.options.length === 0 ? "" : `${entry.options.map(codeSpan).join(", ")}.`;
  const head = ["Column", "Type", "Null", "Rules", "Meaning"];
  const columns = [tableRow(head), tableRow(head.map(() => "---")), ...entry.columns.map(columnRow)].join("\n");
  const lists = [
    ...entry.rules.map((rule) => `- ${rule.what}: ${codeSpan(rule.code)}`),
    ...entry.indexes.map(
      (one) => `- Index ${codeSpan(one.index.name)} ${codeSpan(one.terms)}${one.doc === "" ? "" : `: ${doc(one.doc)}`}`,
    ),
    ...entry.triggers.map(
      (one) =>
        `- Trigger ${codeSpan(one.trigger.name)}, ${codeSpan(one.when)}${one.doc === "" ? "" : `: ${doc(one.doc)}`}`,
    ),
    ...entry.referencedBy.map((one) => `- Referenced by ${link(one.table)} (${one.columns.map(codeSpan).join(", ")})`),
    ...entry.readBy.map((name) => `- Read by ${link(name)}`),
  ].join("\n");
  return [`## ${plainText(entry.table.name)}`, doc(entry.doc), options, columns, lists].filter(said).join("\n\n");
}

function columnRow(entry: ColumnEntry): string {
  const rules = [
    ...entry.facts.map((fact) => (fact.code === null ? fact.what : `${fact.what} ${cellCode(fact.code)}`)),
    ...entry.references.map((one) => {
      const onDelete = one.onDelete === "NO ACTION" ? "" : `, on delete ${one.onDelete.toLowerCase()}`;
      return `→ ${link(one.table)}${one.column === null ? "" : `.${cellCode(one.column)}`}${onDelete}`;
    }),
  ].join("; ");
  const meaning = doc(entry.doc)
    .replace(/\s*\n\s*/g, " ")
    .replaceAll("|", "\\|");
  return tableRow([cellCode(entry.column.name), cellCode(entry.type), entry.nullable ? "yes" : "", rules, meaning]);
}
