import type { Query } from "../database/connection.ts";
import { isWrittenByHand, type Plan, type Step } from "../plan/plan.ts";
import { quoteName } from "../sql/quote.ts";
import { subjectNames } from "../words/subject.ts";
import { renumbered } from "./renumbered.ts";
import { aside, putBackStatements } from "./statistics.ts";
import { tablesRenamed } from "./renamed.ts";
import {
  checked,
  countOf,
  countsOf,
  keepChanges,
  kept,
  noNewBlemish,
  noOthersChanged,
  notFewer,
  noWorse,
  overKeys,
  raiseIf,
  raising,
  type Rows,
  rowsOf,
  sameSchema,
  scratchTable,
  settingsAsUsual,
  wireRow,
} from "./script-sql.ts";
import type { SchemaRow, Tried } from "./try-plan.ts";

/** The purpose of a statement in the request, so that an error can be reported in terms of what it means. */
export type Purpose =
  | {
      readonly kind:
        | "lock"
        | "foreign-keys-off"
        | "settings"
        | "base"
        | "baseline"
        | "settle"
        | "statistics"
        | "tidy"
        | "target";
    }
  /** What a DROP TABLE may change: the rows of that table, and no others. */
  | { readonly kind: "children"; readonly table: string }
  | { readonly kind: "item"; readonly index: number }
  | { readonly kind: "verify"; readonly what: "foreign-keys" | "soundness" }
  | { readonly kind: "view"; readonly name: string }
  | { readonly kind: "trigger"; readonly name: string };

export interface ScriptLine {
  readonly purpose: Purpose;
  readonly query: Query;
  /** Whether it is a SELECT of two columns, what was seen and NULL, that raises an error if something does not hold. */
  readonly checks: boolean;
}

/** What was found before the change, and is allowed afterwards too. */
export interface Before {
  readonly base: readonly SchemaRow[];
  /** Messages of quick_check and how often each occurred, with the names that things have after the change. */
  readonly blemishes: ReadonlyMap<string, number>;
  /** Tables that refer to others: none of them may lose rows. */
  readonly held: readonly Held[];
}

export interface Renaming {
  readonly was: string;
  readonly is: string;
}

/** A table that refers to others, and the referring columns that the plan leaves as they are. */
export interface Held extends Renaming {
  readonly columns: readonly Renaming[];
}

/** How the engine at the other end runs a script. */
export interface ScriptEngine {
  /** `off` before the transaction begins, where that can be; else they are `on`, and an action may reach the children. */
  readonly foreignKeys: "off" | "on";
  /** What can follow FROM to check the whole database. */
  readonly quickCheck: string;
}

/**
 * A whole apply as statements that a server runs in one request. Results cannot be inspected in between, so each check
 * is a SELECT that raises an error if it does not hold: the path of json_extract is then not a path, and SQLite's
 * message quotes it, which is how the evidence gets back.
 */
export function script(plan: Plan, before: Before, tried: Tried, engine: ScriptEngine): readonly ScriptLine[] {
  const lines: ScriptLine[] = [];
  const say = (purpose: Purpose, sql: string, args?: Query["args"], checks = false) => {
    const numbered = sql.replaceAll(raising, `${raising.slice(0, -1)}${lines.length}:'`);
    lines.push({ purpose, query: args === undefined ? { sql: numbered } : { sql: numbered, args }, checks });
  };
  const check = (purpose: Purpose, sql: string, args?: Query["args"]) => say(purpose, sql, args, true);
  const width = (index: number) => tried.widths.get(index) ?? 1;
  const keep = (check: number, rows: Rows) => say({ kind: "baseline" }, kept(check, rows));
  // The first statement writes, so nothing that is compared from here on can change.
  say({ kind: "lock" }, `CREATE TABLE ${scratchTable} ("check" INTEGER, "row" TEXT)`);
  if (engine.foreignKeys === "off")
    check(
      { kind: "foreign-keys-off" },
      raiseIf("(SELECT foreign_keys FROM temp.pragma_foreign_keys) <> 0", "'foreign keys are on'"),
    );
  else check({ kind: "settings" }, settingsAsUsual);
  check({ kind: "base" }, sameSchema, [JSON.stringify(before.base.map(wireRow))]);
  const renames = tablesRenamed(plan.decisions);
  const otherRowids = [...renumbered(plan)];
  for (const [index, item] of plan.items.entries()) {
    if (item.kind !== "check" || item.expect.kind !== "no-worse") continue;
    keep(index, rowsOf(overKeys(item, tried.mismatched.before), width(index), { renames, otherRowids }));
  }
  const keys = { check: "foreign-keys", sql: "PRAGMA foreign_key_check" } as const;
  keep(-1, rowsOf(overKeys(keys, tried.mismatched.before), 4, { renames, otherRowids }));
  const counts = before.held.flatMap((held) => countsOf(held, engine));
  for (const count of counts) keep(-2, countOf(count));
  const gathered = [...new Set(tried.statistics.map(({ name }) => name))];
  for (const name of gathered) say({ kind: "baseline" }, `CREATE TABLE ${aside(name)} AS SELECT * FROM ${name}`);
  for (const [index, item] of plan.items.entries()) {
    const purpose: Purpose = { kind: "item", index };
    if (item.kind === "step") {
      const dropped = engine.foreignKeys === "on" ? droppedBy(item) : null;
      if (dropped !== null) say({ kind: "baseline" }, keepChanges(index, dropped));
      say(purpose, item.sql);
      if (dropped !== null) check({ kind: "children", table: dropped }, noOthersChanged(index));
    } else {
      const { expect } = item;
      const sql =
        expect.kind === "no-worse"
          ? noWorse(index, rowsOf(overKeys(item, tried.mismatched.after), width(index), { renames: [], otherRowids }))
          : checked(expect, item.sql, width(index));
      check(purpose, sql);
    }
  }
  // Violations that are still open at the end of the transaction would make every request to the database fail.
  if (engine.foreignKeys === "on") say({ kind: "settle" }, "PRAGMA defer_foreign_keys = OFF");
  const orphans = rowsOf(overKeys(keys, tried.mismatched.after), 4, { renames: [], otherRowids });
  check({ kind: "verify", what: "foreign-keys" }, noWorse(-1, orphans));
  // A person's own statement may delete rows: it was approved as such.
  for (const count of isWrittenByHand(plan) ? [] : counts)
    check({ kind: "verify", what: "foreign-keys" }, notFewer(count));
  check({ kind: "verify", what: "soundness" }, noNewBlemish(engine.quickCheck), [
    JSON.stringify(Object.fromEntries(before.blemishes)),
  ]);
  for (const name of tried.views) say({ kind: "view", name }, `SELECT * FROM ${quoteName(name)} LIMIT 0`);
  if (engine.foreignKeys === "on") for (const { name, sql } of tried.triggers) say({ kind: "trigger", name }, sql);
  for (const sql of putBackStatements(tried.statistics, "main")) say({ kind: "statistics" }, sql);
  for (const name of gathered) say({ kind: "statistics" }, `DROP TABLE ${aside(name)}`);
  say({ kind: "tidy" }, `DROP TABLE ${scratchTable}`);
  check({ kind: "target" }, sameSchema, [JSON.stringify(tried.after.map(wireRow))]);
  return lines;
}

/** The table that a step drops with its rows. */
function droppedBy({ step, subject }: Step): string | null {
  if (step !== "rebuild-drop" && step !== "drop-table") return null;
  return subjectNames(subject)[0] ?? null;
}
