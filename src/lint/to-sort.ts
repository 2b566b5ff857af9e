import type { Problem, Sources } from "../problem/problem.ts";

/** By file, in the order they were read, and by place. */
export function toSort(problems: readonly Problem[], sources: Sources): readonly Problem[] {
  const order = new Map([...sources.keys()].map((file, index) => [file, index]));
  const file = (problem: Problem) => (problem.at === undefined ? -1 : (order.get(problem.at.file) ?? 0));
  return problems.toSorted((a, b) => file(a) - file(b) || (a.at?.start ?? 0) - (b.at?.start ?? 0));
}
