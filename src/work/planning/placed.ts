import type { Spans } from "../../compile/declared.ts";
import type { Problem } from "../../problem/problem.ts";

const kinds = ["column", "table", "index", "view", "trigger", "virtual-table"] as const;

/**
 * A planning problem with the place in the declarations that caused it: its subject, else the first declared object
 * that its message names. A dropped object is not declared anywhere, and has no place.
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
