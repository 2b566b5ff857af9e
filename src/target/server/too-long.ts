import type { EngineError } from "../../database/connection.ts";
import type { Problem } from "../../problem/problem.ts";
import { type Cost, seconds } from "../../apply/cost.ts";

/** Another writer waited longer than the server lets anyone hold the lock. */
export function lockTaken(label: string, error: EngineError): Problem {
  return {
    code: "server-too-long",
    level: "error",
    subject: label,
    message: `${label} took the write lock away, because another writer waited and the change took too long`,
    evidence: [error.message],
    help: [
      "nothing was changed",
      "set adminUrl of the target, so that other writers can be turned away for the time of the change",
      "or stop the writers meanwhile",
    ],
  };
}

export function longProblem(label: string, cost: Cost, limit: number): Problem {
  return {
    code: "server-too-long",
    level: "error",
    subject: label,
    message: `this change would hold the write lock for about ${seconds(cost.milliseconds)}, and ${label} lets it be taken away after ${limit} s`,
    evidence: cost.because,
    why: "as soon as another writer waits, the server ends a transaction that is older than that; nothing would be lost, and nothing done",
    help: [
      "set adminUrl of the target, so that other writers can be turned away for the time of the change",
      "or stop the writers meanwhile and pass --allow-long",
    ],
  };
}

/** Another client has it, for longer than it was waited for. */
export function noLock(label: string): Problem {
  return {
    code: "server-no-lock",
    level: "error",
    subject: label,
    message: `another client kept ${label} locked`,
    help: ["try again"],
  };
}
