import { openScratch } from "../database/scratch.ts";
import type { Admin } from "../database/server-admin.ts";
import { type ChangeAnswer, change } from "../database/server-change.ts";
import type { ServerConnection } from "../database/server.ts";
import { introspect, introspectScratch } from "../introspect/introspect.ts";
import { fingerprintLike } from "../model/fingerprint.ts";
import type { Plan } from "../plan/plan.ts";
import { fine, type Checked, type Problem, Trouble } from "../problem/problem.ts";
import type { Applied, ApplyEvent, ApplyOutcome, Backup, SeenCheck, StepDone } from "./events.ts";
import { type Cost, estimate, nameOf } from "./server-cost.ts";
import { schemaQuery, schemaRows, type SchemaRow, tryPlan, type Tried, Untried } from "./server-copy.ts";
import { failure, longProblem, seenCheck, staleProblem } from "./server-problems.ts";
import { quickCheck, script, type ScriptLine } from "./server-script.ts";

export interface ServerApply {
  readonly server: ServerConnection;
  readonly plan: Plan;
  readonly seal: string;
  readonly ignore: readonly string[];
  /** Makes the backup; null where it was declined aloud. */
  readonly backup: (() => Promise<Checked<Backup>>) | null;
  readonly admin: Admin | null;
  /** Go on although the estimate says that the lock may be taken away. */
  readonly allowLong: boolean;
  /** Milliseconds that somebody else's lock is waited for. */
  readonly lockTimeout: number;
  readonly signal?: AbortSignal;
  readonly tell: (event: ApplyEvent) => void;
}

/**
 * Applies a plan to a server as one request: the base, every check and the result are compared by SQL within its
 * transaction, so it either commits all of it, verified, or nothing. If the answer gets lost, the database is read.
 */
export async function applyToServer(request: ServerApply): Promise<ApplyOutcome> {
  const start = performance.now();
  try {
    const looked = await look(request);
    if (looked.kind !== "ready") return looked;
    const backup = request.backup === null ? fine<Backup | null>(null) : await request.backup();
    if (!backup.ok) return unchanged(request, ...backup.problems);
    if (request.signal?.aborted) return { kind: "interrupted", target: request.server.label, problems: [] };
    if (backup.value !== null)
      request.tell({ kind: "backup", ...backup.value, milliseconds: Math.round(performance.now() - start) });
    const run = () => send(request, looked);
    const { admin } = request;
    const outcome = admin === null ? await run() : await admin.patiently(patience(looked.cost), run);
    if (outcome.kind !== "applied") return outcome;
    return { ...outcome, milliseconds: Math.round(performance.now() - start), backup: backup.value };
  } catch (error) {
    if (error instanceof Trouble) return unchanged(request, ...error.problems);
    throw error;
  }
}

interface Ready {
  readonly kind: "ready";
  readonly base: readonly SchemaRow[];
  readonly tried: Tried;
  readonly sound: boolean;
  readonly cost: Cost;
}

/** Seconds that a transaction may take with an admin API to say so: three times the estimate, and then some. */
function patience(cost: Cost): number {
  return Math.ceil((cost.milliseconds * 3) / 1000) + 10;
}

/** Everything that can be known before anything is changed, from one snapshot. */
async function look(request: ServerApply): Promise<Ready | ApplyOutcome> {
  const { server, plan, ignore } = request;
  const scratch = openScratch();
  try {
    return await server.snapshot(async (snapshot): Promise<Ready | ApplyOutcome> => {
      const [rows = []] = await snapshot.read([schemaQuery]);
      const schema = await introspect(snapshot, { ignore });
      if (!schema.ok) return unchanged(request, ...schema.problems);
      const found = fingerprintLike(plan.base, schema.value);
      const reached = fingerprintLike(plan.target, schema.value);
      if (reached === plan.target) return { kind: "already", target: server.label, fingerprint: reached };
      if (found !== plan.base) {
        const evidence = [`found  ${found}`, `base   ${plan.base}`, `target ${plan.target}`];
        return { kind: "stale", target: server.label, problems: [staleProblem(server.label, evidence)] };
      }
      const base = schemaRows(rows);
      const tried = tryPlan(base, plan, scratch);
      const ends = fingerprintLike(plan.target, introspectScratch(scratch, ignore));
      if (tried.complete && ends !== plan.target) return unchanged(request, wrongEnd(request, ends));
      const tables = base.filter(({ type, hex }) => type === "table" && !isVirtual(hex)).map(({ name }) => name);
      const cost = await estimate(snapshot, plan, tried, tables);
      const limit = request.admin === null ? 5 : Number.POSITIVE_INFINITY;
      if (cost.milliseconds > limit * 1000 && !request.allowLong) {
        return unchanged(request, longProblem(server.label, cost, limit));
      }
      const [damage = []] = await snapshot.read([{ sql: `${quickCheck} LIMIT 1` }]);
      return { kind: "ready", base, tried, sound: damage.length === 0, cost };
    });
  } catch (error) {
    if (!(error instanceof Untried)) throw error;
    return unchanged(request, untriedProblem(request, error));
  } finally {
    scratch.close();
  }
}

