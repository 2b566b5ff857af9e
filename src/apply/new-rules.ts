import { EngineError } from "../database/connection.ts";
import { openScratch } from "../database/scratch.ts";
import { introspectScratch } from "../introspect/introspect.ts";
import { canonicalPart } from "../model/canonical.ts";
import { fingerprintLike } from "../model/fingerprint.ts";
import { sameName } from "../model/names.ts";
import type { Column, Schema, Table } from "../model/schema.ts";
import { quoteName } from "../sql/quote.ts";
import { canon } from "../sql/tokens.ts";
import type { Answers } from "./items.ts";
import type { Run } from "./run.ts";
import { redefines, touchedBy } from "./touched.ts";
import { schemaQuery, schemaRows, tryPlan, Untried } from "./try-plan.ts";

/**
 * Whether all rows satisfy the rules that a plan adds to columns, according to the definitions that it produces on an
 * empty copy of the schema. False if it adds anything but NOT NULL and CHECK: then SQLite's own check after the change
 * decides. What a check of the plan has just asked in so many words is not asked again.
 */
export function keepsNewRules(run: Run, live: Schema, answers: Answers): boolean {
  const { plan, following = [] } = run.request;
  const touched = touchedBy(plan);
  if (touched === null || !redefines(plan) || following.length > 0 || plan.decisions.length > 0) return false;
  // What another step touches, as the table of a new index, is checked after it.
  const others = plan.items.filter((item) => item.kind === "step" && item.step !== "alter-column");
  if (touchedBy({ items: others })?.size !== 0) return false;
  const after = schemaAfter(run);
  if (after === null || fingerprintLike(plan.target, after) !== plan.target) return false;
  return [...touched].every((name) => {
    const was = live.tables.find((table) => sameName(table.name, name));
    const is = after.tables.find((table) => sameName(table.name, name));
    const rules = was && is ? added(was, is) : null;
    if (is === undefined || rules === null) return false;
    if (rules.length === 0) return true;
    return isAnswered(answers, was?.name ?? name, rules) || !anyRow(run, is.name, anyOf(rules, "broken"));
  });
}

/** Whether a check that passed is just this question. */
function isAnswered(answers: Answers, table: string, rules: readonly Rule[]): boolean {
  const question = canon(`SELECT count(*) FROM ${quoteName(table)} WHERE ${anyOf(rules, "asked")}`);
  return [...answers].some(
    ([{ expect, sql }, { ok }]) => ok && expect.kind === "equal" && expect.value === 0 && canon(sql) === question,
  );
}

/** Conditions that are true of a row that violates a new rule: as it is asked here, and as the planner asks. */
interface Rule {
  readonly broken: string;
  readonly asked: string;
}

function anyOf(rules: readonly Rule[], which: keyof Rule): string {
  return rules.map((rule) => (which === "broken" ? `(${rule.broken})` : rule.asked)).join(" OR ");
}

/** Also true if it cannot be asked: a rule may call a function that only the application has. */
function anyRow({ session }: Run, table: string, where: string): boolean {
  try {
    return session.all(`SELECT 1 FROM ${quoteName(table)} WHERE ${where} LIMIT 1`).length > 0;
  } catch (error) {
    if (error instanceof EngineError) return true;
    throw error;
  }
}

function schemaAfter(run: Run): Schema | null {
  const scratch = openScratch(run.request.beside);
  try {
    tryPlan(schemaRows(run.session.all(schemaQuery.sql)), run.request.plan, scratch);
    return introspectScratch(scratch, run.request.beside);
  } catch (error) {
    if (error instanceof Untried || error instanceof EngineError) return null;
    throw error;
  } finally {
    scratch.close();
  }
}

/** Null if anything else is new. */
function added(was: Table, is: Table): readonly Rule[] | null {
  if (is.strict || !isSame(bare(was), bare(is)) || was.columns.length !== is.columns.length) return null;
  const rules: Rule[] = [];
  for (const [n, column] of is.columns.entries()) {
    const before = was.columns[n];
    if (before === undefined || !isSame(withoutNull(before), withoutNull(column))) return null;
    // Not IS NULL: if the column is NOT NULL by now, SQLite assumes the answer.
    const name = quoteName(column.name);
    if (column.notNull !== null && before.notNull === null)
      rules.push({ broken: `typeof(${name}) = 'null'`, asked: `${quoteName(was.name)}.${name} IS NULL` });
  }
  const known = new Set(was.checks.map(({ expr }) => expr.canon));
  for (const { expr } of is.checks)
    if (!known.has(expr.canon)) rules.push({ broken: `NOT (${expr.text})`, asked: `NOT (${expr.text})` });
  return rules;
}

/** The parts that must not differ. */
function bare({ primaryKey, uniques, foreignKeys, withoutRowid, randomRowid }: Table): object {
  return { primaryKey, uniques, foreignKeys, withoutRowid, randomRowid };
}

function withoutNull(column: Column): object {
  return { ...column, notNull: null };
}

function isSame(one: object, other: object): boolean {
  return canonicalPart(one) === canonicalPart(other);
}
