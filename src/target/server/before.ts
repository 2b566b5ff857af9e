import { openScratch } from "../../database/scratch.ts";
import type { Snapshot } from "../../database/connection.ts";
import { introspect, introspectScratch } from "../../introspect/introspect.ts";
import { fingerprintLike } from "../../model/fingerprint.ts";
import { fold, sameName } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import type { Before } from "../../plan/plan.ts";
import type { Problem } from "../../problem/problem.ts";
import { isAboutRows } from "../../apply/soundness.ts";
import { sameButQuotes } from "../../sql/requote.ts";
import { canon } from "../../sql/tokens.ts";
import { itemName } from "../../plan/item-name.ts";
import type { ApplyOutcome } from "../../apply/events.ts";
import { asGathered, type Gathered, gatheredIn, statisticsTables } from "../../apply/statistics.ts";
import { quoteText } from "../../sql/quote.ts";
import { renamedBy } from "../../apply/renamed.ts";
import { type ServerApply, unchanged } from "./request.ts";
import { type SchemaRow, schemaQuery, schemaRows, type Tried, tryPlan, Untried } from "./try-plan.ts";
import { type Cost, estimate } from "./cost.ts";
import { serverProfile } from "./profile.ts";
import { longProblem, staleProblem } from "./failures.ts";
import type { Before as Found } from "./script.ts";
import { rowsHold } from "../../apply/rows-hold.ts";
import { tablesThatLose } from "../../plan/row-items.ts";
import { createsVirtual } from "../../sql/read-virtual-table.ts";

export interface Ready {
  readonly kind: "ready";
  readonly before: Found;
  readonly tried: Tried;
  readonly cost: Cost;
}

/** Everything that can be checked before anything is changed. */
export async function look(request: ServerApply): Promise<Ready | ApplyOutcome> {
  const { server, plan, ignore } = request;
  const { rows, schema, hold, gathered } = await server.snapshot(async (snapshot) => {
    const [rows = []] = await snapshot.read([schemaQuery]);
    const hold = await rowsHold(snapshot, plan);
    return { rows, schema: await introspect(snapshot, { ignore }), hold, gathered: await statisticsOf(snapshot) };
  });
  if (!schema.ok) return unchanged(request, ...schema.problems);
  const found = fingerprintLike(plan.base, schema.value);
  const reached = fingerprintLike(plan.target, schema.value);
  if (reached === plan.target && hold) return { kind: "already", target: server.label, fingerprint: reached };
  const stale = (evidence: readonly string[]): ApplyOutcome => {
    return { kind: "stale", target: server.label, problems: [staleProblem(server.label, evidence)] };
  };
  if (found !== plan.base) return stale([`found  ${found}`, `base   ${plan.base}`, `target ${plan.target}`]);
  const base = schemaRows(rows);
  const rewritten = plan.before.flatMap((before) => differs(base, before));
  if (rewritten.length > 0) return stale(rewritten);
  // Between two snapshots, not within one: the server drops idle ones.
  const tried = tryOnCopy(request, base, gathered);
  if (tried.kind !== "tried") return tried;
  return server.snapshot((snapshot) => measure(request, snapshot, schema.value, base, tried.tried));
}

function tryOnCopy(
  request: ServerApply,
  base: readonly SchemaRow[],
  gathered: readonly Gathered[],
): { readonly kind: "tried"; readonly tried: Tried } | ApplyOutcome {
  const { plan, ignore } = request;
  const scratch = openScratch();
  try {
    const tried = tryPlan(base, plan, scratch, gathered);
    const ends = fingerprintLike(plan.target, introspectScratch(scratch, ignore));
    return tried.complete && ends !== plan.target
      ? unchanged(request, wrongEnd(request, ends))
      : { kind: "tried", tried };
  } catch (error) {
    if (!(error instanceof Untried)) throw error;
    return unchanged(request, untriedProblem(request, error));
  } finally {
    scratch.close();
  }
}

/** What ANALYZE gathered, if it ever ran: a server runs none, but a database that was brought there may have its numbers. */
async function statisticsOf(snapshot: Snapshot): Promise<readonly Gathered[]> {
  const names = statisticsTables.map(quoteText).join(", ");
  const [found = []] = await snapshot.read([{ sql: `SELECT name FROM sqlite_schema WHERE name IN (${names})` }]);
  const there = statisticsTables.filter((name) => found.some(([each]) => each === name));
  const rows = await snapshot.read(there.map((name) => ({ sql: gatheredIn(name) })));
  return there.flatMap((name, n) => (rows[n] ?? []).map((row) => asGathered(name, row)));
}

