import type { Problem } from "../problem/problem.ts";

export function unproven(subject: string, message: string, evidence: readonly string[]): Problem {
  return {
    code: "proof-failed",
    level: "error",
    subject,
    message: `the plan did not prove itself: ${message}`,
    evidence,
    help: ["this is a bug in trueup, and nothing was written: please report it with both schemas"],
  };
}
