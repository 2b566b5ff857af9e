import { affinity, promises, storage } from "../../model/affinity.ts";
import { named, sameName } from "../../model/names.ts";
import type { Column, ForeignKey, KeyTerm, Table } from "../../model/schema.ts";
import type { Question } from "../../model/facts.ts";
import { closed } from "../../sql/fragment.ts";
import { qualified, quoteName, quoteText } from "../../sql/quote.ts";
import { rowidKey } from "../pair/rowids.ts";
import { type ColumnPair, type TablePair, liveColumnName } from "../pair/table-pair.ts";
import { asFilled, asNumber, futureRows, keepsNames, nameIn, newValue, presentRows, spoken } from "./future-rows.ts";
import { asStored, lossy, unconverted } from "./lossy.ts";

/** Questions to the live rows, each asked in live names. */

export function askRows(live: string): Question {
  const from = quoteName(live);
  return {
    key: `rows ${live}`,
    count: `SELECT count(*) FROM ${from}`,
    sample: null,
    find: `SELECT * FROM ${from}`,
    where: null,
  };
}

/** The rows that hold something in a column. */
export function askValues(live: Table, column: string): Question {
  return where(
    `values ${live.name}.${column}`,
    live,
    quoteName(live.name),
    live.name,
    `${qualified(live.name, column)} IS NOT NULL`,
  );
}

export function askNulls(pair: TablePair, column: ColumnPair): Question {
  const { live, to: table } = pair;
  const key = `nulls ${table.name}.${column.name}`;
  const own = column.live === null ? [] : [`${qualified(live.name, column.live)} IS NULL`];
  const said = column.fill === null ? [] : [`(${closed(column.fill.sql)}) IS NULL`];
  // What stays as it is, and what is filled from what does, is asked as a person would ask it.
  const plain = column.fill === null ? column.from !== null : keepsNames(pair);
  if (!plain) return ofFuture(pair, key, `${qualified(table.name, column.name)} IS NULL`);
  const condition = column.fill?.rows !== "all" && said.length > 0 ? [`(${[...own, ...said].join(" AND ")})`] : said;
  return where(key, live, quoteName(live.name), live.name, condition[0] ?? own.join());
}

/** What a fill would give three of the rows that it is for; null if the column is not filled. */
export function askFilled(pair: TablePair, column: ColumnPair): Question | null {
  const { live, to: table } = pair;
  if (column.fill === null) return null;
  const { sql, rows } = column.fill;
  const value = `substr(quote(${asFilled(sql, table, column.to)}), 1, 60)`;
  const those = rows === "nulls" ? `WHERE ${qualified(table.name, column.name)} IS NULL` : "";
  const from = presentRows(pair);
  return throughRows(pair, from, {
    key: `filled ${table.name}.${column.name}`,
    count: "SELECT 1",
    sample: `SELECT ${keyOf(live, pair.name)} || ': ' || ${value} FROM ${from} ${those} LIMIT 3`,
    find: `SELECT ${value} FROM ${from} ${those}`,
    where: null,
  });
}

/** The rows that a CHECK would refuse: it lets NULL pass. */
export function askCheck(pair: TablePair, expression: string): Question {
  return ofFuture(pair, `check ${pair.name} ${expression}`, `NOT (${closed(expression)})`);
}

/** The groups of rows that share what must be unique; NULL is never equal to NULL. */
export function askDuplicates(pair: TablePair, terms: readonly string[], filter: string | null): Question {
  const rows = futureRows(pair);
  const present = [...terms.map((term) => `(${term}) IS NOT NULL`), ...(filter === null ? [] : [`(${filter}\n)`])].join(
    " AND ",
  );
  const groups = `FROM ${rows} WHERE ${present} GROUP BY ${terms.join(", ")} HAVING count(*) > 1`;
  const shown = terms.map((term) => `substr(quote(${term}), 1, 60)`).join(" || ', ' || ");
  return throughRows(pair, rows, {
    key: `duplicates ${pair.name} ${terms.join(", ")} ${filter ?? ""}`,
    count: `SELECT count(*) FROM (SELECT 1 ${groups})`,
    sample: `SELECT ${shown} ${groups} LIMIT 5`,
    find: `SELECT ${terms.join(", ")}, count(*) ${groups}`,
    where: null,
  });
}

/** A key term as an expression that compares as the key will. */
export function termExpression(table: Table, term: KeyTerm): string {
  return `${qualified(table.name, term.column)} COLLATE ${quoteName(term.collate ?? "BINARY")}`;
}

/** A table that another one points at; null if it is new and has no rows. */
export interface Parent {
  readonly table: Table;
  readonly pair: TablePair | null;
}

