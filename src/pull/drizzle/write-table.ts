import { named, sameName } from "../../model/names.ts";
import type { Index, IndexTerm, Schema, Table } from "../../model/schema.ts";
import { quoteName } from "../../sql/quote.ts";
import type { CodeNames } from "./names.ts";
import { actionsOf, drizzleColumn, template } from "./write-column.ts";

/** A table as Drizzle declares it: `export const … = sqliteTable(…)`. */
export function drizzleTable(table: Table, schema: Schema, names: CodeNames): string {
  const columns = table.columns.map(
    (column) => `  ${keyText(names.column(table.name, column.name))}: ${drizzleColumn(column, table, names)},`,
  );
  const beside = besideOf(table, schema, names).map((each) => `  ${each},`);
  const extras = beside.length === 0 ? "" : `, (t) => [\n${beside.join("\n")}\n]`;
  return `export const ${names.table(table.name)} = sqliteTable(${JSON.stringify(table.name)}, {\n${columns.join("\n")}\n}${extras});\n`;
}

export function keyText(key: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? key : JSON.stringify(key);
}

function besideOf(table: Table, schema: Schema, names: CodeNames): readonly string[] {
  const own = (column: string) => `t.${names.column(table.name, column)}`;
  const key = table.primaryKey;
  const lines: string[] = [];
  if (key !== null && key.terms.length > 1)
    lines.push(`primaryKey({ columns: [${key.terms.map(({ column }) => own(column)).join(", ")}] })`);
  for (const { name, terms } of table.uniques.filter((unique) => unique.terms.length > 1))
    lines.push(
      `unique(${name === null ? "" : JSON.stringify(name)}).on(${terms.map(({ column }) => own(column)).join(", ")})`,
    );
  table.checks.forEach(({ name, expr }, n) => {
    lines.push(
      `check(${JSON.stringify(name ?? `${table.name}_check${n === 0 ? "" : n + 1}`)}, ${template(expr.text)})`,
    );
  });
  for (const each of table.foreignKeys.filter(({ columns }) => columns.length > 1)) {
    const foreign = each.references.map((column) => `${names.table(each.table)}.${names.column(each.table, column)}`);
    const actions = actionsOf(each)
      .split(", ")
      .filter((action) => action !== "")
      .map((action) => `.${action.replace(": ", "(")})`);
    lines.push(
      `foreignKey({ columns: [${each.columns.map(own).join(", ")}], foreignColumns: [${foreign.join(", ")}] })${actions.join("")}`,
    );
  }
  const indexes = schema.indexes.filter((index) => sameName(index.table, table.name));
  return [...lines, ...indexes.map((index) => drizzleIndex(index, table, own))];
}

export function drizzleIndex(index: Index, table: Table, own: (column: string) => string): string {
  const word = index.unique ? "uniqueIndex" : "index";
  const on = index.terms.map((term) => termText(term, table, own)).join(", ");
  const where = index.where === null ? "" : `.where(${template(index.where.text)})`;
  return `${word}(${JSON.stringify(index.name)}).on(${on})${where}`;
}

function termText(term: IndexTerm, table: Table, own: (column: string) => string): string {
  const direction = term.descending ? " DESC" : "";
  if (term.column === null) {
    const collate = term.collate === null ? "" : ` COLLATE ${quoteName(term.collate)}`;
    return template(`${term.expr?.text ?? ""}${collate}${direction}`);
  }
  const column = named(table.columns, term.column);
  const differs = column !== undefined && column.collate !== term.collate;
  if (!differs && direction === "") return own(term.column);
  const collate = differs ? ` COLLATE ${quoteName(term.collate ?? "BINARY")}` : "";
  return template(`${quoteName(term.column)}${collate}${direction}`);
}
