import { type ChangeAnswer, change } from "../database/server-change.ts";
import { introspect } from "../introspect/introspect.ts";
import { fingerprintLike } from "../model/fingerprint.ts";
import { EngineError, type Value } from "../database/connection.ts";
import type { PlanCheck } from "../plan/plan.ts";
import { fine, type Problem, Trouble } from "../problem/problem.ts";
import { guard } from "./allowed.ts";
import type { Applied, ApplyOutcome, Backup, SeenCheck, StepDone } from "./events.ts";
import { type ServerApply, unchanged } from "./server-apply.ts";
import { nameOf } from "./server-cost.ts";
import { look, type Ready } from "./server-look.ts";
import { failure, seenCheck } from "./server-problems.ts";
import { script, type ScriptLine } from "./server-script.ts";
import { resolve, unreadable } from "./server-settle.ts";

/**
 * Applies a plan to a server as one request: the base, every check and the result are compared by SQL within its
 * transaction, so it either commits all of it, verified, or nothing. If the answer gets lost, the database is read.
 */
export async function applyToServer(request: ServerApply): Promise<ApplyOutcome> {
  const start = performance.now();
  const refused = guard(request.plan.items, request.server.label);
  if (refused.length > 0) return unchanged(request, ...refused);
  try {
    const looked = await look(request);
    if (looked.kind !== "ready") return looked;
    const backup = request.backup === null ? fine<Backup | null>(null) : await request.backup();
    if (request.signal?.aborted) return interrupted(request);
    if (!backup.ok) return unchanged(request, ...backup.problems);
    if (backup.value !== null)
      request.tell({ kind: "backup", ...backup.value, milliseconds: Math.round(performance.now() - start) });
    const outcome = await send(request, looked);
    if (outcome.kind !== "applied") return outcome;
    return { ...outcome, milliseconds: Math.round(performance.now() - start), backup: backup.value };
  } catch (error) {
    if (error instanceof Trouble) return unchanged(request, ...error.problems);
    if (error instanceof EngineError)
      return unchanged(request, failure(request.server.label, request.plan, null, error).problem);
    throw error;
  }
}

function interrupted({ server }: ServerApply): ApplyOutcome {
  const problem: Problem = {
    code: "apply-interrupted",
    level: "error",
    subject: server.label,
    message: "stopped before anything was sent",
    help: ["the database is as it was; run the command again when you want to"],
  };
  return { kind: "interrupted", target: server.label, problems: [problem] };
}

async function send(request: ServerApply, ready: Ready): Promise<ApplyOutcome> {
  const { server, plan, tell } = request;
  const lines = script(plan, ready.before, ready.tried);
  const of = plan.items.length;
  tell({
    kind: "step-started",
    name: `${of} steps and checks in one request`,
    n: 1,
    of,
    estimate: ready.cost.milliseconds,
  });
  const start = performance.now();
  const answer = await patiently(request, lines, ready.cost.milliseconds);
  const took = Math.round(performance.now() - start);
  const { label } = server;
  switch (answer.kind) {
    case "committed": {
      const outcome = applied(request, lines, answer.results, took);
      tell({ kind: "committed", milliseconds: took });
      return outcome;
    }
    case "unsent":
      return unchanged(request, answer.problem);
    case "unknown":
      return resolve(request, answer.problem, { ...applied(request, [], [], took), checks: [], steps: [] });
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
      const unread = answer.at === null && answer.error.code === "SQL_PARSE_ERROR";
      const line = unread ? await unreadable(server, lines, answer.error) : lines[answer.at ?? -1];
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

/** From here on other writers are turned away meanwhile, where that can be: half of what the server allows. */
const long = 2500;

/** Sends it again as long as somebody else holds the lock and there is patience left. */
async function patiently(request: ServerApply, lines: readonly ScriptLine[], estimate: number): Promise<ChangeAnswer> {
  const { admin, server, signal, lockTimeout } = request;
  const start = performance.now();
  const timeout = Math.max(120_000, estimate * 20);
  const queries = lines.map(({ query }) => query);
  const once = () => change(server, queries, signal === undefined ? { timeout } : { timeout, signal });
  let headStart = 100;
  for (let attempt = 1; ; attempt++) {
    const answer = admin !== null && estimate > long ? await admin.alone(headStart, once) : await once();
    const waited = performance.now() - start;
    if (signal?.aborted) return answer;
    if (admin !== null && attempt < 4 && overtaken(answer)) {
      // Blocked itself because it had not begun yet, or robbed by a writer that came before the block.
      headStart *= 3;
      continue;
    }
    if (!isBusy(answer) || waited >= lockTimeout) return answer;
    request.tell({ kind: "waiting", milliseconds: Math.round(waited), limit: lockTimeout });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function overtaken(answer: ChangeAnswer): boolean {
  if (answer.kind === "unsent") return answer.problem.code === "server-blocked";
  return answer.kind === "refused" && answer.error.code === "TRANSACTION_TIMEOUT";
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
  results: Extract<ChangeAnswer, { kind: "committed" }>["results"],
  took: number,
): Applied {
  const { plan } = request;
  const steps: StepDone[] = [];
  const checks: SeenCheck[] = [];
  const of = plan.items.length;
  for (const [place, { purpose }] of lines.entries()) {
    const result = results[place];
    if (purpose.kind !== "item") continue;
    const item = plan.items[purpose.index];
    const at = { n: purpose.index + 1, of, milliseconds: Math.round(result?.milliseconds ?? 0) };
    if (item?.kind === "check") {
      const check = seenCheck(item, seenBy(item, result?.rows[0]?.[0]), true);
      checks.push(check);
      request.tell({ kind: "check", ...check, ...at });
    } else if (item) {
      const rows = result && result.written > 0 ? result.written : null;
      const step = { name: nameOf(item), step: item.step, subject: item.subject, ...at, rows };
      steps.push(step);
      request.tell({ kind: "step", ...step });
    }
  }
  for (const [name, expected, seen] of [
    ["foreign-keys", "no worse", "as expected"],
    ["soundness", "no worse", "as expected"],
    ["views-and-triggers", "all compile", "as expected"],
    ["schema", plan.target, plan.target],
  ] as const) {
    checks.push({ name, check: name, expected, seen, ok: true });
  }
  const counted = checks.filter((check) => /^\d+$/.test(check.seen));
  const seen = new Map(counted.map((check) => [check.name, Number(check.seen)]));
  const destroyed = plan.decisions.flatMap((decision) => {
    if (decision.kind !== "approve" || !/^(drop-|lossy-)/.test(decision.rule)) return [];
    const { rule, object } = decision;
    return [{ rule, object, rows: seen.get(`${rule} ${object}`) ?? null }];
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

/** In the words in which a file's apply says it. */
function seenBy(item: PlanCheck, value: Value | undefined): string {
  if (item.expect.kind === "empty") return "no rows";
  return item.expect.kind === "no-worse" ? "no new rows" : String(value ?? "");
}
