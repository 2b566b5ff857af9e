import { affinity, storage } from "../../model/affinity.ts";
import type { Column, ForeignKey, KeyTerm, Table } from "../../model/schema.ts";
import type { Question } from "../../plan/facts.ts";
import { qualified, quoteName, quoteText } from "../../sql/quote.ts";
import { fillOf } from "../pair/fill.ts";
import { findColumn, findTable, liveColumn, liveTable, type Situation } from "../situation.ts";
import { asNumber, futureRows, nameIn, spoken } from "./future-rows.ts";

/** Questions to the live rows, each asked in live names. */

export function askRows(live: string): Question {
  const from = quoteName(live);
  return { key: `rows ${live}`, count: `SELECT count(*) FROM ${from}`, sample: null, find: `SELECT * FROM ${from}` };
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

export function askNulls(situation: Situation, table: Table, column: Column): Question | null {
  const key = `nulls ${table.name}.${column.name}`;
  const live = liveTable(situation, table.name);
  const from = findTable(situation.renamed, table.name);
  const stays =
    from !== null && findColumn(from, column.name) !== undefined && fillOf(situation, from, table, column) === null;
  if (live === null || !stays) return ofFuture(situation, table, key, `${qualified(table.name, column.name)} IS NULL`);
  // What stays as it is is asked as a person would ask it.
  const own = qualified(live.name, liveColumn(situation, table.name, column.name));
  return where(key, live, quoteName(live.name), live.name, `${own} IS NULL`);
}

/** The rows that a CHECK would refuse: it lets NULL pass. */
export function askCheck(situation: Situation, table: Table, expression: string): Question | null {
  return ofFuture(situation, table, `check ${table.name} ${expression}`, `NOT (${expression}\n)`);
}

/** The groups of rows that share what must be unique; NULL is never equal to NULL. */
export function askDuplicates(
  situation: Situation,
  table: Table,
  terms: readonly string[],
  filter: string | null,
): Question | null {
  const rows = futureRows(situation, table);
  if (rows === null) return null;
  const present = [...terms.map((term) => `(${term}) IS NOT NULL`), ...(filter === null ? [] : [`(${filter}\n)`])].join(
    " AND ",
  );
  const groups = `FROM ${rows} WHERE ${present} GROUP BY ${terms.join(", ")} HAVING count(*) > 1`;
  const shown = terms.map((term) => `substr(quote(${term}), 1, 60)`).join(" || ', ' || ");
  return throughRows(table, rows, {
    key: `duplicates ${table.name} ${terms.join(", ")} ${filter ?? ""}`,
    count: `SELECT count(*) FROM (SELECT 1 ${groups})`,
    sample: `SELECT ${shown} ${groups} LIMIT 5`,
    find: `SELECT ${terms.join(", ")}, count(*) ${groups}`,
  });
}

/** A key term as an expression that compares as the key will. */
export function termExpression(table: Table, term: KeyTerm): string {
  return `${qualified(table.name, term.column)} COLLATE ${quoteName(term.collate ?? "BINARY")}`;
}

/** The child rows that point at no parent. */
export function askOrphans(
  situation: Situation,
  table: Table,
  columns: readonly string[],
  parent: Table,
  keys: readonly string[],
): Question | null {
  const parents = futureRows(situation, parent);
  const key = `orphans ${table.name} ${columns.join(", ")} ${parent.name} ${keys.join(", ")}`;
  return ofFuture(situation, table, key, orphaned(table, columns, parents, parent, keys));
}

/** The child rows that will point at no parent, as far as they are more than today. */
export function askNewOrphans(
  situation: Situation,
  table: Table,
  today: ForeignKey,
  parent: Table,
  later: ForeignKey,
): Question | null {
  const question = askOrphans(situation, table, later.columns, parent, later.references);
  const [child, above] = [liveTable(situation, table.name), liveTable(situation, parent.name)];
  if (question === null || child === null || above === null) return null;
  const columns = today.columns.map((column) => liveColumn(situation, table.name, column));
  const keys = today.references.map((column) => liveColumn(situation, parent.name, column));
  const condition = orphaned(child, columns, quoteName(above.name), above, keys);
  const now = `SELECT count(*) FROM ${quoteName(child.name)} WHERE ${condition}`;
  return { ...question, key: `more ${question.key}`, count: `SELECT max(0, (${question.count}) - (${now}))` };
}

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
  const match = keys.map((name, n) => {
    const bare = !plain && affinity(findColumn(parent, name)?.type ?? "") === "BLOB";
    // A column keeps the affinity of today through a subquery, and would turn the child's value with it.
    const own = `${bare ? "+" : ""}${alias}.${nameIn(name, plain)}`;
    return `${plain ? own : collated(own, parent, name)} = ${asKey(child[n] as string, parent, name, plain)}`;
  });
  const rows = plain ? parents : `(SELECT * FROM ${parents})`;
  return `${set} AND NOT EXISTS (SELECT 1 FROM ${rows} AS ${alias} WHERE ${match.join(" AND ")})`;
}

