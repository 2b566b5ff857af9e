import { unwrap, refuse } from "../work/context.ts";
import { isPlanFolder, isPlanName } from "../work/plans/plan-file.ts";
import { checkPlans as check } from "../work/plans/check.ts";
import type { Project } from "../work/project.ts";
import { type Exit, exits } from "./exit-codes.ts";
import { showsValues } from "./decisions.ts";
import { document } from "./json-out.ts";
import type { Shell } from "./shell.ts";
import { usage } from "./usage.ts";

/** Checks whether committed plans are still what would be written: `--check a.plan.sql b.plan.sql [target]`. */
export async function checkPlans(shell: Shell, project: Project): Promise<Exit> {
  const { args, options, tell, signal } = shell;
  const isPlan = (arg: string) => isPlanName(arg) || isPlanFolder(shell, arg);
  const [named, extra] = args.filter((arg) => !isPlan(arg));
  if (extra !== undefined) refuse(tooMany(extra));
  const request = {
    files: [options.text("check") ?? "", ...args.filter(isPlan)],
    target: named,
    to: options.text("to"),
    values: showsValues(shell),
    columnOrder: options.flag("column-order"),
    queries: options.list("queries"),
    deployed: options.text("deployed"),
  };
  const { target, plans } = unwrap(await check(project, { ...request, tell, signal }));
  const good = (state: (typeof plans)[number]["state"]) => state === "current" || state === "applied";
  const exit = plans.every(({ state }) => good(state)) ? exits.done : exits.differs;
  if (shell.json) {
    shell.out.print(document(shell, exit, { target, plans }));
    return exit;
  }
  const { style } = shell.out.data;
  for (const { file, state, text } of plans)
    shell.out.print(`${good(state) ? style.good("ok      ") : style.error(state.padEnd(8))} ${file}: ${text}`);
  return exit;
}

function tooMany(extra: string) {
  const message = `--check works on one target; there is also \`${extra}\``;
  return usage("extra-argument", extra, message, ["trueup plan --help"]);
}
