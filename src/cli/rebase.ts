import { writeDecision } from "../plan/directive.ts";
import type { Decision } from "../plan/plan.ts";
import type { Problem } from "../problem/problem.ts";
import { decisionsOf } from "./decisions.ts";
import type { Exit } from "./exit-codes.ts";
import { planFile } from "../work/plan-file.ts";
import { planFor } from "../work/planning.ts";
import type { Project } from "../work/project.ts";
import type { Shell } from "./shell.ts";
import { goalOf, type State } from "../work/states.ts";
import { type Aim, oneTarget } from "../work/targets.ts";
import { tellPlan } from "./tell-plan.ts";

/** Plans again with the decisions of a plan file whose base is gone, and writes it in its place. */
export async function rebase(shell: Shell, project: Project): Promise<Exit> {
  const typed = shell.options.text("rebase") ?? "";
  const old = await planFile(shell, typed);
  const aim = oneTarget(shell, project, shell.args[0]);
  const carried = [...old.plan.decisions, ...decisionsOf(shell)];
  const { comparison, dropped } = await carryOver(
    shell,
    aim,
    await goalOf(shell, project, shell.options.text("to")),
    carried,
  );
  for (const decision of dropped) shell.out.say(`no longer needed, left out: ${writeDecision(decision)}`);
  return tellPlan(shell, comparison, shell.options.text("out") ?? typed);
}

/** What an older plan had to decide may have been settled since: such decisions are left out, and said. */
async function carryOver(shell: Shell, aim: Aim, to: State, decisions: readonly Decision[]) {
  const dropped: Decision[] = [];
  let kept = decisions;
  for (;;) {
    const columnOrder = shell.options.flag("column-order");
    const comparison = await planFor(shell, aim, to, { decisions: kept, columnOrder });
    const unused = comparison.planned.kind === "refused" ? unneeded(comparison.planned.problems, kept) : [];
    if (unused.length === 0) return { comparison, dropped };
    dropped.push(...unused);
    kept = kept.filter((decision) => !unused.includes(decision));
  }
}

export function unneeded(problems: readonly Problem[], decisions: readonly Decision[]): readonly Decision[] {
  const unused = problems.filter((problem) => problem.code === "decision-unused");
  return decisions.filter((decision) => {
    const written = writeDecision(decision);
    return unused.some((problem) => problem.message.includes(`\`${written}\``));
  });
}
