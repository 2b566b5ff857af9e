import { unwrap } from "../../work/context.ts";
import { reset } from "../../work/change/reset.ts";
import { changeFlags } from "../change-flags.ts";
import type { Exit } from "../exit-codes.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { tellOutcome } from "../tell-outcome.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const done = unwrap(await reset(project, { target: shell.args[0], ...changeFlags(shell) }));
  return tellOutcome(shell, done.target, done.outcome);
}
