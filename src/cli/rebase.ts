import { writeDecision } from "../plan/directive.ts";
import { listed } from "../report/number.ts";
import { unwrap } from "../work/context.ts";
import { rebase as planAgain } from "../work/planning/rebase.ts";
import { isPlanName } from "../work/plans/plan-file.ts";
import { type RebasedFolder, rebaseFolder } from "../work/plans/rebase-folder.ts";
import type { Project } from "../work/project.ts";
import { decisionsOf, showsValues } from "./decisions.ts";
import type { Exit } from "./exit-codes.ts";
import type { Shell } from "./shell.ts";
import { tellPlan } from "./tell-plan.ts";

/**
 * Plans again with the decisions of a plan file whose base is gone, and replaces the file. Without a file, uses the
 * decisions of the plans that a merge left off the path.
 */
export async function rebase(shell: Shell, project: Project): Promise<Exit> {
  const { args, options, tell, signal } = shell;
  const typed = options.text("rebase") ?? "";
  const plan = isPlanName(typed) ? typed : null;
  const said = options.text("out");
  const request = {
    target: plan === null && typed !== "" ? typed : args[0],
    to: options.text("to"),
    decisions: decisionsOf(shell),
    columnOrder: options.flag("column-order"),
    portable: options.flag("portable"),
    queries: options.list("queries"),
    deployed: options.text("deployed"),
    values: showsValues(shell),
    out: said === "-" ? null : said,
  };
  const heard = { ...request, tell, signal };
  if (plan === null) {
    const rebased = unwrap(await rebaseFolder(project, heard));
    sayFolder(shell, rebased);
    return tellRebased(shell, rebased, said ?? rebased.file?.path ?? null);
  }
  return tellRebased(shell, unwrap(await planAgain(project, { plan, ...heard })), said ?? plan);
}

type Rebased = Pick<RebasedFolder, "comparison" | "dropped" | "file">;

function tellRebased(shell: Shell, { comparison, dropped, file }: Rebased, out: string | null): Promise<Exit> {
  for (const decision of dropped) shell.out.say(`no longer needed, left out: ${writeDecision(decision)}`);
  return tellPlan(shell, comparison, file, out);
}

function sayFolder({ out }: Shell, { onto, because, replaced, stay, file }: RebasedFolder): void {
  out.say(`${onto.length === 0 ? "from where the database is" : `on top of ${listed(onto)}`}: ${because}`);
  if (replaced.length > 0) out.say(`in place of ${listed(replaced)}, whose decisions it takes over`);
  if (stay.length > 0)
    out.say(
      `${listed(stay)} ${stay.length === 1 ? "is" : "are"} already merged, and ${stay.length === 1 ? "stays" : "stay"}`,
    );
  const removed = replaced.filter((each) => each !== file?.path);
  if (file !== null && removed.length > 0) out.say(`removed ${listed(removed)}`);
}
