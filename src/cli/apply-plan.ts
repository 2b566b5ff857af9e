import { apply, type ApplyResult } from "../work/change/apply.ts";
import { unwrap } from "../work/context.ts";
import type { Comparison } from "../work/planning/planning.ts";
import type { Project } from "../work/project.ts";
import { carryOutFlags } from "./change-flags.ts";
import { type Exit, exits } from "./exit-codes.ts";
import type { Shell } from "./shell.ts";
import { tellOutcome } from "./tell-outcome.ts";

/** Applies a plan file or a folder of plans. */
export async function applyFile(
  shell: Shell,
  project: Project,
  plan: string,
  target: string | undefined,
): Promise<Exit> {
  const count = (name: string) => {
    const said = shell.options.text(name);
    return said === undefined ? undefined : Number(said);
  };
  const fleet = { canary: count("canary"), parallel: count("parallel"), maxFailures: count("max-failures") };
  const seals = shell.options.list("expect-seal");
  return tell(shell, unwrap(await apply(project, { plan, target, seals, ...fleet, ...carryOutFlags(shell) })));
}

/** Asks, then applies what was just planned and shown. */
export async function applyComparison(
  shell: Shell,
  project: Project,
  target: string | undefined,
  comparison: Comparison,
): Promise<Exit> {
  const { options, prompt } = shell;
  const yes = options.flag("yes");
  const { creates } = comparison;
  const question = creates === null ? `apply this to ${comparison.target}?` : `create ${creates} like this?`;
  const agree = prompt.possible ? () => prompt.confirm(question) : undefined;
  return tell(shell, unwrap(await apply(project, { plan: comparison, target, yes, agree, ...carryOutFlags(shell) })));
}

async function tell(shell: Shell, result: ApplyResult): Promise<Exit> {
  switch (result.kind) {
    case "database":
      return tellOutcome(shell, result.target, result.outcome);
    case "fleet": {
      const { tellFleet } = await import("./tell-fleet.ts");
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
