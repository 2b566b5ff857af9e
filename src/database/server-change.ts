import type { Problem } from "../problem/problem.ts";
import { EngineError, type Query } from "./connection.ts";
import type { ServerConnection } from "./server.ts";
import { garbage, limitProblem, asServerError, statusProblem } from "./server-problem.ts";
import { TransportError } from "./server-transport.ts";
import {
  GarbageError,
  readBatchAnswer,
  type StepAnswer,
  type StepResult,
  type WireCondition,
  type WireStep,
  wireBatch,
} from "./server-wire.ts";

/** What became of a change, as far as this side knows. Only `unknown` needs a second look. */
export type ChangeAnswer =
  | { readonly kind: "committed"; readonly results: readonly StepResult[] }
  /** The server refused a statement and rolled back. `at` is its place, null where it was none of ours. */
  | { readonly kind: "refused"; readonly at: number | null; readonly error: EngineError }
  /** Nothing was run: the server never saw it, or turned it away at the door. */
  | { readonly kind: "unsent"; readonly problem: Problem }
  | { readonly kind: "unknown"; readonly problem: Problem };

/**
 * Runs statements as one transaction in one request, with foreign keys off, on a stream of its own. Foreign keys go
 * off before BEGIN, for within a transaction the pragma does nothing and a DROP TABLE then empties the children.
 * The client's own `migrate` is not used: it begins without the lock, and goes on after a statement that ended the
 * transaction. Here each statement runs only if all before it succeeded and the transaction still stands.
 */
export async function change(
  server: ServerConnection,
  statements: readonly Query[],
  options: { readonly timeout: number; readonly signal?: AbortSignal },
): Promise<ChangeAnswer> {
  const steps = transaction(statements);
  const { address, transport } = server;
  try {
    const answer = await transport.whole({
      method: "POST",
      path: new URL("v3/pipeline", base(address.url)).pathname,
      headers: {
        "content-type": "application/json",
        ...(address.token === null ? {} : { authorization: `Bearer ${address.token}` }),
      },
      body: Buffer.from(
        JSON.stringify({
          baton: null,
          requests: [{ type: "batch", batch: wireBatch(steps, true) }, { type: "close" }],
        }),
      ),
      fresh: true,
      ...options,
    });
    const text = answer.body.toString("utf8");
    if (answer.status !== 200) {
      const problem = statusProblem(answer.status, text, address);
      // A server that says 4xx did not run it. A 5xx may be a proxy that lost sight of a server that did.
      return answer.status < 500 ? { kind: "unsent", problem } : { kind: "unknown", problem };
    }
    return verdict(readBatchAnswer(text, steps.length), statements.length, server);
  } catch (error) {
    if (error instanceof GarbageError) return { kind: "unknown", problem: garbage(error.message, address) };
    if (!(error instanceof TransportError)) throw error;
    const trouble = asServerError(error, address);
    if (trouble instanceof EngineError) throw trouble;
    const [problem] = trouble.problems;
    if (problem === undefined) throw trouble;
    return error.sent.reached ? { kind: "unknown", problem } : { kind: "unsent", problem };
  }
}

/** The base URL with a slash at its end, so that a path in it is kept. */
export function base(url: URL): URL {
  return new URL(url.pathname.endsWith("/") ? url : `${url.origin}${url.pathname}/`);
}

const preamble = 2;

function transaction(statements: readonly Query[]): readonly WireStep[] {
  const steps: WireStep[] = [
    { query: { sql: "PRAGMA foreign_keys = OFF" }, condition: null },
    { query: { sql: "BEGIN IMMEDIATE" }, condition: { type: "ok", step: 0 } },
  ];
  for (const query of [...statements, { sql: "COMMIT" }]) {
    steps.push({ query, condition: { type: "and", conds: [{ type: "ok", step: steps.length - 1 }, inTransaction] } });
  }
  steps.push({ query: { sql: "ROLLBACK" }, condition: inTransaction });
  return steps;
}

const inTransaction: WireCondition = { type: "not", cond: { type: "is_autocommit" } };

function verdict(answers: readonly StepAnswer[] | EngineError, count: number, server: ServerConnection): ChangeAnswer {
  // The whole batch is parsed before any of it is run.
  if (answers instanceof EngineError) return refusal(answers, null, server);
  const failed = answers.findIndex((answer) => answer instanceof EngineError);
  const error = answers[failed];
  const commit = preamble + count;
  if (error instanceof EngineError) {
    // A COMMIT that failed is all but surely rolled back; all but surely is worth a look.
    if (failed >= commit) return { kind: "unknown", problem: commitProblem(error, server) };
    return refusal(error, failed < preamble ? null : failed - preamble, server);
  }
  if (answers[commit] === null) {
    const lost = answers.indexOf(null);
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
    help: ["see what became of it, below"],
  };
}
