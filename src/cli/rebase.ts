import { writeDecision } from "../plan/directive.ts";
import type { Decision } from "../plan/plan.ts";
import type { Problem } from "../problem/problem.ts";
import { decisionsOf } from "./decisions.ts";
import type { Exit } from "./exit-codes.ts";
import { planFile } from "./plan-file.ts";
import { type Comparison, compare } from "./planning.ts";
import type { Project } from "./project.ts";
import type { Shell } from "./shell.ts";
import { goal, type State } from "./states.ts";
import { type Aim, oneTarget } from "./targets.ts";
import { tellPlan } from "./tell-plan.ts";

/** Plans again with the decisions of a plan file whose base is gone, and writes it in its place. */
export async function rebase(shell: Shell, project: Project): Promise<Exit> {
  const typed = shell.options.text("rebase") ?? "";
  const old = await planFile(shell, typed);
  const aim = oneTarget(shell, project, shell.args[0]);
  const carried = [...old.plan.decisions, ...decisionsOf(shell)];
  const { comparison, dropped } = await carryOver(shell, aim, await goal(shell, project), carried);
  for (const decision of dropped) shell.out.say(`no longer needed, left out: ${writeDecision(decision)}`);
  return tellPlan(shell, comparison, shell.options.text("out") ?? typed);
}

/** What an older plan had to decide may have been settled since: such decisions are left out, and said. */
async function carryOver(shell: Shell, aim: Aim, to: State, decisions: readonly Decision[]) {
  const dropped: Decision[] = [];
  let kept = decisions;
  for (;;) {
    const comparison: Comparison = await compare(shell, aim, to, kept, false);
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
