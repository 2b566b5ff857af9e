import type { Beside } from "../model/beside.ts";
import type { Snapshot } from "../database/connection.ts";
import { openScratch } from "../database/scratch.ts";
import { introspect, introspectScratch } from "../introspect/introspect.ts";
import { fingerprintLike } from "../model/fingerprint.ts";
import { fold, sameName } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import { itemName } from "../plan/item-name.ts";
import { type Before, leavesNoTrace, type Plan, type Step } from "../plan/plan.ts";
import { tablesThatLose } from "../plan/row-items.ts";
import { type Checked, fine, type Problem } from "../problem/problem.ts";
import { quoteText } from "../sql/quote.ts";
import { createsVirtual } from "../sql/read-virtual-table.ts";
import { sameButQuotes } from "../sql/requote.ts";
import { canon } from "../sql/tokens.ts";
import { subjectNames } from "../words/subject.ts";
import type { ApplyOutcome } from "./events.ts";
import { renamedBy } from "./renamed.ts";
import { rowsHold } from "./rows-hold.ts";
import type { Before as Found, Held } from "./script.ts";
import { staleProblem } from "./script-failure.ts";
import { unchanged } from "./sent.ts";
import { isAboutRows } from "./soundness.ts";
import { asGathered, type Gathered, gatheredIn, statisticsTables } from "./statistics.ts";
import { type SchemaRow, schemaQuery, schemaRows, type Tried, tryPlan, Untried } from "./try-plan.ts";

/** A plan that is sent as one request to a place where its statements cannot be watched. */
export interface Sending {
  readonly label: string;
  readonly plan: Plan;
  readonly beside: Beside;
}

export interface AtBase {
  readonly kind: "at-base";
  readonly schema: Schema;
  readonly base: readonly SchemaRow[];
  /** What ANALYZE gathered. */
  readonly gathered: readonly Gathered[];
}

/** Returns if the database is where the plan starts; otherwise the run ends. */
export async function atBaseOf(snapshot: Snapshot, sending: Sending): Promise<AtBase | ApplyOutcome> {
  const { plan, label, beside } = sending;
  const [rows = []] = await snapshot.read([schemaQuery]);
  const read = await introspect(snapshot, beside);
  if (!read.ok) return unchanged(sending.label, ...read.problems);
  const schema = read.value;
  const found = fingerprintLike(plan.base, schema);
  const reached = fingerprintLike(plan.target, schema);
  if (reached === plan.target && !leavesNoTrace(plan) && (await rowsHold(snapshot, plan)))
    return { kind: "already", target: label, fingerprint: reached };
  const stale = (evidence: readonly string[]): ApplyOutcome => {
    return { kind: "stale", target: label, problems: [staleProblem(label, evidence)] };
  };
  if (found !== plan.base) return stale([`found  ${found}`, `base   ${plan.base}`, `target ${plan.target}`]);
  const base = schemaRows(rows);
  const rewritten = plan.before.flatMap((before) => differs(base, before));
  if (rewritten.length > 0) return stale(rewritten);
  return { kind: "at-base", schema, base, gathered: await statisticsOf(snapshot) };
}

/**
 * What ANALYZE gathered, if it ever ran: a server never runs it, but a database that was uploaded may have its numbers.
 */
async function statisticsOf(snapshot: Snapshot): Promise<readonly Gathered[]> {
  const names = statisticsTables.map(quoteText).join(", ");
  const [found = []] = await snapshot.read([{ sql: `SELECT name FROM sqlite_schema WHERE name IN (${names})` }]);
  const there = statisticsTables.filter((name) => found.some(([each]) => each === name));
  const rows = await snapshot.read(there.map((name) => ({ sql: gatheredIn(name) })));
  return there.flatMap((name, n) => (rows[n] ?? []).map((row) => asGathered(name, row)));
}

export interface TriedOnCopy {
  readonly kind: "tried";
  readonly tried: Tried;
  /** The schema that the plan leads to. */
  readonly after: Schema;
}

/** Runs the plan on an empty copy of the schema that was just read, in the way the engine will run it. */
export function triedOnCopy({ base, gathered }: AtBase, sending: Sending): TriedOnCopy | ApplyOutcome {
  const { plan, beside } = sending;
  const scratch = openScratch();
  try {
    const tried = tryPlan(base, plan, scratch, gathered);
    const after = introspectScratch(scratch, beside);
    const ends = fingerprintLike(plan.target, after);
    return tried.complete && ends !== plan.target
      ? unchanged(sending.label, wrongEnd(sending, ends))
      : { kind: "tried", tried, after };
  } catch (error) {
    if (!(error instanceof Untried)) throw error;
    return unchanged(sending.label, untriedProblem(sending, error));
  } finally {
    scratch.close();
  }
}

/** The ordinary tables among the rows of sqlite_schema. */
export function tablesIn(base: readonly SchemaRow[]): readonly string[] {
  return base
    .filter(({ type, hex }) => type === "table" && !createsVirtual(Buffer.from(hex, "hex").toString("utf8")))
    .map(({ name }) => name);
}

