import { refuse, unwrap } from "../work/context.ts";
import { needsPlan } from "../work/fleet/needs-plan.ts";
import { compare } from "../work/planning/compare.ts";
import type { Project } from "../work/project.ts";
import { findTarget } from "../work/targets.ts";
import { decisionsOf, showsValues } from "./decisions.ts";
import type { Exit } from "./exit-codes.ts";
import { afterwards, questions } from "./questions.ts";
import type { Shell } from "./shell.ts";
import { tellPlan } from "./tell-plan.ts";

/** Plan, show, ask, apply: for a local database. What applies is loaded only if there is something to apply. */
export async function planAndApply(shell: Shell, project: Project, target: string | undefined): Promise<Exit> {
  const named = findTarget(shell, project, target);
  if (named.kind === "fleet") refuse(needsPlan(named.target));
  const { tell, signal } = shell;
  const asking = questions(shell);
  const asked = {
    target,
    decisions: decisionsOf(shell),
    queries: shell.options.list("queries"),
    deployed: shell.options.text("deployed"),
    answer: asking.answer,
    values: showsValues(shell),
  };
  const comparison = unwrap(await compare(project, { ...asked, tell, signal }));
  if (!shell.json || comparison.planned.kind !== "plan") {
    const exit = await tellPlan(shell, comparison, null, null);
    await afterwards(shell, project, comparison, asking);
    if (comparison.planned.kind !== "plan") return exit;
  }
  const { applyComparison } = await import("./apply-plan.ts");
  return applyComparison(shell, project, target, comparison);
}
