import { LibsqlError } from "@libsql/client";
import { type Problem, ProblemError } from "../../problem/problem.ts";
import { EngineError } from "../../database/connection.ts";
import { type ServerAddress, withoutToken } from "./address.ts";
import { TransportError } from "../transport.ts";
import { GarbageError, serverError } from "./wire.ts";

/** What the server returned when the result of a query was expected. */
export class StatusError extends Error {
  readonly status: number;
  readonly body: string;
  constructor(status: number, body: string) {
    super(`HTTP status ${status}`);
    this.status = status;
    this.body = body;
  }
}

/**
 * Converts whatever was thrown while talking to a server: errors from SQLite stay an EngineError, everything else
 * becomes a ProblemError.
 */
export function asServerError(error: unknown, address: ServerAddress): EngineError | ProblemError {
  if (error instanceof EngineError || error instanceof ProblemError) return error;
  const problem = problemOf(causes(error), address);
  if (problem !== null) return new ProblemError(problem);
  if (error instanceof LibsqlError) {
    const said = serverError(error.code, withoutToken(error.message, address));
    const limit = limitProblem(said, address);
    return limit === null ? said : new ProblemError(limit);
  }
  throw error;
}

/** The client wraps errors of the transport; the cause is what counts. */
function causes(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (let at = error; at instanceof Error && chain.length < 8; at = at.cause) chain.push(at);
  return chain;
}

function problemOf(chain: readonly unknown[], address: ServerAddress): Problem | null {
  for (const error of chain) {
    if (error instanceof TransportError) return transportProblem(error, address);
    if (error instanceof StatusError) return statusProblem(error.status, error.body, address);
    if (error instanceof GarbageError || error instanceof SyntaxError) return garbage(error.message, address);
    if (error instanceof LibsqlError && error.code === "HRANA_PROTO_ERROR") return garbage(error.message, address);
  }
  return null;
}

function transportProblem(error: TransportError, address: ServerAddress): Problem {
  const said = withoutToken(error.message, address);
  if (error.reason === "unreachable") {
    return {
      ...about(address),
      code: "server-unreachable",
      message: `the server ${address.label} cannot be reached`,
      evidence: [said],
      help: ["check the address, and that the server runs and is open to this machine"],
    };
  }
  if (error.reason === "timeout") {
    return {
      ...about(address),
      code: "server-no-answer",
      message: `the server ${address.label} did not answer in time`,
      evidence: [said],
      help: ["try again; a replica whose primary is down answers reads but lets writes hang"],
    };
  }
  return {
    ...about(address),
    code: "server-cut",
    message: `the connection to ${address.label} was cut`,
    evidence: [said],
    help: ["try again"],
  };
}

export function statusProblem(status: number, body: string, address: ServerAddress): Problem {
  const said = withoutToken(body, address).replace(/\s+/g, " ").trim().slice(0, 200);
  const evidence = [`HTTP ${status}${said === "" ? "" : `: ${said}`}`];
  if (status === 401 || status === 403) {
    const absent = address.token === null;
    return {
      ...about(address),
      code: "server-token",
      message: absent ? `${address.label} requires a token` : `${address.label} does not accept the token for this`,
      evidence,
      help: [
        absent
          ? 'give it as authToken: env("…") of the target in the config'
          : "check that the token is for this database, has not expired, and has the permission (a change needs write access)",
      ],
    };
  }
  if (status === 404) {
    return {
      ...about(address),
      code: "server-no-database",
      message: `there is no database at ${address.label}`,
      evidence,
      help: ["check the name: the first part of the host name selects the database (namespace) on the server"],
    };
  }
  return {
    ...about(address),
    code: "server-failed",
    message: `${address.label} answered with an error of its own`,
    evidence,
    help: ["check the server's log, and try again"],
  };
}

export function garbage(said: string, address: ServerAddress): Problem {
  return {
    ...about(address),
    code: "server-not-libsql",
    message: `what answers at ${address.label} does not speak the protocol of a libSQL server`,
    evidence: [withoutToken(said, address).slice(0, 200)],
    help: ["check the address: is it a proxy, a login page, or another service?"],
  };
}

/** Errors about the server itself, not about the SQL. */
export function limitProblem(error: EngineError, address: ServerAddress): Problem | null {
  if (error.code === "BLOCKED") {
    return {
      ...about(address),
      code: "server-blocked",
      message: `${address.label} is blocked by its operator`,
      evidence: [error.message],
      help: ["wait until the block is lifted, or lift it (block_writes and block_reads in the admin API)"],
    };
  }
  if (error.code === "STREAM_EXPIRED") {
    return {
      ...about(address),
      code: "server-no-answer",
      message: `${address.label} repeatedly dropped a read transaction, because too much time passed between its parts`,
      evidence: [error.message],
      help: ["try again, from a less busy machine"],
    };
  }
  if (error.code === "RESPONSE_TOO_LARGE") {
    return {
      ...about(address),
      code: "server-limit",
      message: `a response of ${address.label} is larger than the server allows`,
      evidence: [error.message],
      help: ["raise --max-response-size of the server"],
    };
  }
  return null;
}

function about(address: ServerAddress): { readonly level: "error"; readonly subject: string } {
  return { level: "error", subject: address.label };
}
