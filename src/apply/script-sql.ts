import { foreignKeysBut } from "../database/foreign-keys.ts";
import type { Expect, PlanCheck } from "../plan/plan.ts";
import { unreachable } from "../problem/problem.ts";
import { readPragma } from "../sql/pragma.ts";
import { quoteName, quoteText } from "../sql/quote.ts";
import type { tablesRenamed } from "./renamed.ts";
import type { Held, ScriptEngine, ScriptLine } from "./script.ts";
import { asSelect, type SchemaRow } from "./try-plan.ts";

/** Rows that existed before the first step, for the checks that allow nothing worse. It is dropped at the end. */
export const scratchTable = quoteName("__trueup_before");

/** Followed by the position of the line in the script: not every engine says which statement failed. */
export const raising = "json_extract('{}', 'trueup:'";

/**
 * What a check saw that raised an error: how many rows, or which value, and the first of them. Null if SQLite itself
 * objected.
 */
export function raised(
  message: string,
): { readonly line: number; readonly seen: string; readonly rows: readonly string[] } | null {
  const [, line, said] = /'trueup:(\d+):(.*)'/s.exec(message) ?? [];
  if (line === undefined || said === undefined) return null;
  const path = said.replaceAll("''", "'");
  const end = path.indexOf(":");
  const rows = path.slice(end + 1);
  return { line: Number(line), seen: path.slice(0, end), rows: rows === "" ? [] : rows.split("\n") };
}

function raise(what: string): string {
  return `${raising} || ${what})`;
}

export function raiseIf(condition: string, what: string): string {
  return `SELECT NULL, CASE WHEN ${condition} THEN ${raise(`${what} || ':'`)} END`;
}

/**
 * The statement's rows under names that cannot clash. A name before WITH hides a table of that name from the statement,
 * so it must be one that no table has: the names that trueup gives tables have an underscore where this has a space.
 */
function seen(sql: string, width: number): string {
  const columns = Array.from({ length: width }, (_, index) => `"c${index + 1}"`);
  return `WITH "__trueup seen"(${columns.join(", ")}) AS (\n${asSelect(sql)}\n)`;
}

/** quote() distinguishes what differs: 1, 1.0, '1', x'31' and NULL. */
function rowText(width: number): string {
  return Array.from({ length: width }, (_, index) => `quote("__trueup seen"."c${index + 1}")`).join(" || ', ' || ");
}

const shown = 5;

export function checked(expect: Exclude<Expect, { kind: "no-worse" }>, sql: string, width: number): string {
  const value = `(SELECT "__trueup seen"."c1" FROM "__trueup seen" LIMIT 1)`;
  const wrong = (condition: string) =>
    `${seen(sql, width)} SELECT ${value}, CASE WHEN ${condition} THEN ${raise(`quote(${value}) || ':'`)} END`;
  switch (expect.kind) {
    case "equal":
      return wrong(`${value} IS NOT ${expect.value}`);
    case "most":
      return wrong(`coalesce(${value} > ${expect.value}, 1)`);
    case "empty": {
      const first = `(SELECT group_concat("r", char(10)) FROM (SELECT ${rowText(width)} AS "r" FROM "__trueup seen" LIMIT ${shown}))`;
      return `${seen(sql, width)} SELECT count(*), CASE WHEN count(*) > 0 THEN ${raise(`count(*) || ':' || ${first}`)} END FROM "__trueup seen"`;
    }
    default:
      return unreachable(expect);
  }
}

/** A query as rows of one text each. `head` names the rows "__trueup seen". */
export interface Rows {
  readonly head: string;
  readonly text: string;
}

type Checking = Pick<PlanCheck, "check" | "sql">;

/** One reference to a missing key would stop the check of all the others. */
export function overKeys(item: Checking, mismatched: readonly string[]): Checking {
  const pragma = readPragma(item.sql);
  return pragma?.name === "foreign_key_check" && pragma.argument === null
    ? { check: item.check, sql: `SELECT * FROM ${foreignKeysBut(mismatched)}` }
    : item;
}

/** Tables that have other names after the plan, and those whose rows get other rowids. */
interface Moved {
  readonly renames: ReturnType<typeof tablesRenamed>;
  readonly otherRowids: readonly string[];
}

