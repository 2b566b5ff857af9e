import type { Query } from "../database/connection.ts";
import type { Expect, Plan } from "../plan/plan.ts";
import { never } from "../problem/problem.ts";
import { quoteName, quoteText } from "../sql/quote.ts";
import { asSelect, type SchemaRow, type Tried } from "./server-copy.ts";

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

/**
 * The whole of an apply as statements that a server runs in one request. There is nobody to look at results in
 * between, so each check is a SELECT that raises when it does not hold: the path of json_extract is not a path then,
 * and SQLite's message quotes it, which is how the evidence comes back.
 */
export function script(plan: Plan, base: readonly SchemaRow[], tried: Tried, sound: boolean): readonly ScriptLine[] {
  const lines: ScriptLine[] = [];
  const say = (purpose: Purpose, sql: string, args?: Query["args"]) => {
    lines.push({ purpose, query: args === undefined ? { sql } : { sql, args } });
  };
  // The first statement writes, so whatever is compared from here on cannot change any more.
  say({ kind: "lock" }, `CREATE TABLE ${scratchTable} ("check" INTEGER, "row" TEXT)`);
  say(
    { kind: "foreign-keys-off" },
    raiseIf("(SELECT foreign_keys FROM pragma_foreign_keys) <> 0", "'foreign keys are on'"),
  );
  say({ kind: "base" }, sameSchema, [JSON.stringify(base.map(wireRow))]);
  const worse = (check: number, sql: string, width: number, purpose: Purpose) => {
    say(
      { kind: "baseline" },
      `${seen(sql, width)} INSERT INTO ${scratchTable} SELECT ${check}, ${rowText(width)} FROM "seen"`,
    );
    return () => say(purpose, noWorse(check, sql, width));
  };
  const later = new Map<number, () => void>();
  for (const [index, item] of plan.items.entries()) {
    if (item.kind !== "check" || item.expect.kind !== "no-worse") continue;
    later.set(index, worse(index, item.sql, tried.widths.get(index) ?? 1, { kind: "item", index }));
  }
  const keys = worse(-1, "SELECT * FROM pragma_foreign_key_check", 4, { kind: "verify", what: "foreign-keys" });
  const soundness = sound ? null : worse(-2, quickCheck, 1, { kind: "verify", what: "soundness" });
  for (const [index, item] of plan.items.entries()) {
    const purpose: Purpose = { kind: "item", index };
    if (item.kind === "step") say(purpose, item.sql);
    else {
      const { expect } = item;
      if (expect.kind === "no-worse") later.get(index)?.();
      else say(purpose, checked(expect, item.sql, tried.widths.get(index) ?? 1));
    }
  }
  keys();
  if (soundness) soundness();
  else say({ kind: "verify", what: "soundness" }, checked({ kind: "empty" }, quickCheck, 1));
  for (const name of tried.views) say({ kind: "view", name }, `SELECT * FROM ${quoteName(name)} LIMIT 0`);
  say({ kind: "tidy" }, `DROP TABLE ${scratchTable}`);
  say({ kind: "target" }, sameSchema, [JSON.stringify(tried.after.map(wireRow))]);
  return lines;
}

export const quickCheck = "SELECT quick_check FROM pragma_quick_check WHERE quick_check <> 'ok'";

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

/** The statement's rows under names that cannot clash. */
function seen(sql: string, width: number): string {
  const columns = Array.from({ length: width }, (_, index) => `"c${index + 1}"`);
  return `WITH "seen"(${columns.join(", ")}) AS (\n${asSelect(sql)}\n)`;
}

/** quote() keeps apart what differs: 1, 1.0, '1', x'31' and NULL. */
function rowText(width: number): string {
  return Array.from({ length: width }, (_, index) => `quote("seen"."c${index + 1}")`).join(" || ', ' || ");
}

const shown = 5;

function checked(expect: Exclude<Expect, { kind: "no-worse" }>, sql: string, width: number): string {
  const value = `(SELECT "seen"."c1" FROM "seen" LIMIT 1)`;
  const wrong = (condition: string) =>
    `${seen(sql, width)} SELECT ${value}, CASE WHEN ${condition} THEN ${raise(`quote(${value}) || ':'`)} END`;
  switch (expect.kind) {
    case "equal":
      return wrong(`${value} IS NOT ${expect.value}`);
    case "most":
      return wrong(`coalesce(${value} > ${expect.value}, 1)`);
    case "empty": {
      const first = `(SELECT group_concat("r", char(10)) FROM (SELECT ${rowText(width)} AS "r" FROM "seen" LIMIT ${shown}))`;
      return `${seen(sql, width)} SELECT count(*), CASE WHEN count(*) > 0 THEN ${raise(`count(*) || ':' || ${first}`)} END FROM "seen"`;
    }
    default:
      return never(expect);
  }
}

/** Each row may be there as often as it was. Rows that say the same are counted, not merged. */
function noWorse(check: number, sql: string, width: number): string {
  const now = `SELECT ${rowText(width)} AS "r", count(*) AS "n" FROM "seen" GROUP BY 1`;
  const was = `(SELECT count(*) FROM ${scratchTable} AS "was" WHERE "was"."check" = ${check} AND "was"."row" = "now"."r")`;
  const fresh = `SELECT "now"."r" AS "r" FROM (${now}) AS "now" WHERE "now"."n" > ${was}`;
  return `${seen(sql, width)}, "new"("r") AS (${fresh}) SELECT count(*), CASE WHEN count(*) > 0 THEN ${raise(
    `count(*) || ':' || (SELECT group_concat("r", char(10)) FROM (SELECT "r" FROM "new" LIMIT ${shown}))`,
  )} END FROM "new"`;
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
