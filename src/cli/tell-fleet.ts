import type { FleetApplied } from "../fleet/roll-out.ts";
import { fleetText } from "../report/fleet.ts";
import { type Exit, exits } from "./exit-codes.ts";
import type { Shell } from "./shell.ts";

/** Prints the outcome for each database of a fleet. */
export function tellFleet(shell: Shell, run: FleetApplied): Exit {
  const { out } = shell;
  out.status(null);
  const bad = run.databases.some(({ state }) => state !== "applied" && state !== "skipped");
  const exit = run.interrupted ? exits.interrupted : bad ? exits.fleet : exits.done;
  if (shell.json) {
    const { milliseconds, interrupted, databases } = run;
    out.print(JSON.stringify({ type: "result", exit, milliseconds, interrupted, databases }));
    return exit;
  }
  out.problems(
    run.databases.flatMap(({ problems }) => problems),
    shell.sources,
  );
  const { width, style } = out.data;
  if (shell.command === "rehearse") out.say("on copies of the databases, which were only read:");
  out.print(fleetText(run, { width, style, all: shell.options.flag("verbose"), command: "trueup" }));
  return exit;
}
