import type { Spans } from "../../compile/declared.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Planned } from "../../prove/make-plan.ts";
import { subjectNames } from "../../words/subject.ts";
import type { State } from "../schema/states.ts";

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

/** Problems of a plan point at the declarations that caused them, if there are any. */
export function atDeclarations(planned: Planned, { declared }: State): Planned {
  if (planned.kind !== "refused" || declared === null) return planned;
  return { ...planned, problems: planned.problems.map((problem) => placed(problem, declared.spans)) };
}