/**
 * Rows of foreign_key_check are distinguished without their last column, the number of the foreign key, because a
 * rebuilt table numbers its keys in another order. What was found before is kept under the names that come after.
 */
export function rowsOf(item: Checking, width: number, { renames, otherRowids }: Moved): Rows {
  const head = seen(item.sql, width);
  if (item.check !== "foreign-keys" || width !== 4) return { head, text: rowText(width) };
  const name = (column: string) => {
    const cases = renames.map(
      ({ from, to }) => `WHEN ${column} = ${quoteText(from)} COLLATE NOCASE THEN ${quoteText(to)}`,
    );
    return cases.length === 0 ? column : `CASE ${cases.join(" ")} ELSE ${column} END`;
  };
  const [table, parent] = [name('"__trueup seen"."c1"'), name('"__trueup seen"."c3"')];
  const rowid = `quote("__trueup seen"."c2")`;
  const number =
    otherRowids.length === 0
      ? rowid
      : `CASE WHEN ${table} COLLATE NOCASE IN (${otherRowids.map(quoteText).join(", ")}) THEN 'any row' ELSE ${rowid} END`;
  return { head, text: `quote(${table}) || ', ' || ${number} || ', ' || quote(${parent})` };
}

export function kept(check: number, { head, text }: Rows): string {
  return `${head} INSERT INTO ${scratchTable} SELECT ${check}, ${text} FROM "__trueup seen"`;
}

/** A number that must not decrease, and what it counts: rows, or rows that refer to another. */
interface Count {
  readonly name: string;
  readonly was: string;
  readonly is: string;
}

export function countsOf({ was, is, columns }: Held, { foreignKeys }: ScriptEngine): readonly Count[] {
  const rows = { name: is, was: `SELECT count(*) FROM ${quoteName(was)}`, is: `SELECT count(*) FROM ${quoteName(is)}` };
  // ON DELETE SET NULL removes no row.
  const references = foreignKeys === "off" ? [] : columns;
  const count = (table: string, column: string) => `SELECT count(${quoteName(column)}) FROM ${quoteName(table)}`;
  return [
    rows,
    ...references.map((column) => ({
      name: `${is}.${column.is}`,
      was: count(was, column.was),
      is: count(is, column.is),
    })),
  ];
}

export function countOf({ name, was }: Count): Rows {
  return { head: seen(was, 1), text: `${quoteText(`${name}: `)} || "__trueup seen"."c1"` };
}

export function notFewer({ name: of, is }: Count): string {
  const name = quoteText(`${of}: `);
  const had = `(SELECT CAST(substr("row", length(${name}) + 1) AS INTEGER) FROM ${scratchTable} WHERE "check" = -2 AND substr("row", 1, length(${name})) = ${name})`;
  const has = `(${is})`;
  return `SELECT NULL, CASE WHEN ${has} < ${had} THEN ${raise(`'lost rows:' || ${name} || ${had} || ' before, ' || ${has}`)} END`;
}

/**
 * By the position of the step: how many changes there were until now, including this row, and how many rows the table
 * has.
 */
export function keepChanges(index: number, table: string): string {
  return `INSERT INTO ${scratchTable} SELECT ${-10 - index}, json_array(total_changes() + 1, (SELECT count(*) FROM ${quoteName(table)}))`;
}

/**
 * DROP TABLE counts the rows that it deletes, and those that the actions of foreign keys delete or change because of
 * it.
 */
export function noOthersChanged(index: number): string {
  const kept = `(SELECT "row" FROM ${scratchTable} WHERE "check" = ${-10 - index})`;
  const changed = `total_changes() - (${kept} ->> 0)`;
  return raiseIf(`${changed} NOT IN (0, ${kept} ->> 1)`, `(${changed}) || ' rows for ' || (${kept} ->> 1)`);
}

/** Settings that were left on and that would let invalid rows pass or leave old names in place. */
export const settingsAsUsual = `WITH "on"("r") AS (
  SELECT 'ignore_check_constraints' FROM temp.pragma_ignore_check_constraints WHERE ignore_check_constraints
  UNION ALL SELECT 'legacy_alter_table' FROM temp.pragma_legacy_alter_table WHERE legacy_alter_table
) SELECT count(*), CASE WHEN count(*) > 0 THEN ${raise(`count(*) || ':' || group_concat("r", char(10))`)} END FROM "on"`;

