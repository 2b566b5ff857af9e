import { affinity, promises, storage } from "../../model/affinity.ts";
import { fold, sameName } from "../../model/names.ts";
import type { Column, KeyTerm, Table } from "../../model/schema.ts";
import type { Question } from "../../model/facts.ts";
import { closed } from "../../sql/fragment.ts";
import { mentions } from "../../sql/mentions.ts";
import { qualified, quoteName, quoteText } from "../../sql/quote.ts";
import { rowidKey } from "../../model/rowids.ts";
import type { ColumnPair, KeptColumn, TablePair } from "../pair/table-pair.ts";
import { asFilled, asItWas, futureRows, keepsNames, nameIn, newValue, presentRows, spoken } from "./future-rows.ts";
import { asStored, lossy, unconverted } from "./lossy.ts";
import { isConstant } from "./promised.ts";

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

/** The rows in which a column that becomes generated holds something other than what will be computed. */
export function askReplaced(pair: TablePair, column: KeptColumn): Question {
  // A SELECT has no room for one more column, beside the rowid: then each value counts.
  if (pair.columns.length + 2 > pair.mostColumns) return askValues(pair.live, column.live);
  const was = `${quoteName(pair.name)}.${asItWas(column)}`;
  const is = `${quoteName(pair.name)}.${nameIn(column.name, false)}`;
  const rows = futureRows(pair, column);
  const condition = `${was} IS NOT NULL AND +${was} IS NOT +${is} COLLATE BINARY`;
  return throughRows(pair, rows, where(`replaced ${pair.name}.${column.name}`, pair.live, rows, pair.name, condition));
}

export function askNulls(pair: TablePair, column: ColumnPair): Question {
  const { live, to: table } = pair;
  const key = `nulls ${table.name}.${column.name}`;
  const own = column.live === null ? [] : [`${qualified(live.name, column.live)} IS NULL`];
  const said = column.fill === null ? [] : [`(${closed(column.fill.asked)}) IS NULL`];
  // If the values stay as they are, or are filled from some that do, the question is asked as a person would ask it.
  const plain = column.fill === null ? column.from !== null : keepsNames(pair);
  if (!plain) return typical(ofFuture(pair, key, `${qualified(table.name, column.name)} IS NULL`));
  const condition = column.fill?.rows !== "all" && said.length > 0 ? [`(${[...own, ...said].join(" AND ")})`] : said;
  return typical(where(key, live, quoteName(live.name), live.name, condition[0] ?? own.join()));
}

function typical(question: Question): Question {
  return { ...question, typical: true };
}

/** What a fill would give three of the rows that it applies to; null if the column is not filled. */
export function askFilled(pair: TablePair, column: ColumnPair): Question | null {
  const { live, to: table } = pair;
  if (column.fill === null) return null;
  const { asked, rows } = column.fill;
  const value = `substr(quote(${asFilled(asked, table, column.to)}), 1, 60)`;
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
  const named = mentions(expression, { strings: false });
  const columns = pair.columns.filter(({ name }) => named.has(fold(name)));
  const question = ofFuture(
    pair,
    `check ${pair.name} ${expression}`,
    `NOT (${closed(expression)})`,
    columns.map(({ name }) => name),
  );
  // If the columns are new and hold the same value in every row, one row is enough.
  return columns.every(isConstant) ? typical(question) : question;
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

/**
 * The values that a generated column will compute and that are not of its type. SQLite converts what can be converted
 * without loss, as it does when writing to a STRICT table.
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
 * The values that the new type would change, or that a STRICT table would refuse. Each value is judged by itself: how
 * it is stored, and whether the converted value says the same. https://www.sqlite.org/datatype3.html
 */
export function askLossy(pair: TablePair, column: ColumnPair): Question | null {
  const kept = heldAs(pair, column);
  return ofValue(pair, column, `lossy ${pair.name}.${column.name} ${kept}`, (value) => lossy(value, kept));
}

/**
 * The values that are not of the new type but that it does not change: SQLite keeps them as they are, like '5ft' in an
 * INTEGER.
 */
export function askUnconverted(pair: TablePair, column: ColumnPair): Question | null {
  const kept = heldAs(pair, column);
  if (!promises(column.to.type)) return null;
  return ofValue(pair, column, `unconverted ${pair.name}.${column.name} ${kept}`, (value) => unconverted(value, kept));
}

/** An INTEGER PRIMARY KEY accepts integers only, in every table. */
function heldAs({ to: table }: TablePair, { name, to }: ColumnPair): string {
  const key = rowidKey(table);
  return key !== null && sameName(key, name) ? "strict INTEGER" : storage(table, to);
}

/** The value that a column is given, before its type applies: what it holds today, or what a fill says. */
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
    const question = typical(where(key, live, rows, name, wrong));
    const shown =
      column !== null && isOwnKey(live, column)
        ? keyOf(live, name)
        : `${keyOf(live, name)} || ': ' || substr(quote(${value}), 1, 60)`;
    const sample = `SELECT ${shown} FROM ${rows} WHERE ${wrong} LIMIT 5`;
    return { ...question, sample };
  };
  if (column !== null && fill === null)
    return ask(quoteName(live.name), live.name, asStored(live, column, qualified(live.name, column)));
  const said = fill === null ? newValue(to) : closed(fill.asked);
  const own = from === null ? null : qualified(pair.name, from.name);
  const given = own === null || fill?.rows === "all" ? `(${said})` : `coalesce(${own}, (${said}))`;
  const value = live.columns.some(({ collate }) => collate !== null) ? `(${given} COLLATE BINARY)` : given;
  if (keepsNames(pair)) return ask(quoteName(live.name), live.name, value);
  const rows = presentRows(pair);
  const question = ask(rows, pair.name, value);
  return question === null ? null : throughRows(pair, rows, question);
}

