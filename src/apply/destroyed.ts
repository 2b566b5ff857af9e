import { hazards } from "../plan/kinds.ts";
import type { Plan } from "../plan/plan.ts";
import type { Applied, SeenCheck } from "./events.ts";

/** What a plan destroyed, with the rows that its own checks counted. */
export function destroyedBy({ decisions }: Plan, checks: readonly SeenCheck[]): Applied["destroyed"] {
  return decisions.flatMap((decision) => {
    if (decision.kind !== "approve" || !hazards[decision.rule].gone) return [];
    const { rule, object } = decision;
    const { check } = hazards[rule];
    const seen = check === null ? undefined : checks.find(({ name }) => name === `${check} ${object}`)?.seen;
    return [{ rule, object, rows: seen !== undefined && /^\d+$/.test(seen) ? Number(seen) : null }];
  });
}