/** Each row may exist as often as before. Equal rows are counted, not merged. */
export function noWorse(check: number, { head, text }: Rows): string {
  const now = `SELECT ${text} AS "r", count(*) AS "n" FROM "__trueup seen" GROUP BY 1`;
  const was = `(SELECT count(*) FROM ${scratchTable} AS "was" WHERE "was"."check" = ${check} AND "was"."row" = "now"."r")`;
  return `${head}, ${fresh(`SELECT "now"."r" AS "r" FROM (${now}) AS "now" WHERE "now"."n" > ${was}`)}`;
}

/** The same for quick_check, whose messages were read before, because they contain names that may change. */
export function noNewBlemish(quickCheck: string): string {
  return `WITH ${fresh(
    `SELECT "now"."r" AS "r" FROM (SELECT quick_check AS "r", count(*) AS "n" FROM ${quickCheck} WHERE quick_check <> 'ok' GROUP BY 1) AS "now"
WHERE "now"."n" > coalesce((SELECT "e".value FROM temp.json_each(?1) AS "e" WHERE "e".key = "now"."r"), 0)`,
  )}`;
}

function fresh(rows: string): string {
  return `"__trueup new"("r") AS (${rows}) SELECT count(*), CASE WHEN count(*) > 0 THEN ${raise(
    `count(*) || ' new rows:' || (SELECT group_concat("r", char(10)) FROM (SELECT "r" FROM "__trueup new" LIMIT ${shown}))`,
  )} END FROM "__trueup new"`;
}

export function wireRow(row: SchemaRow): readonly string[] {
  return [row.type, row.name, row.table, row.hex];
}

/** Compares all of sqlite_schema with the rows that are bound, and names what differs. */
export const sameSchema = `WITH "expected" AS (
  SELECT value ->> 0 AS "t", value ->> 1 AS "n", value ->> 2 AS "b", value ->> 3 AS "s" FROM temp.json_each(?1)
), "found" AS (
  SELECT type AS "t", name AS "n", tbl_name AS "b", hex(sql) AS "s" FROM sqlite_schema
  WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND substr(name, 1, 4) <> '_cf_' AND name <> '__trueup_before'
), "different" AS (
  SELECT "t", "n" FROM (SELECT * FROM "expected" EXCEPT SELECT * FROM "found")
  UNION SELECT "t", "n" FROM (SELECT * FROM "found" EXCEPT SELECT * FROM "expected")
)
SELECT count(*), CASE WHEN count(*) > 0 THEN ${raise(`count(*) || ':' || group_concat("t" || ' ' || "n", char(10))`)} END FROM "different"`;

/**
 * The objects that are bound exist with exactly these definitions. Other objects do not matter, nor do spaces at the
 * ends.
 */
export const standing = `WITH "expected" AS (
  SELECT value ->> 0 AS "t", value ->> 1 AS "n", value ->> 3 AS "s" FROM temp.json_each(?1)
), "different" AS (
  SELECT "t", "n" FROM "expected" WHERE NOT EXISTS (
    SELECT 1 FROM sqlite_schema WHERE type = "t" AND name = "n" COLLATE NOCASE AND hex(sql) = "s")
) SELECT count(*), CASE WHEN count(*) > 0 THEN ${raise(`count(*) || ' other than expected:' || group_concat("t" || ' ' || "n", char(10))`)} END FROM "different"`;

/** If nothing was counted before: as many messages as there were, and no more. */
export const quickCheckKept = {
  before: [
    {
      purpose: { kind: "baseline" },
      query: {
        sql: `INSERT INTO ${scratchTable} SELECT -3, count(*) FROM temp.pragma_quick_check WHERE quick_check <> 'ok'`,
      },
      checks: false,
    },
  ],
  after: {
    purpose: { kind: "verify", what: "soundness" },
    query: {
      sql: raiseIf(
        `(SELECT count(*) FROM temp.pragma_quick_check WHERE quick_check <> 'ok') > (SELECT CAST("row" AS INTEGER) FROM ${scratchTable} WHERE "check" = -3)`,
        "'quick_check says more than before'",
      ),
    },
    checks: true,
  },
} as const satisfies { before: readonly ScriptLine[]; after: ScriptLine };
