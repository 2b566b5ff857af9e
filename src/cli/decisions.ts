import type { Decision } from "../plan/plan.ts";
import { need } from "../work/context.ts";
import { readDecisions } from "../work/planning/decisions.ts";
import { isCi } from "../work/surroundings.ts";
import type { Shell } from "./shell.ts";

/** The decisions on the command line. */
export function decisionsOf(shell: Shell, how: { readonly any?: boolean } = {}): readonly Decision[] {
  const names = ["rename", "fill", "approve", "because"];
  const flags = names.flatMap((name) => shell.options.list(name).flatMap((value) => [`--${name}`, value]));
  return need(shell, readDecisions(flags, how));
}

/** Whether values of rows may be shown as evidence: more people read a CI log than the database. */
export function showsValues({ options, env }: Shell): boolean {
  return !options.flag("no-values") && !isCi(env);
}
