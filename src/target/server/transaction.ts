import type { Problem } from "../../problem/problem.ts";
import { EngineError, type Query } from "../../database/connection.ts";
import type { ServerConnection } from "./connection.ts";
import { asServerError, garbage, limitProblem, StatusError, statusProblem } from "./problems.ts";
import { ServerStream, StreamLost } from "./stream.ts";
import { TransportError } from "../transport.ts";
import { GarbageError, type StepAnswer, type StepResult, type WireCondition, type WireStep } from "./wire.ts";

/** The outcome of a change, as far as the client knows. Only `unknown` needs a check of the database. */
export type ChangeAnswer =
  | { readonly kind: "committed"; readonly results: readonly StepResult[] }
  /** The server refused a statement and rolled back. `at` is its index; null if it was not one of ours. */
  | { readonly kind: "refused"; readonly at: number | null; readonly error: EngineError }
  /** Nothing was run: the server never saw it, or rejected it. */
  | { readonly kind: "unsent"; readonly problem: Problem }
  /** Nothing was run: what the stream had read is gone, or is no longer the newest state. */
  | { readonly kind: "moved" }
  | { readonly kind: "unknown"; readonly problem: Problem };

export interface ChangeOptions {
  readonly timeout: number;
  readonly signal?: AbortSignal;
  /**
   * Continues the transaction that this stream has begun by reading. SQLite lets it write only if nobody has written
   * since, so what was read is exactly what is changed.
   */
  readonly stream?: ServerStream;
}

/**
 * Runs statements as one transaction in one request, with foreign keys off, on a stream of its own or on one that has
 * already read. Foreign keys are switched off before BEGIN, because the pragma has no effect within a transaction, and
 * DROP TABLE would then empty the children. The client's own `migrate` is not used: it begins without the lock, and
 * continues after a statement that ended the transaction. Here each statement runs only if all before it succeeded and
 * the transaction is still open.
 */
export async function change(
  server: ServerConnection,
  statements: readonly Query[],
  { stream, ...options }: ChangeOptions,
): Promise<ChangeAnswer> {
  const steps = stream === undefined ? transaction(statements) : goingOn([...statements, commit]);
  const preamble = steps.length - statements.length - 2;
  try {
    const answers = await (stream ?? new ServerStream(server)).batch(steps, { ...options, last: stream === undefined });
    return verdict(answers, preamble, statements.length, server);
  } catch (error) {
    return notAnswered(error, server);
  }
}

/**
 * The same for more than one request can carry. The parts are one transaction, which the last part commits. In between,
 * the stream holds the lock, which the server takes away after five seconds if another writer waits; everything is
 * rolled back then.
 */
export async function changeInParts(
  server: ServerConnection,
  parts: Iterable<readonly Query[]>,
  { stream, ...options }: ChangeOptions & { readonly stream: ServerStream },
): Promise<ChangeAnswer> {
  let part: readonly Query[] | null = null;
  for (const next of parts) {
    if (part !== null) {
      const answer = await pass(server, part, stream, options);
      if (answer !== null) return answer;
    }
    part = next;
  }
  return change(server, part ?? [], { ...options, stream });
}

/** Null if all of it was run and the transaction is still open. */
async function pass(
  server: ServerConnection,
  part: readonly Query[],
  stream: ServerStream,
  options: Omit<ChangeOptions, "stream">,
): Promise<ChangeAnswer | null> {
  try {
    const answers = await stream.batch(goingOn(part), options);
    // What failed here was rolled back, and is reported in the words for a whole change that is refused.
    if (answers instanceof EngineError) return verdict(answers, 0, part.length, server);
    const seen = answers.slice(0, part.length);
    const whole = seen.every((answer) => answer !== null && !(answer instanceof EngineError));
    return whole ? null : verdict([...seen, null], 0, part.length, server);
  } catch (error) {
    const answer = notAnswered(error, server);
    // There was no COMMIT, so whatever happened to this part, it is not kept.
    return answer.kind === "unknown" ? { kind: "unsent", problem: answer.problem } : answer;
  }
}

