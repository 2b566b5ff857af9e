import type { Query } from "../../database/connection.ts";
import { foreignKeysBut } from "../../database/foreign-keys.ts";
import type { Expect, Plan, PlanCheck } from "../../plan/plan.ts";
import { unreachable } from "../../problem/problem.ts";
import { quoteName, quoteText } from "../../sql/quote.ts";
import { numberedAnew } from "../../apply/numbered-anew.ts";
import { aside, putBackStatements } from "../../apply/statistics.ts";
import { tablesRenamed } from "../../apply/renamed.ts";
import { asSelect, type SchemaRow, type Tried } from "./try-plan.ts";
import { readPragma } from "../../sql/pragma.ts";

/** What a statement of the request is there for, so that an error can be told as what it means. */
export type Purpose =
  | { readonly kind: "lock" | "foreign-keys-off" | "base" | "baseline" | "tidy" | "target" }
  | { readonly kind: "item"; readonly index: number }
  | { readonly kind: "verify"; readonly what: "foreign-keys" | "soundness" }
  | { readonly kind: "view"; readonly name: string };

export interface ScriptLine {
  readonly purpose: Purpose;
  readonly query: Query;
}

/** Rows that were there before the first step, for checks that ask for nothing worse. It is gone at the end. */
const scratchTable = quoteName("__trueup_before");

/** What was found before the change, and may be there afterwards too. */
export interface Before {
  readonly base: readonly SchemaRow[];
  /** Messages of quick_check and how often each came, with the names that things have after the change. */
  readonly blemishes: ReadonlyMap<string, number>;
  /** Tables that refer to others, by their old and their new name: none of them may lose rows. */
  readonly children: readonly { readonly was: string; readonly is: string }[];
}

/**
 * The whole of an apply as statements that a server runs in one request. There is nobody to look at results in
 * between, so each check is a SELECT that raises when it does not hold: the path of json_extract is not a path then,
 * and SQLite's message quotes it, which is how the evidence comes back.
 */
export function script(plan: Plan, before: Before, tried: Tried): readonly ScriptLine[] {
  const lines: ScriptLine[] = [];
  const say = (purpose: Purpose, sql: string, args?: Query["args"]) => {
    lines.push({ purpose, query: args === undefined ? { sql } : { sql, args } });
  };
  const width = (index: number) => tried.widths.get(index) ?? 1;
  const keep = (check: number, rows: Rows) => say({ kind: "baseline" }, kept(check, rows));
  // The first statement writes, so whatever is compared from here on cannot change any more.
  say({ kind: "lock" }, `CREATE TABLE ${scratchTable} ("check" INTEGER, "row" TEXT)`);
  say(
    { kind: "foreign-keys-off" },
    raiseIf("(SELECT foreign_keys FROM pragma_foreign_keys) <> 0", "'foreign keys are on'"),
  );
  say({ kind: "base" }, sameSchema, [JSON.stringify(before.base.map(wireRow))]);
  const renames = tablesRenamed(plan.decisions);
  const anew = [...numberedAnew(plan)];
  for (const [index, item] of plan.items.entries()) {
    if (item.kind !== "check" || item.expect.kind !== "no-worse") continue;
    keep(index, rowsOf(overKeys(item, tried.mismatched.before), width(index), { renames, anew }));
  }
  const keys = { check: "foreign-keys", sql: "PRAGMA foreign_key_check" } as const;
  keep(-1, rowsOf(overKeys(keys, tried.mismatched.before), 4, { renames, anew }));
  for (const { was, is } of before.children) keep(-2, countOf(was, is));
  const gathered = [...new Set(tried.statistics.map(({ name }) => name))];
  for (const name of gathered) say({ kind: "baseline" }, `CREATE TABLE ${aside(name)} AS SELECT * FROM ${name}`);
  for (const [index, item] of plan.items.entries()) {
    const purpose: Purpose = { kind: "item", index };
    if (item.kind === "step") say(purpose, item.sql);
    else {
      const { expect } = item;
      const sql =
        expect.kind === "no-worse"
          ? noWorse(index, rowsOf(overKeys(item, tried.mismatched.after), width(index), { renames: [], anew }))
          : checked(expect, item.sql, width(index));
      say(purpose, sql);
    }
  }
  const orphans = rowsOf(overKeys(keys, tried.mismatched.after), 4, { renames: [], anew });
  say({ kind: "verify", what: "foreign-keys" }, noWorse(-1, orphans));
  // A person's own statement may delete rows: it was approved as such.
  const edited = plan.items.some((item) => item.kind === "step" && item.step === "edit");
  for (const { is } of edited ? [] : before.children) say({ kind: "verify", what: "foreign-keys" }, notFewer(is));
  say({ kind: "verify", what: "soundness" }, noNewBlemish, [JSON.stringify(Object.fromEntries(before.blemishes))]);
  for (const name of tried.views) say({ kind: "view", name }, `SELECT * FROM ${quoteName(name)} LIMIT 0`);
  for (const sql of putBackStatements(tried.statistics, "main")) say({ kind: "tidy" }, sql);
  for (const name of gathered) say({ kind: "tidy" }, `DROP TABLE ${aside(name)}`);
  say({ kind: "tidy" }, `DROP TABLE ${scratchTable}`);
  say({ kind: "target" }, sameSchema, [JSON.stringify(tried.after.map(wireRow))]);
  return lines;
}

