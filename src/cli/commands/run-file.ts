import { exitCodes } from "../../apply/events.ts";
import { count } from "../../words/numbers.ts";
import { oneLine } from "../../report/width.ts";
import { runData, type RunResult } from "../../work/change/run-data.ts";
import { unwrap } from "../../work/context.ts";
import { carryOutFlags } from "../change-flags.ts";
import type { Exit } from "../exit-codes.ts";
import { problemsJson } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { tellOutcome } from "../tell-outcome.ts";

/** A change of rows, made as carefully as a schema change. */
export async function run(shell: Shell): Promise<Exit> {
  const [file = "", target] = shell.args;
  const request = { file, target, rehearse: shell.options.flag("rehearse"), ...carryOutFlags(shell) };
  const result = unwrap(await runData(await projectOf(shell), request));
  return result.rehearsed ? tellRehearsal(shell, result) : tellRun(shell, result);
}

function tellRun(shell: Shell, { target, outcome, tables }: RunResult): Exit {
  if (shell.json) {
    shell.out.print(JSON.stringify({ type: "rows", tables }));
    return tellOutcome(shell, target, outcome);
  }
  const exit = tellOutcome(shell, target, outcome);
  if (outcome.kind !== "applied") return exit;
  tellTables(shell, tables);
  shell.out.say("there is no record that it ran: running it again changes the rows again");
  return exit;
}

function tellRehearsal(shell: Shell, { outcome, tables }: RunResult): Exit {
  const exit = exitCodes[outcome.kind];
  const problems = "problems" in outcome ? outcome.problems : [];
  if (shell.json) {
    const result = { ...outcome, problems: problemsJson(shell, problems) };
    shell.out.print(JSON.stringify({ type: "result", exit, outcome: result, tables }));
    return exit;
  }
  shell.out.status(null);
  shell.out.problems(problems, shell.sources);
  tellTables(shell, tables);
  shell.out.print(
    outcome.kind === "applied"
      ? "Rehearsed on a copy; the live database was only read."
      : "The rehearsal failed. The live database was only read.",
  );
  return exit;
}

function tellTables(shell: Shell, tables: RunResult["tables"]): void {
  for (const { table, before, after } of tables)
    shell.out.print(`${oneLine(table)}: ${count(before)} rows before, ${count(after)} after`);
}
