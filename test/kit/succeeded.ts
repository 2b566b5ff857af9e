import { type Checked, ProblemError } from "../../src/problem/problem.ts";

/** What succeeded; throws the problems otherwise. */
export function succeeded<T>(checked: Checked<T>): T {
  if (!checked.ok) throw new ProblemError(...checked.problems);
  return checked.value;
}
