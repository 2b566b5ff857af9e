import { fingerprintLike } from "../model/fingerprint.ts";
import { type Exit, exits } from "./exit-codes.ts";
import { document } from "./json-out.ts";
import { type Application, applicationOf } from "../work/application.ts";
import { isPlanName, type PlanFile, planFile } from "../work/plan-file.ts";
import { planFor } from "../work/planning.ts";
import type { Project } from "../work/project.ts";
import type { Shell } from "./shell.ts";
import { refuse } from "../work/context.ts";
import { usage } from "./usage.ts";
import { goalOf, type State } from "../work/states.ts";
import { type Aim, oneTarget } from "../work/targets.ts";

interface Checked {
  readonly file: string;
  readonly state: "current" | "applied" | "differs" | "stale";
  readonly text: string;
}

/** Are the committed plans still what would be written? `--check a.plan.sql b.plan.sql [target]`. */
export async function checkPlans(shell: Shell, project: Project): Promise<Exit> {
  const files = [shell.options.text("check") ?? "", ...shell.args.filter(isPlanName)];
  const [, extra] = shell.args.filter((arg) => !isPlanName(arg));
  if (extra !== undefined) {
    refuse(
      usage("extra-argument", extra, `--check works on one target; there is also \`${extra}\``, ["trueup plan --help"]),
    );
  }
  const aim = oneTarget(
    shell,
    project,
    shell.args.find((arg) => !isPlanName(arg)),
  );
  const to = await goalOf(shell, project, shell.options.text("to"));
  const { options } = shell;
  const asked = { queries: options.list("queries"), deployed: options.text("deployed") };
  const application = await applicationOf(shell, project, asked);
  const results: Checked[] = [];
  for (const file of files) results.push(await checkOne(shell, aim, to, await planFile(shell, file), application));
  const exit = results.every(({ state }) => state === "current" || state === "applied") ? exits.done : exits.differs;
  if (shell.json) {
    shell.out.print(document(shell, exit, { target: aim.name, plans: results }));
    return exit;
  }
  const { style } = shell.out.data;
  for (const { file, state, text } of results) {
    const good = state === "current" || state === "applied";
    shell.out.print(`${good ? style.good("ok      ") : style.error(state.padEnd(8))} ${file}: ${text}`);
  }
  return exit;
}

async function checkOne(
  shell: Shell,
  aim: Aim,
  to: State,
  file: PlanFile,
  application: Application | null,
): Promise<Checked> {
  const { planned, live } = await planFor(shell, aim, to, {
    decisions: file.plan.decisions,
    columnOrder: shell.options.flag("column-order"),
    application,
  });
  const told = (state: Checked["state"], text: string): Checked => ({ file: file.name, state, text });
  if (fingerprintLike(file.plan.target, live) === file.plan.target) {
    return told("applied", `${aim.name} has reached its target`);
  }
  if (planned.kind === "nothing") {
    return told("stale", `${aim.name} is what the declarations say, and this plan leads elsewhere`);
  }
  if (fingerprintLike(file.plan.base, live) !== file.plan.base) {
    return told("stale", `${aim.name} is not in the state it was made for`);
  }
  if (planned.kind === "refused") {
    return told("stale", `planning anew: ${planned.problems.map((problem) => problem.message).join("; ")}`);
  }
  const { writePlan } = await import("../plan/write.ts");
  if (writePlan(planned.plan) === file.text.replaceAll("\r\n", "\n"))
    return told("current", "what would be written now");
  if (planned.plan.target !== file.plan.target) return told("stale", "the declarations have moved on since");
  return told("differs", "another plan would be written now:  trueup verify  tells edited steps");
}
