import { unwrap, refuse } from "../../work/context.ts";
import { plan } from "../../work/planning/plan.ts";
import { decisionsOf, showsValues } from "../decisions.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { projectOf } from "../project.ts";
import { afterwards, questions } from "../questions.ts";
import type { Shell } from "../shell.ts";
import { tellPlan } from "../tell-plan.ts";
import { usage } from "../usage.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const { args, options, tell, signal } = shell;
  if (options.text("check") !== undefined) {
    const { checkPlans } = await import("../check-plans.ts");
    return checkPlans(shell, project);
  }
  if (options.text("rebase") !== undefined) {
    const { rebase } = await import("../rebase.ts");
    return rebase(shell, project);
  }
  const [target, extra] = args;
  if (extra !== undefined) refuse(tooMany(extra));
  const out = options.text("out");
  const asking = questions(shell);
  const asked = {
    target,
    to: options.text("to"),
    decisions: decisionsOf(shell),
    columnOrder: options.flag("column-order"),
    portable: options.flag("portable"),
    queries: options.list("queries"),
    deployed: options.text("deployed"),
    answer: asking.answer,
    values: showsValues(shell),
    out: out === "-" ? undefined : out,
  };
  const planned = unwrap(await plan(project, { ...asked, tell, signal }));
  if (planned.kind === "fleet") {
    const { tellFleetPlan } = await import("../plan-fleet.ts");
    return tellFleetPlan(shell, planned);
  }
  const exit = await tellPlan(shell, planned.comparison, planned.file, out ?? null);
  await afterwards(shell, project, planned.comparison, asking);
  const differs = planned.comparison.planned.kind === "plan" && options.flag("exit-code");
  return exit === exits.done && differs ? exits.differs : exit;
}

function tooMany(extra: string) {
  return usage("extra-argument", extra, `plan works on one target; there is also \`${extra}\``, ["trueup plan --help"]);
}