/**
 * A child's value looks for its parent in the way in which the parent stores its own. Values that come out of a subquery
 * do not bring the affinity and the collation of their column along.
 */
function asKey(child: string, parent: Table, key: string, plain: boolean): string {
  switch (affinity(findColumn(parent, key)?.type ?? "")) {
    case "TEXT":
      return `CASE typeof(${child}) WHEN 'blob' THEN ${child} ELSE CAST(${child} AS TEXT) END`;
    case "BLOB":
      return `+${child}`;
    default:
      return plain ? child : asNumber(child);
  }
}

function collated(value: string, parent: Table, key: string): string {
  const collation = findColumn(parent, key)?.collate ?? null;
  return collation === null ? value : `${value} COLLATE ${quoteName(collation)}`;
}

/**
 * The values that a generated column will compute and that are not of its type. SQLite converts what can be converted
 * without loss, as it does with what is written into a STRICT table.
 */
export function askMisfits(situation: Situation, table: Table, column: Column): Question | null {
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
  return ofFuture(situation, table, `misfits ${table.name}.${column.name}`, `${value} IS NOT NULL AND NOT (${fits})`);
}

/**
 * The values that would not come out of the new type as they went in. Each is judged by itself: what it is stored as, and
 * whether the converted value says the same. https://www.sqlite.org/datatype3.html
 */
export function askLossy(situation: Situation, table: Table, column: Column): Question | null {
  const live = liveTable(situation, table.name);
  if (live === null) return null;
  const name = liveColumn(situation, table.name, column.name);
  const value = asStored(live, name, qualified(live.name, name));
  return where(
    `lossy ${table.name}.${column.name} ${storage(table, column)}`,
    live,
    quoteName(live.name),
    live.name,
    lossy(value, storage(table, column)),
  );
}

/** A column as an expression that compares byte by byte. */
export function asStored(table: Table, column: string, value: string): string {
  return (findColumn(table, column)?.collate ?? null) === null ? value : `(${value} COLLATE BINARY)`;
}

/**
 * A condition that holds for the values that cannot be kept in this storage; NULL is kept everywhere. `value` compares as
 * it is stored: a collation of its own would find '5 ' and '5' the same.
 */
export function lossy(value: string, storage: string): string {
  const text = (type: string) => `CAST(CAST(${value} AS ${type}) AS TEXT) = ${value}`;
  const number = `${text("NUMERIC")} AND typeof(CAST(${value} AS NUMERIC)) <> 'text'`;
  const kept = (by: Readonly<Record<string, string>>) =>
    `NOT CASE typeof(${value}) WHEN 'null' THEN 1 ${Object.entries(by)
      .map(([type, holds]) => `WHEN '${type}' THEN ${holds}`)
      .join(" ")} ELSE 0 END`;
  switch (storage) {
    case "INTEGER":
    case "strict INTEGER":
      return kept({
        integer: "1",
        real: `CAST(CAST(${value} AS INTEGER) AS REAL) = ${value} AND abs(${value}) < 9007199254740993`,
        text: text("INTEGER"),
      });
    case "REAL":
    case "strict REAL":
      return kept({
        real: "1",
        // 2^63 is one more than any integer, and a CAST back stops at the largest.
        integer: `CAST(CAST(${value} AS REAL) AS INTEGER) = ${value} AND ${value} < 9223372036854775807`,
        text: `(${number}) OR ${text("REAL")}`,
      });
    case "NUMERIC": {
      // DATE and DATETIME are NUMERIC to SQLite, and such a text stays as it is there: it is no number.
      const moment = ["[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*", "[0-9][0-9]:[0-9][0-9]*"]
        .map((shape) => `${value} GLOB '${shape}'`)
        .join(" OR ");
      return kept({ integer: "1", real: "1", text: `((${number}) OR ${moment})` });
    }
    case "TEXT":
    case "strict TEXT":
      return kept({ text: "1", integer: "1", real: `CAST(CAST(${value} AS TEXT) AS REAL) = ${value}` });
    case "strict BLOB":
      return kept({ blob: "1" });
    default:
      return "0";
  }
}

function ofFuture(situation: Situation, table: Table, key: string, condition: string): Question | null {
  const rows = futureRows(situation, table);
  const live = liveTable(situation, table.name);
  if (rows === null || live === null) return null;
  return throughRows(table, rows, where(key, live, rows, table.name, condition));
}

/** Rows that stand in a subquery cannot be asked by every name. */
function throughRows(table: Table, rows: string, question: Question): Question {
  if (rows === quoteName(table.name)) return question;
  const { key, count, sample, find } = question;
  const said = (sql: string) => spoken(table, sql);
  return { key, count: said(count), sample: sample === null ? null : said(sample), find: said(find) };
}

function where(key: string, live: Table, rows: string, name: string, condition: string): Question {
  return {
    key,
    count: `SELECT count(*) FROM ${rows} WHERE ${condition}`,
    sample: `SELECT ${keyOf(live, name)} FROM ${rows} WHERE ${condition} LIMIT 5`,
    find: `SELECT * FROM ${rows} WHERE ${condition}`,
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