function isVirtual(hex: string): boolean {
  return /^CREATE VIRTUAL/i.test(Buffer.from(hex.slice(0, 40), "hex").toString("latin1"));
}

async function send(request: ServerApply, ready: Ready): Promise<ApplyOutcome> {
  const { server, plan, tell } = request;
  const lines = script(plan, ready.base, ready.tried, ready.sound);
  const of = plan.items.length;
  tell({
    kind: "step-started",
    name: `${of} steps and checks in one request`,
    n: 1,
    of,
    estimate: ready.cost.milliseconds,
  });
  const start = performance.now();
  const answer = await patiently(request, lines, Math.max(120_000, ready.cost.milliseconds * 20));
  const took = Math.round(performance.now() - start);
  const { label } = server;
  switch (answer.kind) {
    case "committed": {
      const outcome = applied(request, lines, answer, took);
      report(tell, plan, outcome);
      return outcome;
    }
    case "unsent":
      return unchanged(request, answer.problem);
    case "unknown":
      return resolve(request, answer.problem, took);
    case "refused": {
      if (isBusy(answer)) {
        const problem = {
          code: "server-no-lock",
          level: "error",
          subject: label,
          message: `somebody else kept ${label} locked`,
          help: ["try again"],
        } as const;
        return { kind: "no-lock", target: label, problems: [problem] };
      }
      const line = answer.at === null ? undefined : lines[answer.at];
      const { kind, problem, check } = failure(label, plan, line?.purpose ?? null, answer.error);
      if (kind === "stale") return (await meanwhile(request)) ?? { kind, target: label, problems: [problem] };
      if (kind === "failed-check") return { kind, target: label, problems: [problem], checks: check ? [check] : [] };
      return unchanged(request, problem);
    }
  }
}

/** Somebody else may have applied the same plan between the first look and the lock. */
async function meanwhile({ server, plan, ignore }: ServerApply): Promise<ApplyOutcome | null> {
  const schema = await server.snapshot((snapshot) => introspect(snapshot, { ignore }));
  const found = schema.ok ? fingerprintLike(plan.target, schema.value) : null;
  return found === plan.target ? { kind: "already", target: server.label, fingerprint: found } : null;
}