/** The child rows that point at no parent. */
export function askOrphans(
  pair: TablePair,
  columns: readonly string[],
  parent: Parent,
  keys: readonly string[],
): Question {
  const parents = parent.pair === null ? null : futureRows(parent.pair);
  const key = `orphans ${pair.name} ${columns.join(", ")} ${parent.table.name} ${keys.join(", ")}`;
  return ofFuture(pair, key, orphaned(pair.to, columns, parents, parent.table, keys));
}

/** The child rows that will point at no parent, as far as they are more than today. */
export function askNewOrphans(
  pair: TablePair,
  today: ForeignKey,
  parent: Parent & { readonly pair: TablePair },
  later: ForeignKey,
): Question {
  const question = askOrphans(pair, later.columns, parent, later.references);
  const [child, above] = [pair.live, parent.pair.live];
  const columns = today.columns.map((column) => liveColumnName(pair, column));
  const keys = today.references.map((column) => liveColumnName(parent.pair, column));
  const condition = orphaned(child, columns, quoteName(above.name), above, keys);
  const now = `SELECT count(*) FROM ${quoteName(child.name)} WHERE ${condition}`;
  return {
    ...question,
    key: `more ${question.key}`,
    count: `SELECT max(0, (${question.count}) - (${now}))`,
    where: null,
  };
}

/**
 * By IN, for which SQLite uses the parent's index or makes one of its own, and by CASE, which does not ask what a NULL among
 * the parents may mean: either would otherwise be a look at every parent for every child.
 */
function orphaned(
  table: Table,
  columns: readonly string[],
  parents: string | null,
  parent: Table,
  keys: readonly string[],
): string {
  const child = columns.map((column) => qualified(table.name, column));
  const set = child.map((column) => `${column} IS NOT NULL`).join(" AND ");
  if (parents === null) return set;
  const alias = quoteName(`parent of ${table.name}`);
  const plain = !parents.startsWith("(");
  const own = keys.map((name) => {
    // A column keeps the affinity of today through a subquery, and would turn the child's value with it.
    const bare = !plain && affinity(named(parent.columns, name)?.type ?? "") === "BLOB";
    return `${bare ? "+" : ""}${alias}.${nameIn(name, plain)}`;
  });
  const sought = keys.map((name, n) => collated(asKey(child[n] as string, parent, name, plain), parent, name));
  const rows = plain ? parents : `(SELECT * FROM ${parents})`;
  const found = `${row(sought)} IN (SELECT ${own.join(", ")} FROM ${rows} AS ${alias})`;
  return `${set} AND CASE WHEN ${found} THEN 0 ELSE 1 END`;
}

/** A list of one in parentheses is no row to SQLite, but a value. */
function row(values: readonly string[]): string {
  return values.length === 1 ? values.join() : `(${values.join(", ")})`;
}

/**
 * A child's value looks for its parent in the way in which the parent stores its own. Values that come out of a subquery
 * do not bring the affinity and the collation of their column along.
 */
function asKey(child: string, parent: Table, key: string, plain: boolean): string {
  switch (affinity(named(parent.columns, key)?.type ?? "")) {
    case "TEXT":
      return `CASE typeof(${child}) WHEN 'blob' THEN ${child} ELSE CAST(${child} AS TEXT) END`;
    case "BLOB":
      return `+${child}`;
    default:
      return plain ? child : asNumber(child);
  }
}

/** What is on the left of IN says how both sides are compared: the parent's way, whatever the child's column has. */
function collated(value: string, parent: Table, key: string): string {
  return `${value} COLLATE ${quoteName(named(parent.columns, key)?.collate ?? "BINARY")}`;
}

/**
 * The values that a generated column will compute and that are not of its type. SQLite converts what can be converted
 * without loss, as it does with what is written into a STRICT table.
 */
export function askMisfits(pair: TablePair, column: Column): Question | null {
  const table = pair.to;
  const value = qualified(table.name, column.name);
  const number = `CAST(${value} AS NUMERIC)`;
  const fits = {
    INTEGER: `typeof(${value}) = 'integer' OR (typeof(${value}) IN ('real', 'text') AND ${value} = ${number} AND typeof(${number}) = 'integer')`,
    REAL: `typeof(${value}) IN ('integer', 'real') OR (typeof(${value}) = 'text' AND ${value} = ${number})`,
    TEXT: `typeof(${value}) <> 'blob'`,
    BLOB: `typeof(${value}) = 'blob'`,
    NUMERIC: "1",
  }[affinity(column.type)];
  if (storage(table, column) === "strict ANY") return null;
  return ofFuture(pair, `misfits ${table.name}.${column.name}`, `${value} IS NOT NULL AND NOT (${fits})`);
}

