import type { Spans } from "../../compile/declared.ts";
import type { Problem } from "../../problem/problem.ts";
import { subjectNames } from "../../words/subject.ts";

const kinds = ["column", "table", "index", "view", "trigger", "virtual-table"] as const;

/** A planning problem with its place in the declarations. A dropped object is not declared, and has no place. */
export function placed(problem: Problem, spans: Spans): Problem {
  if (problem.at !== undefined) return problem;
  const name = subjectNames(problem.subject).join(".");
  for (const place of [...(problem.places ?? []), ...kinds.map((kind) => `${kind}:${name}`)]) {
    const at = spans.get(place);
    if (at !== undefined) return { ...problem, at, label: "declared here" };
  }
  return problem;
}
