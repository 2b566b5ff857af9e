import type { Target } from "../../compile/config/config-type.ts";
import type { Problem } from "../../problem/problem.ts";

/** A fleet cannot be changed without a plan file. */
export function needsPlan(target: Target): Problem {
  return {
    code: "fleet-needs-plan",
    level: "error",
    subject: target.name,
    message: `${target.name} stands for many databases, which can only be changed by plan files`,
    help: [
      `trueup plan ${target.name} --out plans/NAME.plan.sql`,
      `then  trueup apply plans/ ${target.name} --canary 1`,
    ],
  };
}
