import { dirname } from "node:path";
import { plural } from "../words/numbers.ts";
import { refuse } from "../work/context.ts";
import type { PlannedFleet } from "../work/fleet/plan-fleet.ts";
import { type Exit, exits } from "./exit-codes.ts";
import { exitFor } from "./exit-for.ts";
import { document } from "./json-out.ts";
import type { Shell } from "./shell.ts";
import { printPlan, planDocument, tellComparison } from "./tell-plan.ts";
import { usage } from "./usage.ts";

/** Prints what brings a fleet to the declarations, state by state. */
export async function tellFleetPlan(shell: Shell, planned: PlannedFleet): Promise<Exit> {
  const out = shell.options.text("out") ?? null;
  const { states, unreadable } = planned;
  if (out === "-" && states.length > 1) refuse(severalPlans(states.length));
  const documents: unknown[] = [];
  let exit: Exit = unreadable.length > 0 ? exits.fleet : exits.done;
  for (const state of states) {
    const comparison = { ...state.comparison, many: true as const };
    const file = out === "-" ? await printPlan(shell, comparison.planned) : state.file;
    if (comparison.planned.kind === "refused") exit = exitFor(comparison.planned.problems);
    if (shell.json) documents.push({ databases: state.databases, ...planDocument(shell, comparison, file) });
    else {
      await tellComparison(shell, comparison, file, out);
      shell.out.print("");
    }
  }
  if (shell.json)
    shell.out.print(document(shell, exit, { target: planned.target, done: planned.done, states: documents }));
  else summary(shell, planned);
  const differs = states.length > 0 && shell.options.flag("exit-code");
  return exit === exits.done && differs ? exits.differs : exit;
}

function summary(shell: Shell, { target, databases, done, states, unreadable }: PlannedFleet): void {
  shell.out.problems(
    unreadable.flatMap(({ problems }) => problems),
    shell.sources,
  );
  const counts = `${done} done, ${plural(states.length, "state")} to change`;
  shell.out.print(`${plural(databases, "database")}: ${counts}, ${unreadable.length} unreadable.`);
  const wrote = states.flatMap(({ file }) => (file === null ? [] : [file.path]));
  for (const path of wrote) shell.out.print(`Wrote ${path}.`);
  if (wrote[0] === undefined) return;
  const command = `trueup apply ${dirname(wrote[0])} ${target} --canary 1`;
  shell.out.print(`Next: review and commit, then  ${shell.out.data.style.command(command)}`);
}

function severalPlans(count: number) {
  return usage("bad-value", "--out", `--out - writes a single plan, and this fleet needs ${count}`, [
    "name a file: each plan's base is added to the name",
  ]);
}
