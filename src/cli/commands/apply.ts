import { commandLine } from "../../report/command-line.ts";
import { refuse } from "../../work/context.ts";
import { isPlanFolder, isPlanName } from "../../work/plans/plan-file.ts";
import type { Exit } from "../exit-codes.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { usage } from "../usage.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const [first, second] = shell.args;
  if (first !== undefined && (isPlanName(first) || isPlanFolder(shell, first))) {
    const { applyFile } = await import("../apply-plan.ts");
    return applyFile(shell, project, first, second);
  }
  if (second !== undefined) refuse(noPlan(first ?? "", second));
  const { planAndApply } = await import("../plan-and-apply.ts");
  return planAndApply(shell, project, first);
}

function noPlan(typed: string, second: string) {
  const line = isPlanName(second) ? commandLine(["trueup", "apply", second, typed]) : "trueup apply PLAN [target]";
  return usage("extra-argument", typed, `${typed} is not a plan file`, [line]);
}
