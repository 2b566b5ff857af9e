import type { Column, KeyTerm, Table } from "../model/schema.ts";
import type { Question } from "../plan/facts.ts";
import { qualified, quoteName, quoteText } from "../sql/quote.ts";
import { fillOf } from "./fill.ts";
import { findColumn, findTable, liveColumn, liveTable, type Situation } from "./situation.ts";
import { futureRows, storage } from "./source.ts";

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
  return {
    key: `duplicates ${table.name} ${terms.join(", ")} ${filter ?? ""}`,
    count: `SELECT count(*) FROM (SELECT 1 ${groups})`,
    sample: `SELECT ${shown} ${groups} LIMIT 5`,
    find: `SELECT ${terms.join(", ")}, count(*) ${groups}`,
  };
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
  const child = columns.map((column) => qualified(table.name, column));
  const set = child.map((column) => `${column} IS NOT NULL`).join(" AND ");
  const key = `orphans ${table.name} ${columns.join(", ")} ${parent.name} ${keys.join(", ")}`;
  if (parents === null) return ofFuture(situation, table, key, set);
  const alias = quoteName(`parent of ${table.name}`);
  const match = keys.map((name, n) => `${alias}.${quoteName(name)} = ${child[n]}`).join(" AND ");
  return ofFuture(
    situation,
    table,
    key,
    `${set} AND NOT EXISTS (SELECT 1 FROM (SELECT * FROM ${parents}) AS ${alias} WHERE ${match})`,
  );
}

/**
 * The values that would not come out of the new type as they went in. Each is judged by itself: what it is stored as, and
 * whether the converted value says the same. https://www.sqlite.org/datatype3.html
 */
export function askLossy(situation: Situation, table: Table, column: Column): Question | null {
  const live = liveTable(situation, table.name);
  if (live === null) return null;
  const value = qualified(live.name, liveColumn(situation, table.name, column.name));
  return where(
    `lossy ${table.name}.${column.name} ${storage(table, column)}`,
    live,
    quoteName(live.name),
    live.name,
    lossy(value, storage(table, column)),
  );
}

/** A condition that holds for the values that cannot be kept in this storage; NULL is kept everywhere. */
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
        integer: `CAST(CAST(${value} AS REAL) AS INTEGER) = ${value}`,
        text: `(${number}) OR ${text("REAL")}`,
      });
    case "NUMERIC":
      return kept({ integer: "1", real: "1", text: number });
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
  return rows === null || live === null ? null : where(key, live, rows, table.name, condition);
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
