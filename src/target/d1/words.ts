import { type Cost, seconds } from "../../apply/cost.ts";
import type { EngineError, Query } from "../../database/connection.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Problem } from "../../problem/problem.ts";

export function notAtomic(label: string): Problem {
  return {
    code: "d1-not-atomic",
    level: "error",
    subject: label,
    message: "a failed batch left part of itself behind, so a plan could stop halfway",
    evidence: ["CREATE TABLE was still there after a statement behind it in the same batch had failed"],
    help: ["nothing was sent; is there a proxy between this machine and Cloudflare?"],
  };
}

export function longProblem(label: string, cost: Cost, limit: number): Problem {
  return {
    code: "d1-too-long",
    level: "error",
    subject: label,
    message: `this change would take about ${seconds(cost.milliseconds)}, and more than ${limit} s is not safe in one request to D1`,
    evidence: cost.because,
    why: "Cloudflare ends a request after 30 s; nothing would be lost, and nothing done",
    help: ["--allow-long  sends it as an import, which may take longer and blocks the database until it is done"],
  };
}

/** The most bytes that one bound text may have. */
const longestText = 2_000_000;

export function beyondText(label: string, { args = [] }: Query): Problem[] {
  const size = Math.max(0, ...args.map((arg) => (typeof arg === "string" ? Buffer.byteLength(arg) : 0)));
  if (size <= longestText) return [];
  return [
    {
      code: "d1-limit",
      level: "error",
      subject: label,
      message: `the schema has ${size} bytes in the form in which it is compared, and D1 allows ${longestText} in one text`,
      help: ["split the database: a schema of that size cannot be compared in one request"],
    },
  ];
}

/** Cloudflare's server may split the text of a statement at its semicolons. */
export function misread(label: string, plan: Plan, error: EngineError): Problem {
  const triggers = plan.items.filter((item) => item.kind === "step" && /^(create-trigger|shield)$/.test(item.step));
  return {
    code: "d1-trigger-text",
    level: "error",
    subject: label,
    message: "the endpoint did not read a statement to its end; all was rolled back",
    evidence: [error.message, ...triggers.map((item) => item.sql.slice(0, 200))],
    help: [
      "write BEGIN and END of a trigger in uppercase, and CASE … END in its body as iif(…)",
      "or send the plan as an import, where SQLite itself finds the ends of statements:  --allow-long",
    ],
  };
}
