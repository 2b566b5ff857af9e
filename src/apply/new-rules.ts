import { changedRows, type Rowids } from "../database/changed-rows.ts";
import { EngineError } from "../database/connection.ts";
import { openScratch } from "../database/scratch.ts";
import { introspectScratch } from "../introspect/introspect.ts";
import { canonicalPart } from "../model/canonical.ts";
import { fingerprintLike } from "../model/fingerprint.ts";
import { sameName } from "../model/names.ts";
import { rowidName } from "../model/rowids.ts";
import type { Column, Schema, Table } from "../model/schema.ts";
import type { Plan, PlanCheck } from "../plan/plan.ts";
import { anyOf } from "../sql/any-of.ts";
import { qualified, quoteName } from "../sql/quote.ts";
import { canon } from "../sql/tokens.ts";
import type { Answers } from "./items.ts";
import type { Run } from "./run.ts";
import { redefines, touchedBy } from "./touched.ts";
import { schemaQuery, schemaRows, tryPlan, Untried } from "./try-plan.ts";

/** A table whose rows get rules, and nothing else that could be broken. */
export interface Ruled {
  readonly table: string;
  /** True of a row that breaks one of them, as the planner asks for it. */
  readonly broken: string;
  /** A name for its rowid; null if it has none. */
  readonly rowid: string | null;
}

/**
 * The tables in which a plan adds rules to columns that rows can break; null if it does more that could break any. Then
 * SQLite's own check after the change decides. `after` is what the plan leads to.
 */
export function newRules(plan: Plan, live: Schema, after: Schema): readonly Ruled[] | null {
  const touched = addsRules(plan) ? touchedBy(plan) : null;
  if (touched === null) return null;
  const found: Ruled[] = [];
  for (const name of touched) {
    const was = live.tables.find((table) => sameName(table.name, name));
    const is = after.tables.find((table) => sameName(table.name, name));
    const rules = was && is ? added(was, is) : null;
    if (was === undefined || rules === null) return null;
    if (rules.length > 0) found.push({ table: was.name, broken: anyOf(rules), rowid: rowidName(was) });
  }
  return found;
}

function addsRules(plan: Plan): boolean {
  if (!redefines(plan) || plan.decisions.length > 0) return false;
  // What another step touches, as the table of a new index, is checked after it.
  const others = plan.items.filter((item) => item.kind === "step" && item.step !== "alter-column");
  return touchedBy({ items: others })?.size === 0;
}

/** Rules that a plan adds, and that all rows kept when they were asked. */
export interface KeptRules {
  readonly tables: readonly (Ruled & { readonly stored: Stored })[];
  /** What the checks of the plan saw that ask for just these. */
  readonly answers: Answers;
}

/** How the schema has a table: its root page, and its text. */
type Stored = readonly [root: number, text: string];

/**
 * The rules that a plan adds, according to the definitions that it produces on an empty copy of the schema. Null if a row
 * breaks one, or if it adds anything else. What a check of the plan has just asked in so many words is not asked again.
 */
export function keptRules(run: Run, live: Schema, answers: Answers): KeptRules | null {
  const { plan, following = [] } = run.request;
  if (following.length > 0 || !addsRules(plan)) return null;
  const after = schemaAfter(run);
  if (after === null || fingerprintLike(plan.target, after) !== plan.target) return null;
  const rules = newRules(plan, live, after);
  if (rules === null) return null;
  const asked = (rule: Ruled) => [...answers].filter(([check, { ok }]) => ok && asksFor(check, rule));
  if (rules.some((rule) => asked(rule).length === 0 && anyBroken(run, rule))) return null;
  const tables = rules.map((rule) => ({ ...rule, stored: storedAs(run, rule) }));
  return { tables, answers: new Map(rules.flatMap(asked)) };
}

/**
 * Whether all rows keep them still. `changed` are the only pages that differ since they were asked; null if it may be any
 * page. Only the rows of those are asked again, where it is known which rows they hold. To be called before the first step.
 */
export function stillKept(run: Run, { tables }: KeptRules, changed: ReadonlySet<number> | null): boolean {
  return tables.every((rule) => {
    const ranges = changed === null ? null : rangesOf(run, rule, changed);
    return ranges === null ? !anyBroken(run, rule) : !ranges.some((range) => anyBroken(run, rule, range));
  });
}

function rangesOf(
  run: Run,
  { stored, ...rule }: KeptRules["tables"][number],
  changed: ReadonlySet<number>,
): readonly Rowids[] | null {
  const [root, text] = storedAs(run, rule);
  if (rule.rowid === null || root !== stored[0] || text !== stored[1]) return null;
  return changedRows(run.session.engine, root, changed);
}

function storedAs({ session }: Run, { table }: Ruled): Stored {
  const sql = "SELECT rootpage, hex(sql) FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE";
  const [[root, text] = []] = session.all(sql, [table]);
  return [Number(root), String(text)];
}

function asksFor({ expect, sql }: PlanCheck, rule: Ruled): boolean {
  return expect.kind === "equal" && expect.value === 0 && canon(sql) === canon(question(rule));
}

/** The rows of a table, or of a part of it, that break a rule. */
function question({ table, broken, rowid }: Ruled, within: Rowids | null = null): string {
  const sql = `SELECT count(*) FROM ${quoteName(table)} WHERE `;
  return within === null ? sql + broken : `${sql}(${broken}) AND ${qualified(table, rowid ?? "")} BETWEEN ? AND ?`;
}

/** Also true if it cannot be asked: a rule may call a function that only the application has. */
function anyBroken({ session }: Run, rule: Ruled, within: Rowids | null = null): boolean {
  try {
    return Number(session.all(question(rule, within), within ?? [])[0]?.[0]) !== 0;
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

/** Conditions that are true of a row that breaks a new rule. Null if anything else is new. */
function added(was: Table, is: Table): readonly string[] | null {
  if (is.strict || !isSame(bare(was), bare(is)) || was.columns.length !== is.columns.length) return null;
  const rules: string[] = [];
  for (const [n, column] of is.columns.entries()) {
    const before = was.columns[n];
    if (before === undefined || !isSame(withoutNull(before), withoutNull(column))) return null;
    if (column.notNull !== null && before.notNull === null) rules.push(`${qualified(was.name, column.name)} IS NULL`);
  }
  const known = new Set(was.checks.map(({ expr }) => expr.canon));
  for (const { expr } of is.checks) if (!known.has(expr.canon)) rules.push(`NOT (${expr.text})`);
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
