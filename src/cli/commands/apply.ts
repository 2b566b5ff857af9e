import { needsPlan } from "../../work/fleet/needs-plan.ts";
import { commandLine } from "../../report/command-line.ts";
import { compare } from "../../work/planning/compare.ts";
import { unwrap, refuse } from "../../work/context.ts";
import { isPlanFolder, isPlanName } from "../../work/plans/plan-file.ts";
import type { Project } from "../../work/project.ts";
import { findTarget } from "../../work/targets.ts";
import { decisionsOf, showsValues } from "../decisions.ts";
import type { Exit } from "../exit-codes.ts";
import { projectOf } from "../project.ts";
import { afterwards, questions } from "../questions.ts";
import type { Shell } from "../shell.ts";
import { tellPlan } from "../tell-plan.ts";
import { usage } from "../usage.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const [first, second] = shell.args;
  const hasPlan = first !== undefined && (isPlanName(first) || isPlanFolder(shell, first));
  if (!hasPlan && second !== undefined) refuse(noPlan(first ?? "", second));
  if (!hasPlan) return devLoop(shell, project, first);
  const { applyFile } = await import("../apply-plan.ts");
  return applyFile(shell, project, first, second);
}

/** Plan, show, ask, apply: for a local database. */
async function devLoop(shell: Shell, project: Project, target: string | undefined): Promise<Exit> {
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
  const { applyComparison } = await import("../apply-plan.ts");
  return applyComparison(shell, project, target, comparison);
}

function noPlan(typed: string, second: string) {
  const line = isPlanName(second) ? commandLine(["trueup", "apply", second, typed]) : "trueup apply PLAN [target]";
  return usage("extra-argument", typed, `${typed} is not a plan file`, [line]);
}
