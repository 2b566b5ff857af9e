import type { Spans } from "../../compile/declared.ts";
import type { Problem } from "../../problem/problem.ts";

const kinds = ["column", "table", "index", "view", "trigger", "virtual-table"] as const;

/**
 * A problem of a plan with the place where the declarations say what led to it: what it is about, else the first
 * declared thing that its message names. What was dropped is declared nowhere, and stays without a place.
 */
export function placed(problem: Problem, spans: Spans): Problem {
  if (problem.at !== undefined) return problem;
  const named = problem.message.match(/[\p{L}\p{N}_$]+(?:\.[\p{L}\p{N}_$]+)?/gu) ?? [];
  for (const name of [problem.subject, ...named.filter((word) => word.includes("."))]) {
    for (const kind of kinds) {
      const at = spans.get(`${kind}:${name}`);
      if (at !== undefined) return { ...problem, at, label: "declared here" };
    }
  }
  return problem;
}
