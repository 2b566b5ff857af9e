import type { TableChange } from "../diff/change.ts";
import { fold, named } from "../model/names.ts";
import type { Column, Schema, Table } from "../model/schema.ts";
import { significantIn, unquote } from "../sql/tokens.ts";
import { subject } from "../words/subject.ts";
import type { PlannedTable } from "./way/way.ts";

/** What is reported about the order of columns. */
export interface ToldOrder {
  /** An order that differs from the declared one, but on which nothing in the database depends. */
  readonly cosmetic: readonly string[];
  /** The same where something depends on it, and orders that the plan changes. */
  readonly order: readonly string[];
}

/**
 * A column that is added in place comes last, wherever it is declared, and no table is rebuilt for the order alone. The
 * order matters to `SELECT *` and to an INSERT without columns, so whatever depends on it is named.
 */
export function columnOrders(
  target: Schema,
  looks: readonly TableChange[],
  changes: readonly PlannedTable[],
): ToldOrder {
  const cosmetic: string[] = [];
  const order: string[] = [];
  /** A new column may come last without notice, unless something depends on the order. */
  const tell = (table: Table, columns: readonly Column[], what: string, reordered: boolean) => {
    const at = table.columns.findIndex(({ name }, n) => fold(name) !== fold(columns[n]?.name ?? ""));
    const name = table.columns[at]?.name;
    if (name === undefined) return;
    const by = goingBy(target, table);
    const place = columns.findIndex((column) => fold(column.name) === fold(name));
    const where = `${what}: ${subject(name)} is at position ${place + 1}, declared at ${at + 1}`;
    if (by.length > 0) order.push(`${where}; ${by.join(", ")} ${by.length === 1 ? "depends" : "depend"} on the order`);
    else if (reordered) cosmetic.push(where);
  };
  for (const { from, to } of looks)
    tell(to, from.columns, `the columns of ${subject(to.name)} are in another order`, false);
  for (const { to, from, columns, way, reordered } of changes) {
    if (way.how === "in-place") {
      const kept = from.columns.filter(({ name }) => named(to.columns, name) !== undefined);
      const added = columns.filter((column) => column.from === null).map((column) => column.to);
      tell(to, [...kept, ...added], `the columns of ${subject(to.name)} will be in another order`, reordered);
    } else if (reordered) {
      const by = goingBy(target, to);
      if (by.length > 0)
        order.push(
          `the columns of ${subject(to.name)} get their declared order; ${by.join(", ")} ${by.length === 1 ? "depends" : "depend"} on it`,
        );
    }
  }
  return { cosmetic, order };
}

/** Views and triggers that depend on the order of a table's columns, directly or through another view. */
function goingBy({ views, triggers }: Schema, table: Table): string[] {
  const names = new Set([fold(table.name)]);
  const found = new Set<string>();
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { name, text } of views) {
      if (names.has(fold(name)) || !goesBy(text, names)) continue;
      names.add(fold(name));
      found.add(`view ${subject(name)}`);
    }
  }
  for (const { name, text } of triggers) if (goesBy(text, names)) found.add(`trigger ${subject(name)}`);
  return [...found];
}

/** `*` for all columns of one of these, or an INSERT into one of them that names none. */
function goesBy(sql: string, names: ReadonlySet<string>): boolean {
  const tokens = significantIn(sql);
  const word = (n: number) => tokens[n]?.text.toUpperCase() ?? "";
  const name = (n: number) => fold(unquote(tokens[n]?.text ?? ""));
  const read = tokens.some((_, n) => names.has(name(n)));
  const meant = new Set(names);
  // What may follow the name of a table: `FROM tune AS t`.
  for (const [n] of tokens.entries()) {
    if (!names.has(name(n))) continue;
    const alias = word(n + 1) === "AS" ? n + 2 : n + 1;
    if (tokens[alias]?.kind === "word" || tokens[alias]?.kind === "name") meant.add(name(alias));
  }
  return tokens.some((token, n) => {
    if (token.text === "*") {
      if (word(n - 1) === ".") return meant.has(name(n - 2));
      return read && ["SELECT", "DISTINCT", "ALL", ","].includes(word(n - 1));
    }
    if (!names.has(name(n))) return false;
    const into = word(n - 1) === "." ? n - 3 : n - 1;
    const after = word(n + 1) === "AS" ? n + 3 : n + 1;
    return word(into) === "INTO" && ["VALUES", "SELECT", "WITH"].includes(word(after));
  });
}