/**
 * The values that the new type would change, or that a STRICT table would refuse. Each is judged by itself: what it is stored
 * as, and whether the converted value says the same. https://www.sqlite.org/datatype3.html
 */
export function askLossy(pair: TablePair, column: ColumnPair): Question | null {
  const kept = heldAs(pair, column);
  return ofValue(pair, column, `lossy ${pair.name}.${column.name} ${kept}`, (value) => lossy(value, kept));
}

/**
 * The values that are not of the new type. Where it changes none of them, SQLite keeps them as they are: '5ft' in an INTEGER.
 */
export function askUnconverted(pair: TablePair, column: ColumnPair): Question | null {
  const kept = heldAs(pair, column);
  if (!promises(column.to.type)) return null;
  return ofValue(pair, column, `unconverted ${pair.name}.${column.name} ${kept}`, (value) => unconverted(value, kept));
}

/** An INTEGER PRIMARY KEY takes integers only, in every table. */
function heldAs({ to: table }: TablePair, { name, to }: ColumnPair): string {
  const key = rowidKey(table);
  return key !== null && sameName(key, name) ? "strict INTEGER" : storage(table, to);
}

/** What a column will be given, before it makes it its own: what it holds today, or what a fill says. */
function ofValue(
  pair: TablePair,
  { live: column, from, to, fill }: ColumnPair,
  key: string,
  condition: (value: string) => string | null,
): Question | null {
  const { live } = pair;
  const ask = (rows: string, name: string, value: string) => {
    const wrong = condition(value);
    if (wrong === null) return null;
    const question = where(key, live, rows, name, wrong);
    const isKey =
      column !== null &&
      live.primaryKey?.terms.length === 1 &&
      sameName(live.primaryKey.terms[0]?.column ?? "", column);
    const shown = isKey ? keyOf(live, name) : `${keyOf(live, name)} || ': ' || substr(quote(${value}), 1, 60)`;
    const sample = `SELECT ${shown} FROM ${rows} WHERE ${wrong} LIMIT 5`;
    return { ...question, sample };
  };
  if (column !== null && fill === null)
    return ask(quoteName(live.name), live.name, asStored(live, column, qualified(live.name, column)));
  const said = fill === null ? newValue(to) : closed(fill.sql);
  const own = from === null ? null : qualified(pair.name, from.name);
  const given = own === null || fill?.rows === "all" ? `(${said})` : `coalesce(${own}, (${said}))`;
  const value = live.columns.some(({ collate }) => collate !== null) ? `(${given} COLLATE BINARY)` : given;
  if (keepsNames(pair)) return ask(quoteName(live.name), live.name, value);
  const rows = presentRows(pair);
  const question = ask(rows, pair.name, value);
  return question === null ? null : throughRows(pair, rows, question);
}

function ofFuture(pair: TablePair, key: string, condition: string): Question {
  const rows = futureRows(pair);
  return throughRows(pair, rows, where(key, pair.live, rows, pair.name, condition));
}

/** Rows that stand in a subquery cannot be asked by every name. */
function throughRows({ to: table }: TablePair, rows: string, question: Question): Question {
  if (rows === quoteName(table.name)) return question;
  const { key, count, sample, find, where } = question;
  const said = (sql: string) => spoken(table, sql);
  return {
    key,
    count: said(count),
    sample: sample === null ? null : said(sample),
    find: said(find),
    where: where === null ? null : { rows: said(where.rows), condition: said(where.condition) },
  };
}

function where(key: string, live: Table, rows: string, name: string, condition: string): Question {
  return {
    key,
    count: `SELECT count(*) FROM ${rows} WHERE ${condition}`,
    sample: `SELECT ${keyOf(live, name)} FROM ${rows} WHERE ${condition} LIMIT 5`,
    find: `SELECT * FROM ${rows} WHERE ${condition}`,
    where: { rows, condition },
  };
}

/** What a row is known by: its primary key if that is one column that keeps its name, else its rowid. */
function keyOf(live: Table, name: string): string {
  const terms = live.primaryKey?.terms ?? [];
  const [term] = terms;
  if (live.withoutRowid || (term !== undefined && terms.length === 1 && name === live.name)) {
    const shown = terms.map(
      (each) => `${quoteText(`${each.column} `)} || substr(quote(${qualified(name, each.column)}), 1, 60)`,
    );
    return shown.join(" || ', ' || ");
  }
  return `'rowid ' || ${quoteName(name)}."rowid"`;
}
