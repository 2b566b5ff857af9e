import { EngineError } from "../../database/connection.ts";
import { type Cost, costOf, countQueries, countsIn } from "../../apply/cost.ts";
import type { Applied, ApplyEvent, ApplyOutcome, Backup } from "../../apply/events.ts";
import { atBaseOf, foundBefore, type Sending, tablesIn, triedOnCopy } from "../../apply/look-ahead.ts";
import { script, type ScriptEngine, type ScriptLine } from "../../apply/script.ts";
import { scriptFile } from "../../apply/script-file.ts";
import { failure, lineOf } from "../../apply/script-failure.ts";
import { appliedBy, type LineResult } from "../../apply/script-outcome.ts";
import { stoppedBeforehand, unchanged } from "../../apply/sent.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Checked } from "../../problem/problem.ts";
import { sqliteSays } from "../../sql/messages.ts";
import type { D1Api } from "./api.ts";
import { atomic } from "./atomic.ts";
import { asking, connectD1 } from "./connection.ts";
import { asD1Error, mayHaveRun } from "./problems.ts";
import { d1Profile, pace } from "./profile.ts";
import { settled } from "./settle.ts";
import { fingerprintNow } from "./where.ts";
import { beyondText, longProblem, misread, notAtomic } from "./words.ts";

export interface D1Send extends Sending {
  readonly api: D1Api;
  readonly plan: Plan;
  readonly seal: string;
  readonly allowLong: boolean;
  /** Null if it was explicitly declined. */
  readonly takeBackup: () => Promise<Checked<Backup | null>>;
  readonly tell: (event: ApplyEvent) => void;
  readonly stop: AbortSignal;
}

const engine: ScriptEngine = { foreignKeys: "on", quickCheck: "temp.pragma_quick_check" };

interface Ready {
  readonly kind: "ready";
  readonly lines: readonly ScriptLine[];
  readonly cost: Cost;
}

/**
 * Applies a plan as one request, which D1 runs as one transaction: the base, every check and the result are compared by
 * SQL within it, so it either commits all of it, verified, or nothing. If the answer is lost, the database is read.
 */
export async function sendPlan(request: D1Send): Promise<ApplyOutcome> {
  const started = performance.now();
  const ready = await look(request);
  if (ready.kind !== "ready") return ready;
  const { api, label, stop, tell } = request;
  // Well before a request is ended.
  const most = Math.min(d1Profile.limits?.lock ?? Number.POSITIVE_INFINITY, api.requestLife * 0.6);
  const long = ready.cost.milliseconds > most;
  if (long && !request.allowLong) return unchanged(label, longProblem(label, ready.cost, most / 1000));
  if (!(await asking(api, () => atomic(api)))) return unchanged(label, notAtomic(label));
  if (stop.aborted) return stoppedBeforehand(label);
  const backup = await request.takeBackup();
  if (!backup.ok) return unchanged(label, ...backup.problems);
  if (stop.aborted) return stoppedBeforehand(label);
  const kept = backup.value;
  if (kept !== null) tell({ kind: "backup", ...kept, milliseconds: Math.round(performance.now() - started) });
  const of = request.plan.items.length;
  const name = `${of} steps and checks in one ${long ? "import" : "request"}`;
  tell({ kind: "step-started", name, n: 1, of, rows: null, estimate: ready.cost.milliseconds });
  const outcome = await (long ? sendImport(request, ready) : sendBatch(request, ready));
  if (outcome.kind !== "applied") return outcome;
  tell({ kind: "committed", milliseconds: outcome.milliseconds });
  return { ...outcome, milliseconds: Math.round(performance.now() - started), backup: kept };
}

