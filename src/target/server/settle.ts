import { leavesNoTrace } from "../../plan/plan.ts";
import { EngineError, type Snapshot } from "../../database/connection.ts";
import { rowsHold } from "../../apply/rows-hold.ts";
import type { ServerConnection } from "./connection.ts";
import { change } from "./transaction.ts";
import { introspect } from "../../introspect/introspect.ts";
import { fingerprintLike } from "../../model/fingerprint.ts";
import { type Problem, ProblemError } from "../../problem/problem.ts";
import type { Applied, ApplyOutcome } from "../../apply/events.ts";
import { unchanged } from "../../apply/sent.ts";
import type { ServerApply } from "./request.ts";
import type { ScriptLine } from "../../apply/script.ts";

/**
 * The request was sent and no response came. Whatever the server is still doing with it, it does under the write lock,
 * so the next holder of the lock sees how it ended.
 */
export async function resolve(request: ServerApply, problem: Problem, applied: Applied): Promise<ApplyOutcome> {
  const { server, plan } = request;
  const { signal: _, ...rest } = request;
  // Changes of rows alone leave no trace in the schema: a person has to see whether they were made.
  const found = leavesNoTrace(plan) ? null : await settle(rest);
  if (found?.fingerprint === plan.target && found.hold) {
    request.tell({
      kind: "note",
      problem: {
        ...problem,
        level: "warning",
        help: ["the response was lost, but the change was committed: the database was read again"],
      },
    });
    return applied;
  }
  if (found?.fingerprint === plan.base) {
    const notApplied: Problem = {
      ...problem,
      code: "server-not-applied",
      message: `${problem.message}; the database was read again, and the change was not committed`,
      help: ["run the same command again: it is safe"],
    };
    if (request.signal?.aborted) return { kind: "interrupted", target: server.label, problems: [notApplied] };
    return unchanged(server.label, notApplied);
  }
  const unknown: Problem = {
    ...problem,
    code: "server-outcome-unknown",
    message: `${problem.message}, and ${leavesNoTrace(plan) ? "only the rows can tell whether they were changed" : found === null ? "the database could not be read afterwards" : "the schema is now neither the old nor the new one"}`,
    help: [
      leavesNoTrace(plan)
        ? "look at the rows before you run it again"
        : "run the same command again when the server is back: it reports whether the change was committed",
    ],
  };
  return { kind: "failed", target: server.label, problems: [unknown], state: "unknown" };
}

/** How long to wait for a server that went away before its state is called unknown. */
const comeback = 15_000;

async function settle(request: ServerApply): Promise<{ readonly fingerprint: string; readonly hold: boolean } | null> {
  const { server, plan, beside } = request;
  const end = performance.now() + comeback;
  for (;;) {
    const lock = await change(server, [], { timeout: 10_000 });
    if (lock.kind === "committed") {
      const look = async (snapshot: Snapshot) => {
        return { schema: await introspect(snapshot, beside), hold: await rowsHold(snapshot, plan) };
      };
      const seen = await server.snapshot(look).catch(ignoreTrouble);
      if (seen?.schema.ok) return { fingerprint: fingerprintLike(plan.target, seen.schema.value), hold: seen.hold };
    }
    if (performance.now() > end) return null;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function ignoreTrouble(error: unknown): null {
  if (error instanceof ProblemError || error instanceof EngineError) return null;
  throw error;
}

const stop = { sql: "SELECT json_extract('{}', 'stop')" };

/**
 * The server parses the SQL of a request before it runs any of it, and does not say which statement it could not parse.
 * Sent after a statement that fails, each can be parsed alone without ever being run.
 */
export async function unreadable(server: ServerConnection, lines: readonly ScriptLine[], said: EngineError) {
  for (const line of lines) {
    const answer = await change(server, [stop, line.query], { timeout: 10_000 });
    if (answer.kind === "refused" && answer.error.code === said.code) return line;
  }
  return null;
}
