import { fold } from "../../model/names.ts";
import type { Index, IndexTerm, SchemaObject, Table, Trigger, View, VirtualTable } from "../../model/schema.ts";
import { unreachable } from "../../problem/problem.ts";
import { Cursor } from "../../sql/cursor.ts";
import { docComment, stringLiteral } from "./literal.ts";
import { columnOf, type Pen } from "./pen.ts";
import { queryNames } from "./query-names.ts";
import { sqlTemplate } from "./sql-layout.ts";
import { columnResolver, moduleText, type Resolver } from "./sql-pieces.ts";
import { unnamedColumns } from "./unnamed-columns.ts";
import { tableCall } from "./write-table.ts";

/** Longer calls are written with one argument a line. */
const lineWidth = 120;

/** The whole declaration of an object, with its comment, ending in a line feed. */
export function writeObject(object: SchemaObject, name: string, pen: Pen): string {
  const doc = object.comment === null ? "" : docComment(object.comment, "");
  return `${doc}export const ${name} = ${objectCall(object, name, pen)};\n`;
}

/** The expression after the equals sign. */
export function objectCall(object: SchemaObject, name: string, pen: Pen): string {
  const explicit = name === object.name ? "" : `${stringLiteral(object.name)}, `;
  switch (object.kind) {
    case "table":
      return tableCall(object, explicit, pen);
    case "index":
      return indexCall(object, name, explicit, pen);
    case "view":
      return viewCall(object, explicit, pen);
    case "trigger":
      return `${pen.word("trigger")}(${explicit}${triggerTemplate(object, pen)})`;
    case "virtual-table":
      return `${pen.word("virtualTable")}(${explicit}${moduleTemplate(object, pen)})`;
    default:
      return unreachable(object);
  }
}

function indexCall(index: Index, name: string, explicit: string, pen: Pen): string {
  const table = pen.selectable(index.table);
  const columns = pen.table(index.table)?.columns ?? [];
  const resolver = columnResolver(
    columns.map((column) => column.name),
    (column) => columnOf(table?.code ?? "", column),
  );
  const terms = index.terms.map((term) => indexTerm(term, pen.table(index.table), resolver, pen));
  const speaks = terms.some((term) => !term.startsWith("sql`") || term.includes("${"));
  const on = speaks || table === null ? "" : `.on(${table.code})`;
  const where = index.where === null ? "" : `.where(${pen.word("sql") && sqlTemplate(index.where.text, { resolver })})`;
  const word = pen.word(index.unique ? "uniqueIndex" : "index");
  const flat = `${word}(${explicit}${terms.join(", ")})${on}`;
  const before = `export const ${name} = `.length;
  if (before + flat.length + where.length <= lineWidth) return flat + where;
  const args = [...(explicit === "" ? [] : [stringLiteral(index.name)]), ...terms];
  const short = before + flat.length <= lineWidth;
  const called = short ? flat : `${word}(\n${args.map((arg) => `  ${arg},\n`).join("")})${on}`;
  return called + (where === "" || !short ? where : `\n  ${where}`);
}

function indexTerm(term: IndexTerm, table: Table | null, resolver: Resolver, pen: Pen): string {
  const base = pen.selectable(table?.name ?? "")?.code ?? "";
  const column = table?.columns.find((each) => term.column !== null && fold(each.name) === fold(term.column));
  if (column !== undefined) {
    const collate = term.collate === column.collate ? "" : `.collate(${stringLiteral(term.collate ?? "BINARY")})`;
    return `${columnOf(base, column.name)}${collate}${term.descending ? ".desc()" : ""}`;
  }
  pen.word("sql");
  const text = term.expr?.text ?? `"${term.column}"`;
  const collate = term.collate === null ? "" : ` COLLATE ${term.collate}`;
  return sqlTemplate(`${text}${collate}${term.descending ? " DESC" : ""}`, { resolver });
}

function viewCall(view: View, explicit: string, pen: Pen): string {
  const { columns, query } = viewParts(view);
  pen.word("sql");
  const resolver = { ...queryNames(query, pen.selectable), fixed: unnamedColumns(query) };
  const template = sqlTemplate(query, { resolver, layout: "block" });
  const options = columns === null ? "" : `, { columns: [${columns.map(stringLiteral).join(", ")}] }`;
  return `${pen.word("view")}(${explicit}${template}${options})`;
}

/** The list of columns, if there is one, and the SELECT; comments in between stay with the SELECT. */
export function viewParts(view: View): { readonly columns: readonly string[] | null; readonly query: string } {
  const cursor = new Cursor(view.body.text);
  let columns: string[] | null = null;
  let start = 0;
  if (cursor.takes("(")) {
    columns = [cursor.name()];
    while (cursor.takes(",")) columns.push(cursor.name());
    cursor.expect(")");
    start = cursor.behind;
  }
  const before = view.body.text.slice(start, cursor.token?.start);
  cursor.expect("AS");
  return { columns, query: before + view.body.text.slice(cursor.behind) };
}

function triggerTemplate(trigger: Trigger, pen: Pen): string {
  pen.word("sql");
  return sqlTemplate(trigger.body.text, { resolver: queryNames(trigger.body.text, pen.selectable), layout: "block" });
}

function moduleTemplate(table: VirtualTable, pen: Pen): string {
  pen.word("sql");
  const cursor = new Cursor(table.body.text);
  cursor.expect("USING");
  return sqlTemplate(table.body.text.slice(cursor.behind), { resolver: moduleText });
}
