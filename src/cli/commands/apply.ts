import type { Problem } from "../../problem/problem.ts";
import { expectNone } from "../../target/change-process.ts";
import { carryOut, confirmed } from "../carry-out.ts";
import { decisionsOf } from "../decisions.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { expectSeals } from "../expect-seals.ts";
import { explainStale } from "../explain-stale.ts";
import { isPlanFolder } from "../../work/plan-folder.ts";
import { isPlanName, planFile } from "../../work/plan-file.ts";
import { askDecisions } from "../ask-decisions.ts";
import { compare } from "../../work/compare.ts";
import type { Project } from "../../work/project.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { need, refuse } from "../../work/context.ts";
import { type Aim, findTarget } from "../../work/targets.ts";
import { tellOutcome } from "../tell-outcome.ts";
import { tellPlan } from "../tell-plan.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const [first, second] = shell.args;
  const hasPlan = first !== undefined && (isPlanName(first) || isPlanFolder(shell, first));
  const named = findTarget(shell, project, hasPlan ? second : first);
  if (!hasPlan && second !== undefined) {
    refuse({
      code: "extra-argument",
      level: "error",
      subject: first ?? "",
      message: `${first} is no plan file`,
      help: ["trueup apply PLAN [target]"],
    });
  }
  if (named.kind === "fleet") {
    expectNone();
    const { applyFleet } = await import("../fleet.ts");
    return applyFleet(shell, project, named.target, hasPlan ? first : undefined);
  }
  const { aim } = named;
  if (!hasPlan) return devLoop(shell, project, aim);
  if (!isPlanName(first)) {
    const { applyFolder } = await import("../apply-folder.ts");
    return applyFolder(shell, project, aim, first);
  }
  const file = await planFile(shell, first);
  expectSeals(shell, [file]);
  await confirmed(shell, aim);
  const outcome = await carryOut(shell, project, { aim, plan: file.plan, seal: file.seal, planName: file.name });
  return tellOutcome(shell, aim, await explainStale(shell, project, aim, file, outcome));
}

/** Plan, show, ask, apply: for the database on one's own machine. */
async function devLoop(shell: Shell, project: Project, aim: Aim): Promise<Exit> {
  const { args, tell, signal } = shell;
  const asked = {
    target: args[0],
    decisions: decisionsOf(shell),
    queries: shell.options.list("queries"),
    deployed: shell.options.text("deployed"),
    answer: (problems: readonly Problem[]) => askDecisions(shell, problems),
  };
  const comparison = need(shell, await compare(project, { ...asked, tell, signal }));
  const { planned } = comparison;
  if (planned.kind !== "plan") return tellPlan(shell, comparison, null, null);
  if (!shell.json) await tellPlan(shell, comparison, null, null);
  const yes = shell.options.flag("yes");
  const lost = planned.explanation.hazards.map((hazard) => hazard.object);
  if (yes && lost.length > 0) refuse(destroys(lost, aim));
  if (!yes && !shell.prompt.possible) refuse(unasked(aim));
  if (!yes && !(await shell.prompt.confirm(`apply this to ${aim.name}?`))) {
    shell.out.say("nothing was changed");
    return shell.interrupted.aborted ? exits.interrupted : exits.done;
  }
  await confirmed(shell, aim);
  const { writePlan } = await import("../../plan/write.ts");
  const seal = /^--@ seal (\S+)/m.exec(writePlan(planned.plan))?.[1] ?? "";
  const outcome = await carryOut(shell, project, { aim, plan: planned.plan, seal, planName: null });
  return tellOutcome(shell, aim, outcome);
}

function unasked(aim: Aim) {
  return {
    code: "no-terminal",
    level: "error",
    subject: aim.name,
    message: "shall this be applied? There is nobody to ask",
    help: [
      "say yes:  --yes",
      "or write a plan file, have it reviewed and apply that:  trueup plan --out plans/NAME.plan.sql",
    ],
    decision: {
      code: "no-terminal",
      subject: aim.name,
      evidence: [],
      answers: [{ means: "apply it", flags: ["--yes"] }],
    },
  } as const;
}

function destroys(objects: readonly string[], aim: Aim) {
  return {
    code: "destroys-unasked",
    level: "error",
    subject: aim.name,
    message: `--yes does not cover what destroys: ${objects.join(", ")}`,
    help: ["trueup plan --out plans/NAME.plan.sql --approve … --because …, then apply the file"],
  } as const;
}
