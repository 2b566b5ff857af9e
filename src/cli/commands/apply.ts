import { apply, type ApplyResult } from "../../work/change/apply.ts";
import { needsPlan } from "../../work/fleet/needs-plan.ts";
import { commandLine } from "../../report/command-line.ts";
import { compare } from "../../work/planning/compare.ts";
import { unwrap, refuse } from "../../work/context.ts";
import { isPlanName } from "../../work/plans/plan-file.ts";
import { isPlanFolder } from "../../work/plans/plan-folder.ts";
import type { Project } from "../../work/project.ts";
import { findTarget } from "../../work/targets.ts";
import { carryOutFlags } from "../change-flags.ts";
import { decisionsOf, showsValues } from "../decisions.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { projectOf } from "../project.ts";
import { afterwards, questions } from "../questions.ts";
import type { Shell } from "../shell.ts";
import { tellOutcome } from "../tell-outcome.ts";
import { tellPlan } from "../tell-plan.ts";
import { usage } from "../usage.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const [first, second] = shell.args;
  const hasPlan = first !== undefined && (isPlanName(first) || isPlanFolder(shell, first));
  if (!hasPlan && second !== undefined) refuse(noPlan(first ?? "", second));
  if (!hasPlan) return devLoop(shell, project, first);
  const count = (name: string) => {
    const said = shell.options.text(name);
    return said === undefined ? undefined : Number(said);
  };
  const fleet = { canary: count("canary"), parallel: count("parallel"), maxFailures: count("max-failures") };
  const seals = shell.options.list("expect-seal");
  const request = { plan: first, target: second, seals, ...fleet, ...carryOutFlags(shell) };
  return tell(shell, unwrap(await apply(project, request)));
}

/** Plan, show, ask, apply: for a local database. */
async function devLoop(shell: Shell, project: Project, target: string | undefined): Promise<Exit> {
  const named = findTarget(shell, project, target);
  if (named.kind === "fleet") refuse(needsPlan(named.target));
  const { options, prompt, tell: hear, signal } = shell;
  const asking = questions(shell);
  const asked = {
    target,
    decisions: decisionsOf(shell),
    queries: shell.options.list("queries"),
    deployed: shell.options.text("deployed"),
    answer: asking.answer,
    values: showsValues(shell),
  };
  const comparison = unwrap(await compare(project, { ...asked, tell: hear, signal }));
  if (!shell.json || comparison.planned.kind !== "plan") {
    const exit = await tellPlan(shell, comparison, null, null);
    await afterwards(shell, project, comparison, asking);
    if (comparison.planned.kind !== "plan") return exit;
  }
  const yes = options.flag("yes");
  const { creates } = comparison;
  const question = creates === null ? `apply this to ${comparison.target}?` : `create ${creates} like this?`;
  const agree = prompt.possible ? () => prompt.confirm(question) : undefined;
  const request = { plan: comparison, target, yes, agree, ...carryOutFlags(shell) };
  return tell(shell, unwrap(await apply(project, request)));
}

async function tell(shell: Shell, result: ApplyResult): Promise<Exit> {
  switch (result.kind) {
    case "database":
      return tellOutcome(shell, result.target, result.outcome);
    case "fleet": {
      const { tellFleet } = await import("../tell-fleet.ts");
      return tellFleet(shell, result.run);
    }
    case "declined":
      shell.out.say("nothing was changed");
      return shell.signal.aborted ? exits.interrupted : exits.done;
    case "nothing":
      if (shell.json) return tellOutcome(shell, result.target, { ...result, kind: "already" });
      shell.out.print(`Nothing to do: ${result.target} matches the declarations.`);
      return exits.done;
  }
}

function noPlan(typed: string, second: string) {
  const line = isPlanName(second) ? commandLine(["trueup", "apply", second, typed]) : "trueup apply PLAN [target]";
  return usage("extra-argument", typed, `${typed} is not a plan file`, [line]);
}