/** What the rows show: how long the change will take, and which problems they already have. */
async function measure(
  request: ServerApply,
  snapshot: Snapshot,
  schema: Schema,
  base: readonly SchemaRow[],
  tried: Tried,
): Promise<Ready | ApplyOutcome> {
  const { server, plan } = request;
  const tables = base.filter(({ type, hex }) => type === "table" && !isVirtual(hex)).map(({ name }) => name);
  const cost = await estimate(snapshot, plan, tried, tables);
  const most = serverProfile.limits?.lock ?? Number.POSITIVE_INFINITY;
  if (request.admin === null && cost.milliseconds > most && !request.allowLong) {
    return unchanged(request, longProblem(server.label, cost, most / 1000));
  }
  const renamed = renamedBy(plan.decisions);
  const state = await soundness(snapshot);
  if (state.structure.length > 0) return unchanged(request, unsound(request, state.structure));
  const after = new Set(tried.after.filter(({ type }) => type === "table").map(({ name }) => fold(name)));
  for (const table of tablesThatLose(plan)) after.delete(fold(table));
  const children = schema.tables
    .filter((table) => table.foreignKeys.length > 0 && after.has(fold(renamed.table(table.name))))
    .map(({ name }) => ({ was: name, is: renamed.table(name) }));
  const blemishes = new Map<string, number>();
  for (const [message, count] of state.rows) blemishes.set(renamed.message(message), count);
  if (blemishes.size > 0) request.tell({ kind: "note", problem: blemished(request, [...state.rows.keys()]) });
  return { kind: "ready", before: { base, blemishes, children }, tried, cost };
}

/**
 * The fingerprint shows whether a table has the same meaning; for other objects the text counts, without comments and
 * white space.
 */
function differs(base: readonly SchemaRow[], before: Before): readonly string[] {
  const type = before.type === "virtual-table" ? "table" : before.type;
  const row = base.find((each) => each.type === type && sameName(each.name, before.name));
  if (row === undefined) return [`${before.type} ${before.name} is gone`];
  const stored = Buffer.from(row.hex, "hex").toString("utf8");
  const same = type === "table" || canon(stored) === canon(before.sql) || sameButQuotes(stored, before.sql);
  return same ? [] : [`${before.type} ${before.name} has a different definition`];
}

function isVirtual(hex: string): boolean {
  return createsVirtual(Buffer.from(hex, "hex").toString("utf8"));
}

function wrongEnd(request: ServerApply, ends: string): Problem {
  return {
    code: "server-plan-end",
    level: "error",
    subject: request.server.label,
    message: "the plan does not lead to its target, when run on an empty copy of this schema",
    evidence: [`leads to ${ends}`, `says     ${request.plan.target}`],
    help: ["make the plan again: trueup plan"],
  };
}

function untriedProblem(request: ServerApply, error: Untried): Problem {
  const item = request.plan.items[error.item];
  return {
    code: "server-step-failed",
    level: "error",
    subject: item?.subject ?? request.server.label,
    message: `${item ? `"${itemName(item)}"` : "a step"} does not run on an empty copy of this schema`,
    evidence: [error.message, ...(item ? [item.sql] : [])],
    help: ["nothing was sent to the server; make the plan again: trueup plan"],
  };
}

/** The result of quick_check, in one query: damage to the file itself, and rows that violate the schema. */
async function soundness(snapshot: Snapshot) {
  const sql = "SELECT quick_check, count(*) FROM pragma_quick_check(10000) WHERE quick_check <> 'ok' GROUP BY 1";
  const [rows = []] = await snapshot.read([{ sql }]);
  const found = rows.map(([message, count]) => [String(message), Number(count)] as const);
  return {
    structure: found.filter(([message]) => !isAboutRows(message)).map(([message]) => message),
    rows: new Map(found.filter(([message]) => isAboutRows(message))),
  };
}

function unsound({ server }: ServerApply, evidence: readonly string[]): Problem {
  return {
    code: "database-unsound",
    level: "error",
    subject: server.label,
    message: "the database was already damaged",
    evidence: evidence.slice(0, 10),
    help: ["nothing was changed; restore it from a backup first"],
  };
}

function blemished({ server }: ServerApply, evidence: readonly string[]): Problem {
  return {
    code: "database-blemished",
    level: "warning",
    subject: server.label,
    message: "the database had problems before",
    evidence: evidence.slice(0, 10),
    help: ["they are left as they are; the change is committed only if it adds none"],
  };
}
