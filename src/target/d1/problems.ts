import { EngineError } from "../../database/connection.ts";
import { type Problem, ProblemError } from "../../problem/problem.ts";
import { TransportError } from "../transport.ts";

/** What Cloudflare answered instead of a result. */
export class ApiError extends Error {
  readonly status: number;
  /** Cloudflare's own; null if it gave none. */
  readonly code: number | null;
  constructor(status: number, code: number | null, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The answer does not look like one of Cloudflare's. */
class NotCloudflare extends Error {}

export function garbage(message: string): NotCloudflare {
  return new NotCloudflare(message);
}

/** Errors of the database's own object, or of what is in front of it, rather than of SQLite. */
const objectSays = {
  busy: /overloaded|too many requests|Currently processing a long-running (?:export|import)|D1 is processing an? (?:export|import)/i,
  tooLong: /exceeded (?:timeout|its CPU time limit|its memory limit)/i,
  reset:
    /object (?:to be|was) reset|reset because|Network connection lost|internal error; reference|Durable Object storage|Cannot resolve D1 DB|isolate exceeded/i,
  paused: /paused|maintenance|temporarily unavailable/i,
} as const;

/** SQLite's error, in its own words; null if something else answered. */
export function engineErrorIn(error: ApiError): EngineError | null {
  if (error.code !== 7500) return null;
  if (Object.values(objectSays).some((pattern) => pattern.test(error.message))) return null;
  const text = error.message.replace(/^D1_ERROR: /, "");
  const [, said = text, code = "SQLITE_ERROR", extended] =
    /^(.*?)(?: at offset \d+)?: (SQLITE_[A-Z_]+)(?: \(extended: (SQLITE_[A-Z_]+)\))?$/s.exec(text) ?? [];
  return new EngineError(extended ?? code, said);
}

/**
 * Converts whatever was thrown on the way to D1 and back: errors of SQLite stay an EngineError, the rest becomes a
 * ProblemError. Anything else is a bug, and is rethrown.
 */
export function asD1Error(error: unknown, label: string): EngineError | ProblemError {
  if (error instanceof EngineError || error instanceof ProblemError) return error;
  if (error instanceof ApiError) return engineErrorIn(error) ?? new ProblemError(apiProblem(error, label));
  if (error instanceof TransportError) return new ProblemError(transportProblem(error, label));
  if (error instanceof NotCloudflare) return new ProblemError(notCloudflare(error.message, label));
  throw error;
}

/** Whether the change may have been made in spite of the error. */
export function mayHaveRun(error: unknown): boolean {
  if (error instanceof TransportError) return error.sent.reached;
  if (error instanceof NotCloudflare) return true;
  // Rejected before it ran, or an error of SQLite: then all of it was rolled back.
  if (error instanceof ApiError)
    return error.status >= 500 || objectSays.reset.test(error.message) || objectSays.tooLong.test(error.message);
  return false;
}

function apiProblem(error: ApiError, label: string): Problem {
  const { status, code, message } = error;
  const evidence = [`HTTP ${status}${code === null ? "" : `, code ${code}`}: ${message.replace(/\s+/g, " ").trim()}`];
  const about = { level: "error", subject: label, evidence } as const;
  if (code === 7403)
    return {
      ...about,
      code: "d1-token",
      message: `the token has no access to the account of ${label}, or there is no such account`,
      help: [
        "check the account's id:  wrangler whoami",
        "the token needs the permission D1 Read to read, and D1 Edit to change",
      ],
    };
  if (status === 401 || status === 403 || code === 10000 || code === 9106 || code === 9109)
    return {
      ...about,
      code: "d1-token",
      message: `Cloudflare does not accept the token for ${label}`,
      help: [
        'give it as authToken: env("CLOUDFLARE_API_TOKEN") of the target in the config, or in that variable',
        "it needs the permission D1 Read to read, and D1 Edit to change",
      ],
    };
  if (status === 404 || code === 7404)
    return {
      ...about,
      code: "d1-no-database",
      message: `there is no database ${label}`,
      help: ["wrangler d1 list  says which there are; an id is safer than a name"],
    };
  if (status === 429 || objectSays.busy.test(message))
    return {
      ...about,
      code: "d1-busy",
      message: `${label} is busy and accepted nothing`,
      help: [
        "nothing was changed; run the same command again in a moment",
        "a running export or import has to end first",
      ],
    };
  if (objectSays.paused.test(message))
    return {
      ...about,
      code: "d1-busy",
      message: `the region in which ${label} runs is paused`,
      help: ["nothing was changed; see https://www.cloudflarestatus.com, and run the same command again later"],
    };
  if (objectSays.tooLong.test(message) || status === 408)
    return {
      ...about,
      code: "d1-too-long",
      message: `${label} ended the request because it took too long`,
      help: [
        "make the change in several plans, or at a quieter time",
        "--allow-long sends it as an import, which has no such limit",
      ],
    };
  if (objectSays.reset.test(message))
    return {
      ...about,
      code: "d1-reset",
      message: `${label} was restarted by Cloudflare while it was working on this`,
      help: ["run the same command again"],
    };
  return {
    ...about,
    code: "server-failed",
    message: `Cloudflare answered with an error of its own`,
    help: ["see https://www.cloudflarestatus.com, and try again"],
  };
}

function transportProblem(error: TransportError, label: string): Problem {
  const about = { level: "error", subject: label, evidence: [error.message] } as const;
  if (error.reason === "unreachable")
    return {
      ...about,
      code: "server-unreachable",
      message: "Cloudflare's API cannot be reached",
      help: ["check the connection of this machine, and its proxy or firewall"],
    };
  if (error.reason === "timeout")
    return { ...about, code: "server-no-answer", message: `${label} did not answer in time`, help: ["try again"] };
  return { ...about, code: "server-cut", message: `the connection to ${label} was cut`, help: ["try again"] };
}

function notCloudflare(said: string, label: string): Problem {
  return {
    code: "d1-not-cloudflare",
    level: "error",
    subject: label,
    message: "what answered is not Cloudflare's API",
    evidence: [said],
    help: ["is there a proxy or a login page in between? check CLOUDFLARE_API_BASE_URL too, if it is set"],
  };
}
