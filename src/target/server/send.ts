import { serverProfile } from "./profile.ts";
import { rowsHold } from "../../apply/rows-hold.ts";
import { type ChangeAnswer, change } from "./transaction.ts";
import type { ServerStream } from "./stream.ts";
import { introspect } from "../../introspect/introspect.ts";
import { fingerprintLike } from "../../model/fingerprint.ts";
import { EngineError } from "../../database/connection.ts";
import { leavesNoTrace } from "../../plan/plan.ts";
import { fine, type Problem, ProblemError } from "../../problem/problem.ts";
import { wrongEngine } from "../../apply/wrong-engine.ts";
import { guard } from "../../apply/allowed.ts";
import type { ApplyOutcome } from "../../apply/events.ts";
import { stoppedBeforehand, unchanged } from "../../apply/sent.ts";
import type { KeptCopy, ServerApply, Taking } from "./request.ts";
import { lookBeforeSending, type Ready } from "./before.ts";
import { failure } from "../../apply/script-failure.ts";
import { appliedBy } from "../../apply/script-outcome.ts";
import { lockTaken, noLock } from "./too-long.ts";
import { script, type ScriptLine } from "../../apply/script.ts";
import { resolve, unreadable } from "./settle.ts";

/**
 * Applies a plan to a server as one request: the base, every check and the result are compared by SQL within its
 * transaction, so it either commits all of it, verified, or nothing. If the answer is lost, the database is read.
 */
export async function sendPlan(request: ServerApply): Promise<ApplyOutcome> {
  const start = performance.now();
  const { label } = request.server;
  const refused = [...wrongEngine(request.plan, "a libSQL server", "off", label), ...guard(request.plan.items, label)];
  if (refused.length > 0) return unchanged(request.server.label, ...refused);
  try {
    const looked = await lookBeforeSending(request);
    if (looked.kind !== "ready") return looked;
    let reading: KeptCopy["reading"] = null;
    for (let attempt = 1; ; attempt++) {
      const taking: Taking = { again: attempt > 1, lock: attempt === attempts && isBrief(request, looked, reading) };
      const kept = request.backup === null ? fine(nothing) : await request.backup(taking);
      if (request.signal?.aborted) return stoppedBeforehand(label);
      if (!kept.ok) return unchanged(request.server.label, ...kept.problems);
      const { backup, stream } = kept.value;
      reading = kept.value.reading;
      if (backup !== null)
        request.tell({ kind: "backup", ...backup, milliseconds: Math.round(performance.now() - start) });
      let outcome = await send(request, looked, stream);
      if (outcome === "moved") {
        if (attempt < attempts) continue;
        request.tell({ kind: "note", problem: behind(request) });
        outcome = await send(request, looked, null);
      }
      if (outcome === "moved") throw new Error("a request of its own cannot come too late");
      if (outcome.kind !== "applied") return outcome;
      const lockedSince = stream === null ? null : (reading?.lockedSince ?? null);
      const lockedMilliseconds =
        lockedSince === null ? outcome.lockedMilliseconds : Math.round(performance.now() - lockedSince);
      return { ...outcome, milliseconds: Math.round(performance.now() - start), lockedMilliseconds, backup };
    }
  } catch (error) {
    if (error instanceof ProblemError) return unchanged(request.server.label, ...error.problems);
    if (error instanceof EngineError)
      return unchanged(request.server.label, failure(request.server.label, request.plan, null, error).problem);
    throw error;
  }
}

const nothing: KeptCopy = { backup: null, stream: null, reading: null };

/** Whether what changed can be read under the lock, before the server takes it away. */
function isBrief({ admin }: ServerApply, { cost }: Ready, reading: KeptCopy["reading"]): boolean {
  const estimate = cost.milliseconds + 2 * (reading?.milliseconds ?? 0);
  return admin === null && estimate < (serverProfile.limits?.lock ?? 0);
}

/** How often the backup is repeated because of writes between it and the change. */
const attempts = 3;

function behind({ server, admin }: ServerApply): Problem {
  return {
    code: "server-backup-behind",
    level: "warning",
    subject: server.label,
    message: "the database was written to between the backup and the change, each time",
    help: [
      "the change is safe; the backup is complete, but lacks what was written at that moment",
      ...(admin === null ? ["if adminUrl is set, writers are rejected for that time"] : []),
    ],
  };
}