const commit: Query = { sql: "COMMIT" };
const inTransaction: WireCondition = { type: "not", cond: { type: "is_autocommit" } };

function transaction(statements: readonly Query[]): readonly WireStep[] {
  const steps: WireStep[] = [
    { query: { sql: "PRAGMA foreign_keys = OFF" }, condition: null },
    { query: { sql: "BEGIN IMMEDIATE" }, condition: { type: "ok", step: 0 } },
  ];
  for (const query of [...statements, commit]) {
    steps.push({ query, condition: { type: "and", conds: [{ type: "ok", step: steps.length - 1 }, inTransaction] } });
  }
  steps.push({ query: { sql: "ROLLBACK" }, condition: inTransaction });
  return steps;
}

/** If even the first statement fails, another client has the lock, and what was read is still valid for another try. */
function goingOn(statements: readonly Query[]): readonly WireStep[] {
  const steps = statements.map((query, index): WireStep => {
    const after: readonly WireCondition[] = index === 0 ? [] : [{ type: "ok", step: index - 1 }];
    return { query, condition: { type: "and", conds: [...after, inTransaction] } };
  });
  const failed: WireCondition = { type: "not", cond: { type: "ok", step: steps.length - 1 } };
  const conds: readonly WireCondition[] = [{ type: "ok", step: 0 }, failed, inTransaction];
  return [...steps, { query: { sql: "ROLLBACK" }, condition: { type: "and", conds } }];
}

function notAnswered(error: unknown, server: ServerConnection): ChangeAnswer {
  const { address } = server;
  if (error instanceof StreamLost) return { kind: "moved" };
  if (error instanceof GarbageError) return { kind: "unknown", problem: garbage(error.message, address) };
  if (error instanceof StatusError) {
    const problem = statusProblem(error.status, error.body, address);
    // A server that responds with 4xx did not run it. A 5xx may come from a proxy that lost the connection to a server
    // that did.
    return error.status < 500 ? { kind: "unsent", problem } : { kind: "unknown", problem };
  }
  if (!(error instanceof TransportError)) throw error;
  const trouble = asServerError(error, address);
  if (trouble instanceof EngineError) throw trouble;
  const [problem] = trouble.problems;
  if (problem === undefined) throw trouble;
  return error.sent.reached ? { kind: "unknown", problem } : { kind: "unsent", problem };
}

function verdict(
  answers: readonly StepAnswer[] | EngineError,
  preamble: number,
  count: number,
  server: ServerConnection,
): ChangeAnswer {
  // The whole batch is parsed before any of it is run.
  if (answers instanceof EngineError) return refusal(answers, null, server);
  const failed = answers.findIndex((answer) => answer instanceof EngineError);
  const error = answers[failed];
  const commit = preamble + count;
  if (error instanceof EngineError) {
    // A failed COMMIT was almost certainly rolled back; "almost" is worth a check.
    if (failed >= commit) return { kind: "unknown", problem: commitProblem(error, server) };
    return refusal(error, failed < preamble ? null : failed - preamble, server);
  }
  if (answers[commit] === null) {
    const lost = answers.indexOf(null);
    if (lost === 0) return { kind: "moved" };
    const gone = new EngineError("SQLITE_ABORT", "the transaction ended before its last statement");
    return { kind: "refused", at: lost < preamble || lost >= commit ? null : lost - preamble, error: gone };
  }
  const results = answers
    .slice(preamble, commit)
    .flatMap((answer) => (answer === null || answer instanceof EngineError ? [] : [answer]));
  return { kind: "committed", results };
}

function refusal(error: EngineError, at: number | null, server: ServerConnection): ChangeAnswer {
  const problem = limitProblem(error, server.address);
  return problem === null ? { kind: "refused", at, error } : { kind: "unsent", problem };
}

function commitProblem(error: EngineError, server: ServerConnection): Problem {
  return {
    code: "server-commit",
    level: "error",
    subject: server.label,
    message: "the server could not commit",
    evidence: [error.message],
    help: ["see its outcome below"],
  };
}
