import { exits, type Exit } from "../exit-codes.ts";
import { decisionsOf } from "../decisions.ts";
import { checkPlans } from "../check-plans.ts";
import { askDecisions } from "../ask-decisions.ts";
import { need } from "../../work/context.ts";
import { compare } from "../../work/compare.ts";
import { projectOf } from "../project.ts";
import { rebase } from "../rebase.ts";
import type { Shell } from "../shell.ts";
import { refuse } from "../../work/context.ts";
import { findTarget } from "../../work/targets.ts";
import type { Problem } from "../../problem/problem.ts";
import { usage } from "../usage.ts";
import { tellPlan } from "../tell-plan.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  if (shell.options.text("check") !== undefined) return checkPlans(shell, project);
  if (shell.options.text("rebase") !== undefined) return rebase(shell, project);
  const [, extra] = shell.args;
  if (extra !== undefined) {
    refuse(
      usage("extra-argument", extra, `plan works on one target; there is also \`${extra}\``, ["trueup plan --help"]),
    );
  }
  const decisions = decisionsOf(shell);
  const named = findTarget(shell, project, shell.args[0]);
  if (named.kind === "fleet") {
    const { planFleet } = await import("../plan-fleet.ts");
    return planFleet(shell, project, named.target, decisions);
  }
  const { args, options, tell, signal } = shell;
  const asked = {
    target: args[0],
    to: options.text("to"),
    decisions,
    columnOrder: options.flag("column-order"),
    answer: (problems: readonly Problem[]) => askDecisions(shell, problems),
  };
  const comparison = need(shell, await compare(project, { ...asked, tell, signal }));
  const exit = await tellPlan(shell, comparison, shell.options.text("out") ?? null);
  return exit === exits.done && shell.options.flag("exit-code") && comparison.planned.kind === "plan"
    ? exits.differs
    : exit;
}