/** Sends it again as long as somebody else holds the lock and there is patience left. */
async function patiently(request: ServerApply, lines: readonly ScriptLine[], timeout: number): Promise<ChangeAnswer> {
  const start = performance.now();
  const options = request.signal === undefined ? { timeout } : { timeout, signal: request.signal };
  for (;;) {
    const answer = await change(
      request.server,
      lines.map(({ query }) => query),
      options,
    );
    const waited = performance.now() - start;
    if (!isBusy(answer) || waited >= request.lockTimeout || request.signal?.aborted) return answer;
    request.tell({ kind: "waiting", milliseconds: Math.round(waited), limit: request.lockTimeout });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The lock is asked for first, so a BUSY there means that nothing was run. */
function isBusy(answer: ChangeAnswer): boolean {
  return (
    answer.kind === "refused" && (answer.at === null || answer.at === 0) && answer.error.code.startsWith("SQLITE_BUSY")
  );
}

function applied(
  request: ServerApply,
  lines: readonly ScriptLine[],
  answer: Extract<ChangeAnswer, { kind: "committed" }>,
  took: number,
): Applied {
  const { plan } = request;
  const steps: StepDone[] = [];
  const checks: SeenCheck[] = [];
  for (const [place, { purpose }] of lines.entries()) {
    const result = answer.results[place];
    if (purpose.kind !== "item") continue;
    const item = plan.items[purpose.index];
    if (item?.kind === "check") checks.push(seenCheck(item, String(result?.rows[0]?.[0] ?? ""), true));
    else if (item) {
      const rows = result && result.written > 0 ? result.written : null;
      const milliseconds = Math.round(result?.milliseconds ?? 0);
      const n = purpose.index + 1;
      steps.push({
        name: nameOf(item),
        step: item.step,
        subject: item.subject,
        n,
        of: plan.items.length,
        milliseconds,
        rows,
      });
    }
  }
  for (const name of ["foreign-keys", "soundness", "views-and-triggers", "schema"] as const) {
    checks.push({
      name,
      check: name,
      expected: name === "schema" ? plan.target : "no-worse",
      seen: "as expected",
      ok: true,
    });
  }
  const seen = new Map(checks.map((check) => [check.name, Number(check.seen)]));
  const destroyed = plan.decisions.flatMap((decision) => {
    if (decision.kind !== "approve") return [];
    const rows = seen.get(`${decision.rule} ${decision.object}`);
    return [
      {
        rule: decision.rule,
        object: decision.object,
        rows: rows === undefined || Number.isNaN(rows) ? decision.rows : rows,
      },
    ];
  });
  return {
    kind: "applied",
    target: request.server.label,
    seal: request.seal,
    base: plan.base,
    reached: plan.target,
    milliseconds: took,
    lockedMilliseconds: took,
    backup: null,
    steps,
    checks,
    destroyed,
    undo: null,
  };
}

function report(tell: ServerApply["tell"], plan: Plan, outcome: Applied): void {
  for (const step of outcome.steps) tell({ kind: "step", ...step });
  for (const [index, check] of outcome.checks.entries()) {
    tell({ kind: "check", n: index + 1, of: plan.items.length, milliseconds: 0, ...check });
  }
  tell({ kind: "committed", milliseconds: outcome.milliseconds });
}

/**
 * The request left and no answer came. Whatever the server is still doing with it, it does under the write lock: who
 * gets the lock afterwards sees how it ended.
 */
async function resolve(request: ServerApply, problem: Problem, took: number): Promise<ApplyOutcome> {
  const { server, plan } = request;
  const { signal: _, ...rest } = request;
  const found = await settle(rest);
  if (found === plan.target) {
    const outcome = applied(request, [], { kind: "committed", results: [] }, took);
    request.tell({
      kind: "note",
      problem: {
        ...problem,
        level: "warning",
        help: ["the answer was lost, but the change went through: the database was read again"],
      },
    });
    return { ...outcome, checks: [], steps: [] };
  }
  if (found === plan.base) {
    const notApplied: Problem = {
      ...problem,
      code: "server-not-applied",
      message: `${problem.message}; the database was read again, and the change did not go through`,
      help: ["run the same command again: it is safe"],
    };
    if (request.signal?.aborted) return { kind: "interrupted", target: server.label, problems: [notApplied] };
    return unchanged(request, notApplied);
  }
  const unknown: Problem = {
    ...problem,
    code: "server-outcome-unknown",
    message: `${problem.message}, and ${found === null ? "the database could not be read afterwards" : "the schema is now neither the old nor the new one"}`,
    help: ["run the same command again when the server is back: it says whether the change went through"],
  };
  return { kind: "failed", target: server.label, problems: [unknown], state: "unknown" };
}

/** How long a server that went away is waited for before its state is called unknown. */
const comeback = 15_000;

async function settle(request: ServerApply): Promise<string | null> {
  const { server, plan, ignore } = request;
  const end = performance.now() + comeback;
  for (;;) {
    const lock = await change(server, [], { timeout: 10_000 });
    if (lock.kind === "committed") {
      const schema = await server.snapshot((snapshot) => introspect(snapshot, { ignore })).catch(ignoreTrouble);
      if (schema?.ok) return fingerprintLike(plan.target, schema.value);
    }
    if (performance.now() > end) return null;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function ignoreTrouble(error: unknown): null {
  if (error instanceof Trouble) return null;
  throw error;
}

function unchanged(request: ServerApply, ...problems: readonly Problem[]): ApplyOutcome {
  return { kind: "failed", target: request.server.label, problems, state: "unchanged" };
}

function wrongEnd(request: ServerApply, ends: string): Problem {
  return {
    code: "server-plan-end",
    level: "error",
    subject: request.server.label,
    message: "the plan does not lead where it says, tried on an empty copy of this schema",
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
    message: `${item ? `"${nameOf(item)}"` : "a step"} does not run, tried on an empty copy of this schema`,
    evidence: [error.message, ...(item ? [item.sql] : [])],
    help: ["nothing was sent to the server; make the plan again: trueup plan"],
  };
}
