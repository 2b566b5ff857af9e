import { join, resolve } from "node:path";
import type { Target } from "../compile/config/config-type.ts";
import { applyFleet as applyTo } from "../fleet/roll-out.ts";
import type { FleetPlan } from "../fleet/work.ts";
import { fleetBar, fleetText } from "../report/fleet.ts";
import { confirmed, keepOf } from "./carry-out.ts";
import { type Exit, exits } from "./exit-codes.ts";
import { isPlanName, planFile } from "../work/plan-file.ts";
import { plansIn } from "../work/plan-folder.ts";
import type { Project } from "../work/project.ts";
import type { Shell } from "./shell.ts";
import { refuse } from "../work/context.ts";
import { type Aim, settingsOf } from "../work/targets.ts";
import { fleetOf, looking } from "../work/fleet.ts";
import { readTime } from "./values.ts";

export async function applyFleet(
  shell: Shell,
  project: Project,
  target: Target,
  typed: string | undefined,
): Promise<Exit> {
  if (typed === undefined) refuse(needsPlan(target));
  const plans: readonly FleetPlan[] = isPlanName(typed)
    ? [await planFile(shell, typed)]
    : await plansIn(shell, resolve(shell.cwd, typed));
  return carryOutAll(shell, project, target, plans, false);
}

/** Applies to every database of a fleet, or tries that on copies of them. */
export async function carryOutAll(
  shell: Shell,
  project: Project,
  target: Target,
  plans: readonly FleetPlan[],
  rehearse: boolean,
): Promise<Exit> {
  const { aim, members } = await fleetOf(shell, project, target);
  if (!rehearse) await confirmed(shell, aim);
  const { width, style } = shell.out.messages;
  let failed = 0;
  const run = await applyTo(
    {
      members,
      common: commonOf(shell, project, aim, plans),
      canary: countOf(shell, "canary") ?? 0,
      rehearse,
      parallel: countOf(shell, "parallel") ?? 4,
      maxFailures: rehearse ? members.length : (countOf(shell, "max-failures") ?? 1),
    },
    {
      onLook: looking(shell),
      onOutcome: (result, done, of) => {
        if (result.state === "failed" || result.state === "refused") failed += 1;
        if (shell.json) shell.out.print(JSON.stringify({ type: "database", ...result }));
        else shell.out.status(fleetBar(done, of, failed, null, { width, style }));
      },
      signal: shell.interrupted,
    },
  );
  shell.out.status(null);
  const bad = run.databases.some(({ state }) => state !== "applied" && state !== "skipped");
  const exit = run.interrupted ? exits.interrupted : bad ? exits.fleet : exits.done;
  if (shell.json) {
    const { milliseconds, interrupted } = run;
    shell.out.print(JSON.stringify({ type: "result", exit, milliseconds, interrupted, databases: run.databases }));
    return exit;
  }
  for (const { problems } of run.databases) shell.out.problems(problems, shell.sources);
  const look = shell.out.data;
  const options = { width: look.width, style: look.style, all: shell.options.flag("verbose"), command: "trueup" };
  if (rehearse) shell.out.say("on copies of the databases, which were only read:");
  shell.out.print(fleetText(run, options));
  return exit;
}

function commonOf(shell: Shell, project: Project, aim: Aim, plans: readonly FleetPlan[]) {
  const said = shell.options.text("backup");
  const lock = shell.options.text("lock-timeout");
  const folder = said === undefined || said === "none" ? (aim.backups ?? project.backups) : join(shell.cwd, said);
  return {
    plans,
    ignore: aim.ignore,
    kind: plans.some(({ plan }) => plan.base.startsWith("fp1o")) ? ("fp1o" as const) : ("fp1" as const),
    lockTimeout: lock === undefined ? (aim.lockTimeout ?? 5000) : (readTime(lock) ?? 5000),
    backups: folder,
    backup: said === "none" || (said === undefined && aim.backups === null) ? ("none" as const) : ("take" as const),
    keep: keepOf(project),
    settings: settingsOf(aim),
    allowLong: shell.options.flag("allow-long"),
  };
}

function countOf(shell: Shell, name: string): number | null {
  const said = shell.options.text(name);
  return said === undefined ? null : Number(said);
}

function needsPlan(target: Target) {
  return {
    code: "fleet-needs-plan",
    level: "error",
    subject: target.name,
    message: `${target.name} stands for many databases: they are changed by plan files only`,
    help: [
      `trueup plan ${target.name} --out plans/NAME.plan.sql`,
      `then  trueup apply plans/ ${target.name} --canary 1`,
    ],
  } as const;
}
