import { exits, type Exit } from "../exit-codes.ts";
import { decisionsOf } from "../decisions.ts";
import { checkPlans } from "../check-plans.ts";
import { compare } from "../planning.ts";
import { loadProject } from "../project.ts";
import { rebase } from "../rebase.ts";
import { refuse, type Shell } from "../shell.ts";
import { goal } from "../states.ts";
import { findTarget } from "../targets.ts";
import { usage } from "../usage.ts";
import { tellPlan } from "../tell-plan.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await loadProject(shell);
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
  const comparison = await compare(shell, named.aim, await goal(shell, project), decisions, true);
  const exit = await tellPlan(shell, comparison, shell.options.text("out") ?? null);
  return exit === exits.done && shell.options.flag("exit-code") && comparison.planned.kind === "plan"
    ? exits.differs
    : exit;
}
