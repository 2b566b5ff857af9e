import { named, sameName } from "../../model/names.ts";
import type { Check, ForeignKey, Index, IndexTerm, PrimaryKey, Schema, Table, Unique } from "../../model/schema.ts";
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

type Own = (column: string) => string;

function besideOf(table: Table, schema: Schema, names: CodeNames): readonly string[] {
  const own = (column: string) => `t.${names.column(table.name, column)}`;
  const key = table.primaryKey;
  const indexes = schema.indexes.filter((index) => sameName(index.table, table.name));
  return [
    ...(key !== null && key.terms.length > 1 ? [drizzleKey(key, own)] : []),
    ...table.uniques.filter(({ terms }) => terms.length > 1).map((unique) => drizzleUnique(unique, own)),
    ...table.checks.map((check) => drizzleCheck(check, table)),
    ...table.foreignKeys.filter(({ columns }) => columns.length > 1).map((each) => drizzleForeign(each, names, own)),
    ...indexes.map((index) => drizzleIndex(index, table, own)),
  ];
}

export function drizzleKey({ terms }: PrimaryKey, own: Own): string {
  return `primaryKey({ columns: [${terms.map(({ column }) => own(column)).join(", ")}] })`;
}

export function drizzleUnique({ name, terms }: Unique, own: Own): string {
  return `unique(${name === null ? "" : JSON.stringify(name)}).on(${terms.map(({ column }) => own(column)).join(", ")})`;
}

export function drizzleCheck(check: Check, table: Table): string {
  return `check(${JSON.stringify(checkName(check, table))}, ${template(check.expr.text)})`;
}

/** Its own, or a new one: Drizzle has no check without a name. */
export function checkName(check: Check, { name, checks }: Table): string {
  const n = checks.indexOf(check);
  return check.name ?? `${name}_check${n < 1 ? "" : n + 1}`;
}

export function drizzleForeign(key: ForeignKey, names: CodeNames, own: Own): string {
  const foreign = key.references.map((column) => `${names.table(key.table)}.${names.column(key.table, column)}`);
  const actions = actionsOf(key)
    .split(", ")
    .filter((action) => action !== "")
    .map((action) => `.${action.replace(": ", "(")})`);
  return `foreignKey({ columns: [${key.columns.map(own).join(", ")}], foreignColumns: [${foreign.join(", ")}] })${actions.join("")}`;
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