/** Everything that can be known before anything is changed. */
async function look(request: D1Send): Promise<Ready | ApplyOutcome> {
  const { api, label, plan, beside, tell } = request;
  const sending = { label, plan, beside };
  return connectD1(api).snapshot(async (snapshot): Promise<Ready | ApplyOutcome> => {
    const there = await atBaseOf(snapshot, sending);
    if (there.kind !== "at-base") return there;
    const tried = triedOnCopy(there, sending);
    if (tried.kind !== "tried") return tried;
    const tables = tablesIn(there.base);
    const rows = countsIn(tables, await snapshot.read(countQueries(tables)));
    const cost = costOf(plan, tried.tried, rows, { ...pace, looks: 2 });
    const before = await foundBefore(snapshot, sending, there, tried.tried, engine.quickCheck);
    if (!before.ok) return unchanged(label, ...before.problems);
    for (const problem of before.warnings) tell({ kind: "note", problem });
    const lines = script(plan, before.value, tried.tried, engine);
    const large = lines.flatMap(({ query }) => beyondText(label, query));
    return large.length > 0 ? unchanged(label, ...large) : { kind: "ready", lines, cost };
  });
}

/** How long an answer may take, in milliseconds. */
function patience(cost: Cost): number {
  return Math.max(60_000, cost.milliseconds * 10);
}

async function sendBatch(request: D1Send, ready: Ready): Promise<ApplyOutcome> {
  const { lines, cost } = ready;
  const { api, label, plan, seal, tell, stop } = request;
  const started = performance.now();
  const took = () => Math.round(performance.now() - started);
  try {
    const queries = lines.map(({ query }) => query);
    const results = await api.batch(queries, { timeout: patience(cost), signal: stop });
    const measured = results.map(
      ({ rows, changes, milliseconds }): LineResult => ({ rows, written: changes, milliseconds }),
    );
    return appliedBy({ label, plan, seal }, lines, measured, took(), tell);
  } catch (error) {
    const known = asD1Error(error, label);
    // An endpoint that takes a text apart rolled all of it back; in an import SQLite finds the ends of statements.
    if (known instanceof EngineError && isMisread(known) && request.allowLong) return sendImport(request, ready);
    if (known instanceof EngineError) return refused(request, lines, known);
    if (!mayHaveRun(error)) return unchanged(label, ...known.problems);
    const outcome = await settled(request, known, started + api.requestLife, quietly(request, took()));
    // It took longer than was estimated, and nothing came of it.
    const isLong = outcome.kind === "failed" && outcome.problems.some(({ code }) => code === "d1-too-long");
    return isLong && outcome.state === "unchanged" && request.allowLong ? sendImport(request, ready) : outcome;
  }
}

/** If it takes too long for a request: the same statements as a file, which returns only errors. */
async function sendImport(request: D1Send, { lines, cost }: Ready): Promise<ApplyOutcome> {
  const { api, label, stop } = request;
  const started = performance.now();
  const took = () => Math.round(performance.now() - started);
  try {
    const error = await api.importFile(scriptFile(lines), { timeout: patience(cost), signal: stop });
    if (error !== null) return refused(request, lines, error);
    return quietly(request, took());
  } catch (error) {
    const known = asD1Error(error, label);
    if (known instanceof EngineError) return refused(request, lines, known);
    if (!mayHaveRun(error)) return unchanged(label, ...known.problems);
    // Nothing ends an import after the life of a request.
    const life = Math.max(2 * request.api.requestLife, cost.milliseconds * 10);
    return settled(request, known, performance.now() + life, quietly(request, took()));
  }
}

/** The outcome of a change for which no single step was reported. */
function quietly({ label, plan, seal }: D1Send, took: number): Applied {
  return { ...appliedBy({ label, plan, seal }, [], [], took, () => {}), checks: [], steps: [] };
}

function isMisread(error: EngineError): boolean {
  return sqliteSays.incomplete.test(error.message);
}

async function refused(request: D1Send, lines: readonly ScriptLine[], error: EngineError): Promise<ApplyOutcome> {
  const { label, plan } = request;
  if (isMisread(error)) return unchanged(label, misread(label, plan, error));
  const { kind, problem, check } = failure(label, plan, lineOf(lines, error), error);
  if (kind === "stale") return (await meanwhile(request)) ?? { kind, target: label, problems: [problem] };
  if (kind === "failed-check") return { kind, target: label, problems: [problem], checks: check ? [check] : [] };
  return unchanged(label, problem);
}

/** Another process may have applied the same plan between the look and the request. */
async function meanwhile(request: D1Send): Promise<ApplyOutcome | null> {
  const found = await fingerprintNow(request);
  const { label, plan } = request;
  return found === plan.target ? { kind: "already", target: label, fingerprint: found } : null;
}
