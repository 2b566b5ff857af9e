import { fold, named } from "../model/names.ts";
import type { Schema, Table } from "../model/schema.ts";
import { significantIn, type Token, unquote } from "../sql/tokens.ts";

/** An INSERT into a table, as its text shows it. */
export interface Insert {
  readonly table: string;
  /** The token of the table's name. */
  readonly at: Token;
  /** Null if no columns are named: then each value goes into the next column. */
  readonly columns: readonly string[] | null;
  readonly orIgnore: boolean;
  readonly defaults: boolean;
}

/** Only the text of an INSERT shows which columns it names: it compiles with or without those that need a value. */
export function insertOf(sql: string): Insert | null {
  const tokens = significantIn(sql);
  let n = mainVerb(tokens);
  if (n < 0) return null;
  let orIgnore = false;
  if (/^OR$/i.test(tokens[n + 1]?.text ?? "")) {
    orIgnore = /^IGNORE$/i.test(tokens[n + 2]?.text ?? "");
    n += 2;
  }
  if (!/^INTO$/i.test(tokens[n + 1]?.text ?? "")) return null;
  n += 2;
  if (tokens[n + 1]?.text === ".") n += 2;
  const at = tokens[n];
  if (at === undefined) return null;
  if (/^AS$/i.test(tokens[n + 1]?.text ?? "")) n += 2;
  const defaults = /^DEFAULT$/i.test(tokens[n + 1]?.text ?? "");
  const columns = tokens[n + 1]?.text === "(" ? listAt(tokens, n + 1) : null;
  return { table: unquote(at.text), at, columns, orIgnore, defaults };
}

/** The INSERT or REPLACE of a statement; not a name or function spelled like one. */
function mainVerb(tokens: readonly Token[]): number {
  let depth = 0;
  for (const [n, { kind, text }] of tokens.entries()) {
    if (text === "(") depth += 1;
    else if (text === ")") depth -= 1;
    else if (depth === 0 && kind === "word" && /^(?:INSERT|REPLACE)$/i.test(text)) return n;
    else if (depth === 0 && kind === "word" && /^(?:SELECT|UPDATE|DELETE|VALUES)$/i.test(text)) return -1;
  }
  return -1;
}

/** Null for `(SELECT …)`, which is not a list. */
function listAt(tokens: readonly Token[], open: number): readonly string[] | null {
  const names: string[] = [];
  for (let n = open + 1; n < tokens.length; n += 2) {
    const [name, behind] = [tokens[n], tokens[n + 1]];
    if (name === undefined || behind === undefined) return null;
    names.push(unquote(name.text));
    if (behind.text === ")") return names;
    if (behind.text !== ",") return null;
  }
  return null;
}

/** Columns that an INSERT must give a value but does not. */
export function leftOut(insert: Insert, schema: Schema): readonly string[] {
  const table = named(schema.tables, insert.table);
  if (table === undefined || (insert.columns === null && !insert.defaults)) return [];
  const given = new Set((insert.columns ?? []).map(fold));
  return table.columns
    .filter((column) => needsValue(table, column.name) && !given.has(fold(column.name)))
    .map(({ name }) => name);
}

function needsValue(table: Table, name: string): boolean {
  const column = named(table.columns, name);
  if (column === undefined || column.default !== null || column.generated !== null) return false;
  const { primaryKey } = table;
  const inKey = primaryKey?.terms.some((term) => fold(term.column) === fold(name)) === true;
  if (inKey && primaryKey?.isRowid === true) return false;
  return column.notNull !== null || (inKey && table.withoutRowid);
}