const mark = "trueup:";

/** What a raised check saw: how many rows, or which value, and the first of them. Null where SQLite itself objected. */
export function raised(message: string): { readonly seen: string; readonly rows: readonly string[] } | null {
  const path = /'trueup:(.*)'/s.exec(message)?.[1]?.replaceAll("''", "'");
  if (path === undefined) return null;
  const end = path.indexOf(":");
  const rows = path.slice(end + 1);
  return { seen: path.slice(0, end), rows: rows === "" ? [] : rows.split("\n") };
}

function raise(what: string): string {
  return `json_extract('{}', ${quoteText(mark)} || ${what})`;
}

function raiseIf(condition: string, what: string): string {
  return `SELECT CASE WHEN ${condition} THEN ${raise(`${what} || ':'`)} END`;
}

/**
 * The statement's rows under names that cannot clash. A name before WITH hides a table of that name from the statement,
 * so it is one that no table has: those that trueup makes have a line where this has a space.
 */
function seen(sql: string, width: number): string {
  const columns = Array.from({ length: width }, (_, index) => `"c${index + 1}"`);
  return `WITH "__trueup seen"(${columns.join(", ")}) AS (\n${asSelect(sql)}\n)`;
}

/** quote() keeps apart what differs: 1, 1.0, '1', x'31' and NULL. */
function rowText(width: number): string {
  return Array.from({ length: width }, (_, index) => `quote("__trueup seen"."c${index + 1}")`).join(" || ', ' || ");
}

const shown = 5;