/** `moved` if the stream's state is no longer the newest, and nothing was run. */
async function send(request: ServerApply, ready: Ready, stream: ServerStream | null): Promise<ApplyOutcome | "moved"> {
  const { server, plan, tell } = request;
  const lines = script(plan, ready.before, ready.tried, {
    foreignKeys: "off",
    quickCheck: "temp.pragma_quick_check(10000)",
  });
  const sent = { label: server.label, plan, seal: request.seal };
  const of = plan.items.length;
  tell({
    kind: "step-started",
    name: `${of} steps and checks in one request`,
    n: 1,
    of,
    rows: null,
    estimate: ready.cost.milliseconds,
  });
  const start = performance.now();
  const answer = await patiently(request, lines, ready.cost.milliseconds, stream);
  const took = Math.round(performance.now() - start);
  const { label } = server;
  switch (answer.kind) {
    case "committed": {
      const outcome = appliedBy(sent, lines, answer.results, took, tell);
      tell({ kind: "committed", milliseconds: took });
      return outcome;
    }
    case "moved":
      return "moved";
    case "unsent":
      return unchanged(request.server.label, answer.problem);
    case "unknown":
      return resolve(request, answer.problem, { ...appliedBy(sent, [], [], took, tell), checks: [], steps: [] });
    case "refused": {
      if (isBusy(answer)) {
        return { kind: "no-lock", target: label, problems: [noLock(label)] };
      }
      const unread = answer.at === null && answer.error.code === "SQL_PARSE_ERROR";
      const line = unread ? await unreadable(server, lines, answer.error) : lines[answer.at ?? -1];
      if (answer.error.code === "TRANSACTION_TIMEOUT")
        return unchanged(request.server.label, lockTaken(label, answer.error));
      const { kind, problem, check } = failure(label, plan, line?.purpose ?? null, answer.error);
      if (kind === "stale") return (await meanwhile(request)) ?? { kind, target: label, problems: [problem] };
      if (kind === "failed-check") return { kind, target: label, problems: [problem], checks: check ? [check] : [] };
      return unchanged(request.server.label, problem);
    }
  }
}

/** Another client may have applied the same plan between the first check and the lock. */
async function meanwhile({ server, plan, beside }: ServerApply): Promise<ApplyOutcome | null> {
  if (leavesNoTrace(plan)) return null;
  const { schema, hold } = await server.snapshot(async (snapshot) => {
    return { schema: await introspect(snapshot, beside), hold: await rowsHold(snapshot, plan) };
  });
  const found = schema.ok ? fingerprintLike(plan.target, schema.value) : null;
  return found === plan.target && hold ? { kind: "already", target: server.label, fingerprint: found } : null;
}

/** From this duration on, other writers are rejected meanwhile, if possible: half of what the server allows. */
const long = 2500;

/** Sends it again while another client holds the lock, until the timeout. */
async function patiently(
  request: ServerApply,
  lines: readonly ScriptLine[],
  estimate: number,
  stream: ServerStream | null,
): Promise<ChangeAnswer> {
  const { admin, server, signal, lockTimeout } = request;
  const start = performance.now();
  const timeout = Math.max(120_000, estimate * 20);
  const queries = lines.map(({ query }) => query);
  const options = { timeout, ...(signal === undefined ? {} : { signal }), ...(stream === null ? {} : { stream }) };
  const once = () => change(server, queries, options);
  let headStart = 100;
  let free = false;
  for (let attempt = 1; ; attempt++) {
    const answer = admin !== null && estimate > long ? await admin.alone(headStart, once) : await once();
    const waited = performance.now() - start;
    if (signal?.aborted) return answer;
    if (admin !== null && attempt < 4 && overtaken(answer)) {
      // It was blocked itself because it had not started yet, or a writer that came before the block took the lock
      // away.
      headStart *= 3;
      continue;
    }
    // SQLite reports the same error if another client holds the lock and if another has written since the stream read.
    // If the lock was free between two attempts, it is the latter.
    if (isBusy(answer) && free) return { kind: "moved" };
    if (!isBusy(answer) || waited >= lockTimeout) return answer;
    if (stream !== null) free = (await change(server, [], { timeout: 10_000 })).kind === "committed";
    if (free) continue;
    request.tell({ kind: "waiting", milliseconds: Math.round(waited), limit: lockTimeout });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function overtaken(answer: ChangeAnswer): boolean {
  if (answer.kind === "unsent") return answer.problem.code === "server-blocked";
  return answer.kind === "refused" && answer.error.code === "TRANSACTION_TIMEOUT";
}

/** The lock is requested first, so BUSY there means that nothing was run. */
function isBusy(answer: ChangeAnswer): boolean {
  return (
    answer.kind === "refused" && (answer.at === null || answer.at === 0) && answer.error.code.startsWith("SQLITE_BUSY")
  );
}
