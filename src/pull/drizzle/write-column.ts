import { sameName } from "../../model/names.ts";
import type { Column, ForeignKey, PrimaryKey, Table } from "../../model/schema.ts";
import { significantIn, unquote } from "../../sql/tokens.ts";
import type { CodeNames } from "./names.ts";

/** A column as Drizzle declares it, without its key. */
export function drizzleColumn(column: Column, table: Table, names: CodeNames): string {
  const type = typeOf(column);
  const key = table.primaryKey;
  const isKey = key !== null && key.terms.length === 1 && sameName(key.terms[0]?.column ?? "", column.name);
  const unique = table.uniques.some(({ terms }) => terms.length === 1 && sameName(terms[0]?.column ?? "", column.name));
  const foreign = table.foreignKeys.filter(
    ({ columns }) => columns.length === 1 && sameName(columns[0] ?? "", column.name),
  );
  return [
    type,
    isKey ? `.${keyCall(key)}` : "",
    column.notNull !== null ? ".notNull()" : "",
    unique ? ".unique()" : "",
    column.default === null ? "" : `.default(${defaultOf(column.default.text)})`,
    column.generated === null ? "" : `.${generatedCall(column.generated)}`,
    ...foreign.map((each) => `.${referenceCall(each, table, names)}`),
  ].join("");
}

export function typeOf({ name, type }: Column): string {
  const called = JSON.stringify(name);
  const lower = type.toLowerCase();
  if (/^(integer|real|numeric|blob|text)$/.test(lower)) return `${lower}(${called})`;
  const length = /^text\((\d+)\)$/.exec(lower)?.[1];
  if (length !== undefined) return `text(${called}, { length: ${length} })`;
  return `typed(${JSON.stringify(type)})(${called})`;
}

export function defaultOf(text: string): string {
  const tokens = significantIn(text);
  const [first, second] = tokens;
  if (tokens.length === 1 && first?.kind === "string") return JSON.stringify(unquote(first.text));
  if (tokens.length === 1 && first?.kind === "number" && String(Number(first.text)) === first.text) return first.text;
  const isNegative = tokens.length === 2 && first?.text === "-" && second?.kind === "number";
  if (isNegative && String(Number(second.text)) === second.text) return `-${second.text}`;
  return template(text);
}

export function generatedCall({ expr, stored }: NonNullable<Column["generated"]>): string {
  return `generatedAlwaysAs(${template(expr.text)}${stored ? ', { mode: "stored" }' : ""})`;
}

export function keyCall({ autoincrement }: PrimaryKey): string {
  return `primaryKey(${autoincrement ? "{ autoIncrement: true }" : ""})`;
}

export function referenceCall(key: ForeignKey, table: Table, names: CodeNames): string {
  const [column = ""] = key.references;
  const parent = `${names.table(key.table)}.${names.column(key.table, column)}`;
  const own = sameName(key.table, table.name) ? "(): AnySQLiteColumn => " : "() => ";
  const actions = actionsOf(key);
  return `references(${own}${parent}${actions === "" ? "" : `, { ${actions} }`})`;
}

export function actionsOf({ onDelete, onUpdate }: ForeignKey): string {
  return [
    ...(onDelete === "NO ACTION" ? [] : [`onDelete: "${onDelete.toLowerCase()}"`]),
    ...(onUpdate === "NO ACTION" ? [] : [`onUpdate: "${onUpdate.toLowerCase()}"`]),
  ].join(", ");
}

/** Everything after the first word: the query after AS, the module after USING. */
export function behindFirst(sql: string): string {
  return sql.slice(significantIn(sql)[0]?.end ?? 0).trim();
}

/** A piece of SQL as a template literal. */
export function template(sql: string): string {
  const escaped = sql.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${");
  return `sql\`${escaped}\``;
}