function checked(expect: Exclude<Expect, { kind: "no-worse" }>, sql: string, width: number): string {
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
interface Rows {
  readonly head: string;
  readonly text: string;
}

type Checking = Pick<PlanCheck, "check" | "sql">;

/** One reference that no key answers would stop the check of all the others. */
function overKeys(item: Checking, mismatched: readonly string[]): Checking {
  const pragma = readPragma(item.sql);
  return pragma?.name === "foreign_key_check" && pragma.argument === null
    ? { check: item.check, sql: `SELECT * FROM ${foreignKeysBut(mismatched)}` }
    : item;
}

interface Moved {
  readonly renames: ReturnType<typeof tablesRenamed>;
  /** Tables by their new names, folded. */
  readonly anew: readonly string[];
}

/**
 * The rows of foreign_key_check are told apart without their last column, the number of the foreign key: a rebuilt
 * table counts its keys in another order. Where rows are numbered anew, their number says nothing, and they are counted.
 * What was found before is kept under the names that come after.
 */
function rowsOf(item: Checking, width: number, { renames, anew }: Moved): Rows {
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
    anew.length === 0
      ? rowid
      : `CASE WHEN ${table} COLLATE NOCASE IN (${anew.map(quoteText).join(", ")}) THEN 'any row' ELSE ${rowid} END`;
  return { head, text: `quote(${table}) || ', ' || ${number} || ', ' || quote(${parent})` };
}

function kept(check: number, { head, text }: Rows): string {
  return `${head} INSERT INTO ${scratchTable} SELECT ${check}, ${text} FROM "__trueup seen"`;
}

/** A table's name and how many rows it has. */
function countOf(was: string, is: string): Rows {
  return {
    head: seen(`SELECT count(*) FROM ${quoteName(was)}`, 1),
    text: `${quoteText(`${is}: `)} || "__trueup seen"."c1"`,
  };
}

function notFewer(table: string): string {
  const name = quoteText(`${table}: `);
  const had = `(SELECT CAST(substr("row", length(${name}) + 1) AS INTEGER) FROM ${scratchTable} WHERE "check" = -2 AND substr("row", 1, length(${name})) = ${name})`;
  const has = `(SELECT count(*) FROM ${quoteName(table)})`;
  return `SELECT CASE WHEN ${has} < ${had} THEN ${raise(`'lost rows:' || ${name} || ${had} || ' before, ' || ${has}`)} END`;
}

/** Each row may be there as often as it was. Rows that say the same are counted, not merged. */
function noWorse(check: number, { head, text }: Rows): string {
  const now = `SELECT ${text} AS "r", count(*) AS "n" FROM "__trueup seen" GROUP BY 1`;
  const was = `(SELECT count(*) FROM ${scratchTable} AS "was" WHERE "was"."check" = ${check} AND "was"."row" = "now"."r")`;
  return `${head}, ${fresh(`SELECT "now"."r" AS "r" FROM (${now}) AS "now" WHERE "now"."n" > ${was}`)}`;
}

/** The same for quick_check, whose messages were read before, because they name what may be renamed. */
const noNewBlemish = `WITH ${fresh(
  `SELECT "now"."r" AS "r" FROM (SELECT quick_check AS "r", count(*) AS "n" FROM pragma_quick_check(10000) WHERE quick_check <> 'ok' GROUP BY 1) AS "now"
WHERE "now"."n" > coalesce((SELECT "e".value FROM json_each(?1) AS "e" WHERE "e".key = "now"."r"), 0)`,
)}`;

function fresh(rows: string): string {
  return `"__trueup new"("r") AS (${rows}) SELECT count(*), CASE WHEN count(*) > 0 THEN ${raise(
    `count(*) || ' new rows:' || (SELECT group_concat("r", char(10)) FROM (SELECT "r" FROM "__trueup new" LIMIT ${shown}))`,
  )} END FROM "__trueup new"`;
}

function wireRow(row: SchemaRow): readonly string[] {
  return [row.type, row.name, row.table, row.hex];
}

/** Compares all of sqlite_schema with the rows that are bound, and names what differs. */
const sameSchema = `WITH "expected" AS (
  SELECT value ->> 0 AS "t", value ->> 1 AS "n", value ->> 2 AS "b", value ->> 3 AS "s" FROM json_each(?1)
), "found" AS (
  SELECT type AS "t", name AS "n", tbl_name AS "b", hex(sql) AS "s" FROM sqlite_schema
  WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '__trueup_before'
), "different" AS (
  SELECT "t", "n" FROM (SELECT * FROM "expected" EXCEPT SELECT * FROM "found")
  UNION SELECT "t", "n" FROM (SELECT * FROM "found" EXCEPT SELECT * FROM "expected")
)
SELECT CASE WHEN count(*) > 0 THEN ${raise(`count(*) || ':' || group_concat("t" || ' ' || "n", char(10))`)} END FROM "different"`;
