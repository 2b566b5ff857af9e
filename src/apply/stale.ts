import type { Plan } from "../plan/plan.ts";
import type { Problem } from "../problem/problem.ts";

/** A plan is for a state other than the one that was found. `changed` is what it touches that now differs. */
export function stale(
  label: string,
  { base, target }: Pick<Plan, "base" | "target">,
  found: string,
  changed: readonly string[] = [],
): Problem {
  return {
    code: "apply-stale",
    level: "error",
    subject: label,
    message:
      found === base
        ? "the definitions that the plan touches have changed since the plan was made"
        : "the database is neither at the plan's base nor at its target",
    evidence: [`found  ${found}`, `base   ${base}`, `target ${target}`, ...changed],
    help: ["see what changed: trueup drift", "make the plan again with the same decisions: trueup plan --rebase PLAN"],
  };
}