export function ofFuture(pair: TablePair, key: string, condition: string, shown?: readonly string[]): Question {
  const rows = futureRows(pair);
  return throughRows(pair, rows, where(key, pair.live, rows, pair.name, condition, shown));
}

/** Rows that are read through a subquery cannot be asked by every name. */
function throughRows({ to: table }: TablePair, rows: string, question: Question): Question {
  if (rows === quoteName(table.name)) return question;
  const { count, sample, numbers, find, where } = question;
  const said = (sql: string) => spoken(table, sql);
  return {
    ...question,
    count: said(count),
    sample: sample === null ? null : said(sample),
    ...(numbers === undefined ? {} : { numbers: said(numbers) }),
    find: said(find),
    where: where === null ? null : { rows: said(where.rows), condition: said(where.condition) },
  };
}

/** `shown` are columns whose values are shown beside the key of each row. */
export function where(
  key: string,
  live: Table,
  rows: string,
  name: string,
  condition: string,
  shown: readonly string[] = [],
): Question {
  const values = shown.filter((column) => !isOwnKey(live, column)).slice(0, 3);
  const texts = values.map((column) => {
    const label = values.length === 1 ? "''" : quoteText(`${column} `);
    return `${label} || substr(quote(${qualified(name, column)}), 1, 60)`;
  });
  const sample = [keyOf(live, name), ...(texts.length === 0 ? [] : [texts.join(" || ', ' || ")])].join(" || ': ' || ");
  return {
    key,
    count: `SELECT count(*) FROM ${rows} WHERE ${condition}`,
    sample: `SELECT ${sample} FROM ${rows} WHERE ${condition} LIMIT 5`,
    ...(live.withoutRowid ? {} : { numbers: `SELECT ${rowNumber(name)} FROM ${rows} WHERE ${condition} LIMIT 5` }),
    find: `SELECT * FROM ${rows} WHERE ${condition}`,
    where: { rows, condition },
  };
}

/** Whether a row is already identified by this column. */
function isOwnKey({ primaryKey }: Table, column: string): boolean {
  return primaryKey?.terms.length === 1 && sameName(primaryKey.terms[0]?.column ?? "", column);
}

function rowNumber(name: string): string {
  return `'rowid ' || ${quoteName(name)}."rowid"`;
}

/** What identifies a row: its primary key if that is one column that keeps its name, else its rowid. */
function keyOf(live: Table, name: string): string {
  const terms = live.primaryKey?.terms ?? [];
  const [term] = terms;
  if (live.withoutRowid || (term !== undefined && terms.length === 1 && name === live.name)) {
    const shown = terms.map(
      (each) => `${quoteText(`${each.column} `)} || substr(quote(${qualified(name, each.column)}), 1, 60)`,
    );
    return shown.join(" || ', ' || ");
  }
  return rowNumber(name);
}
