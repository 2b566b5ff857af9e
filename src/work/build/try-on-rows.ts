import { refusedRule } from "../../planner/rows/elsewhere.ts";
import { EngineError, type Row, type Scratch } from "../../database/connection.ts";
import { overForeignKeys } from "../../database/foreign-keys.ts";
import { introspectScratch } from "../../introspect/introspect.ts";
import type { Beside } from "../../model/beside.ts";
import { fingerprint } from "../../model/fingerprint.ts";
import { named } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import type { Item, PlanCheck } from "../../plan/plan.ts";
import { type Awkward, type Filled, fillAllowed } from "../../prove/allowed-rows.ts";
import { copyToCompile } from "../../prove/copy.ts";
import { nativeScratch, type OpenNative } from "./native-scratch.ts";
import { unreachable } from "../../problem/problem.ts";
import { quoteName } from "../../sql/quote.ts";

/** The outcome of a plan on rows that were generated for it. */
export type Outcome =
  | { readonly kind: "reached" }
  /** It was stopped by a check that was asked for. */
  | { readonly kind: "refused"; readonly rule: string }
  | { readonly kind: "failed"; readonly at: Item | null; readonly why: string };

export interface Tried extends Filled {
  readonly outcome: Outcome;
}

/**
 * Runs a plan as an application does, on a database with rows that the base allows: in our engine, or in one that knows
 * what ours does not.
 */
export function tryOnRows(
  base: Schema,
  items: readonly Item[],
  target: Schema,
  beside: Beside,
  awkward: Awkward | null,
  native: OpenNative | null = null,
): Tried {
  let filled: Filled = { rows: 0, rowless: [] };
  const fill = (made: Scratch) => {
    filled = fillAllowed(made, base, awkward);
  };
  const db = native?.() ?? null;
  const scratch = db === null ? copyToCompile(base, beside, fill).scratch : nativeScratch(db, base, beside);
  if (db !== null) fill(scratch);
  try {
    return { outcome: run(scratch, items, base, target, beside), ...filled };
  } finally {
    scratch.close();
  }
}

function run(scratch: Scratch, items: readonly Item[], base: Schema, target: Schema, beside: Beside): Outcome {
  const before = countsIn(scratch, base);
  const orphans = orphansIn(scratch).length;
  scratch.exec("BEGIN");
  for (const item of items) {
    try {
      if (item.kind === "step") scratch.exec(item.sql);
      else if (!holds(scratch, item, orphans)) {
        const rule = refusedRule(item.note);
        if (rule !== null) return { kind: "refused", rule };
        return { kind: "failed", at: item, why: "the check does not hold" };
      }
    } catch (error) {
      if (error instanceof EngineError) return { kind: "failed", at: item, why: error.message };
      throw error;
    }
  }
  const reached = introspectScratch(scratch, beside);
  if (fingerprint(reached) !== fingerprint(target))
    return { kind: "failed", at: null, why: "the result is a different schema" };
  const unsound = scratch.all("PRAGMA integrity_check").map(([line]) => String(line));
  if (unsound.join() !== "ok") return { kind: "failed", at: null, why: unsound[0] ?? "" };
  const lost = items.some(takesRows) ? undefined : lostIn(scratch, items, before, target);
  return lost === undefined ? { kind: "reached" } : { kind: "failed", at: null, why: lost };
}

function holds(scratch: Scratch, { sql, expect }: PlanCheck, orphans: number): boolean {
  const rows = sql === "PRAGMA foreign_key_check" ? orphansIn(scratch) : scratch.all(sql);
  switch (expect.kind) {
    case "equal":
      return Number(rows[0]?.[0]) === expect.value;
    case "most":
      return Number(rows[0]?.[0]) <= expect.value;
    case "empty":
      return rows.length === 0;
    case "no-worse":
      return rows.length <= orphans;
    default:
      return unreachable(expect);
  }
}

function orphansIn(scratch: Scratch): readonly Row[] {
  return overForeignKeys(
    (sql, args) => scratch.all(sql, ...args),
    (source) => `SELECT * FROM ${source}`,
  );
}

function countsIn(scratch: Scratch, { tables }: Schema): ReadonlyMap<string, number> {
  return new Map(tables.map(({ name }) => [name, rowsOf(scratch, name)]));
}

function rowsOf(scratch: Scratch, table: string): number {
  return Number(scratch.all(`SELECT count(*) FROM ${quoteName(table)}`)[0]?.[0]);
}

/** A person's statement, or one for rows that are not declared. */
function takesRows(item: Item): boolean {
  return item.kind === "step" && (item.step === "data" || item.step === "delete-rows");
}

/** A table that stays keeps its rows. */
function lostIn(
  scratch: Scratch,
  items: readonly Item[],
  before: ReadonlyMap<string, number>,
  target: Schema,
): string | undefined {
  if (items.some((item) => item.kind === "step" && item.step === "rename-table")) return undefined;
  for (const [name, rows] of before) {
    const table = named(target.tables, name);
    const now = table === undefined ? rows : rowsOf(scratch, table.name);
    if (now < rows) return `${name} had ${rows} rows and has ${now}`;
  }
  return undefined;
}
