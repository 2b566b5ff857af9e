import { writeDecision } from "../plan/directive.ts";
import { need } from "../work/context.ts";
import type { Project } from "../work/project.ts";
import { rebase as planAgain } from "../work/planning/rebase.ts";
import { decisionsOf } from "./decisions.ts";
import type { Exit } from "./exit-codes.ts";
import type { Shell } from "./shell.ts";
import { tellPlan } from "./tell-plan.ts";

/** Plans again with the decisions of a plan file whose base no longer exists, and replaces the file. */
export async function rebase(shell: Shell, project: Project): Promise<Exit> {
  const { args, options, tell, signal } = shell;
  const plan = options.text("rebase") ?? "";
  const said = options.text("out");
  const request = {
    plan,
    target: args[0],
    to: options.text("to"),
    decisions: decisionsOf(shell),
    columnOrder: options.flag("column-order"),
    queries: options.list("queries"),
    deployed: options.text("deployed"),
    out: said === "-" ? null : said,
  };
  const { comparison, dropped, file } = need(shell, await planAgain(project, { ...request, tell, signal }));
  for (const decision of dropped) shell.out.say(`no longer needed, left out: ${writeDecision(decision)}`);
  return tellPlan(shell, comparison, file, said ?? plan);
}
