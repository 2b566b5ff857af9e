import type { ProblemCode } from "../problem/codes.ts";
import type { Problem } from "../problem/problem.ts";
import { type Exit, exits } from "./exit-codes.ts";
import { usageCodes } from "./usage.ts";

/** Problem codes with an exit code of their own. A problem with an open decision exits with 21 whatever its code. */
const special: Partial<Record<ProblemCode, Exit>> = {
  ...Object.fromEntries(usageCodes.map((code) => [code, exits.usage])),
  differs: exits.differs,
  drift: exits.differs,
  "pull-differs": exits.differs,
  "plans-behind": exits.differs,
  "plan-unreadable": exits.badPlan,
  "plan-seal-broken": exits.badPlan,
  "plan-fails": exits.badPlan,
  "plan-base-wrong": exits.badPlan,
  "plan-header-wrong": exits.badPlan,
  "edit-unapproved": exits.badPlan,
  "plan-target-moved": exits.stale,
  "no-plan-for-base": exits.stale,
  "reason-needed": exits.decision,
  "not-confirmed": exits.decision,
  "data-script": exits.badPlan,
  "destroys-unasked": exits.decision,
  "no-terminal": exits.decision,
  "approval-outside": exits.decision,
  "yes-of-an-agent": exits.decision,
  "database-new": exits.decision,
};

/** The most serious exit code, by what a script must do about it. */
export function exitFor(problems: readonly Problem[]): Exit {
  const errors = problems.filter((problem) => problem.level === "error");
  const own = errors.map((problem) => special[problem.code]).find((exit) => exit !== undefined);
  if (own !== undefined) return own;
  return errors.length > 0 && errors.every((problem) => problem.decision !== undefined) ? exits.decision : exits.failed;
}