/** What the checks report before the change, so that it can be compared with what they report afterwards. */
export async function foundBefore(
  snapshot: Snapshot,
  sending: Sending,
  { base, schema }: AtBase,
  tried: Tried,
  quickCheck: string,
): Promise<Checked<Found>> {
  const sql = `SELECT quick_check, count(*) FROM ${quickCheck} WHERE quick_check <> 'ok' GROUP BY 1`;
  const [rows = []] = await snapshot.read([{ sql }]);
  const said = rows.map(([message, count]) => [String(message), Number(count)] as const);
  const structure = said.filter(([message]) => !isAboutRows(message)).map(([message]) => message);
  if (structure.length > 0) return { ok: false, problems: [unsound(sending, structure)] };
  const renamed = renamedBy(sending.plan.decisions);
  const blemishes = new Map<string, number>();
  const about = said.filter(([message]) => isAboutRows(message));
  for (const [message, count] of about) blemishes.set(renamed.message(message), count);
  const found: Found = { base, blemishes, held: heldBy(schema, sending.plan, tried) };
  return fine(
    found,
    about.length === 0
      ? []
      : [
          blemished(
            sending,
            about.map(([message]) => message),
          ),
        ],
  );
}

/**
 * The children that stay, under both of their names, and the columns by which they refer, if the plan only keeps them.
 */
export function heldBy(schema: Schema, plan: Plan, tried: Tried): readonly Held[] {
  const renamed = renamedBy(plan.decisions);
  const after = new Set(tried.after.filter(({ type }) => type === "table").map(({ name }) => fold(name)));
  for (const table of tablesThatLose(plan)) after.delete(fold(table));
  return schema.tables.flatMap(({ name: was, foreignKeys }): Held[] => {
    const is = renamed.table(was);
    if (foreignKeys.length === 0 || !after.has(fold(is))) return [];
    const columns = [...new Set(foreignKeys.flatMap(({ columns }) => columns))].flatMap((column) => {
      const now = renamed.column(was, column);
      return tried.hasColumn(is, now) && !isFilled(plan, is, now) ? [{ was: column, is: now }] : [];
    });
    return [{ was, is, columns }];
  });
}

/** Whether the plan itself writes the values of the column. */
function isFilled({ decisions, items }: Plan, table: string, column: string): boolean {
  const said = decisions.some(
    (each) => each.kind === "fill" && sameName(each.table, table) && sameName(each.column, column),
  );
  return said || items.some((item) => item.kind === "step" && writes(item, table, column));
}

function writes({ step, subject }: Step, table: string, column: string): boolean {
  const [on = "", of] = subjectNames(subject);
  if (!sameName(on, table)) return false;
  return step === "update-rows" || (step === "fill" && (of === undefined || sameName(of, column)));
}

/**
 * The fingerprint says whether a table means the same; for everything else the text counts, without comments and white
 * space.
 */
function differs(base: readonly SchemaRow[], before: Before): readonly string[] {
  const type = before.type === "virtual-table" ? "table" : before.type;
  const row = base.find((each) => each.type === type && sameName(each.name, before.name));
  if (row === undefined) return [`${before.type} ${before.name} is gone`];
  const stored = Buffer.from(row.hex, "hex").toString("utf8");
  const same = type === "table" || canon(stored) === canon(before.sql) || sameButQuotes(stored, before.sql);
  return same ? [] : [`${before.type} ${before.name} has a different definition`];
}

function wrongEnd({ label, plan }: Sending, ends: string): Problem {
  return {
    code: "server-plan-end",
    level: "error",
    subject: label,
    message: "the plan does not lead to its target, when run on an empty copy of this schema",
    evidence: [`leads to ${ends}`, `says     ${plan.target}`],
    help: ["make the plan again: trueup plan"],
  };
}

function untriedProblem({ label, plan }: Sending, error: Untried): Problem {
  const item = plan.items[error.item];
  return {
    code: "server-step-failed",
    level: "error",
    subject: item?.subject ?? label,
    message: `${item ? `"${itemName(item)}"` : "a step"} does not run on an empty copy of this schema`,
    evidence: [error.message, ...(item ? [item.sql] : [])],
    help: ["nothing was sent; make the plan again: trueup plan"],
  };
}

function unsound({ label }: Sending, evidence: readonly string[]): Problem {
  return {
    code: "database-unsound",
    level: "error",
    subject: label,
    message: "the database was already damaged",
    evidence: evidence.slice(0, 10),
    help: ["nothing was changed; restore it from a backup first"],
  };
}

function blemished({ label }: Sending, evidence: readonly string[]): Problem {
  return {
    code: "database-blemished",
    level: "warning",
    subject: label,
    message: "the database had problems before",
    evidence: evidence.slice(0, 10),
    help: ["they are left as they are; the change is committed only if it adds none"],
  };
}
