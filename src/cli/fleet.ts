import { join, resolve } from "node:path";
import type { Target } from "../compile/config/config-type.ts";
import { applyFleet as applyTo } from "../fleet/apply.ts";
import { driftFleet as driftOf } from "../fleet/drift.ts";
import { type Member, members as membersOf } from "../fleet/members.ts";
import type { FleetPlan } from "../fleet/work.ts";
import { fingerprint } from "../model/fingerprint.ts";
import type { Explained } from "../plan/explanation.ts";
import { difference } from "../planner/difference.ts";
import type { DriftedDatabase } from "../report/drift.ts";
import { failed, type Problem } from "../problem/problem.ts";
import { fleetBar, fleetText } from "../report/fleet.ts";
import { confirmed, keepOf } from "./carry-out.ts";
import { type Exit, exits } from "./exit-codes.ts";
import { isPlanName, planFile } from "./plan-file.ts";
import { plansIn } from "./plan-folder.ts";
import type { Project } from "./project.ts";
import { need, refuse, type Shell } from "./shell.ts";
import { liveSchema } from "./live.ts";
import type { State } from "./states.ts";
import { type Aim, configured, secret } from "./targets.ts";
import { readTime } from "./values.ts";

/** The databases that a target stands for, and what the configuration says about all of them. */
export interface Fleet {
  readonly aim: Aim;
  readonly members: readonly Member[];
}

export async function fleetOf(shell: Shell, project: Project, target: Target): Promise<Fleet> {
  const value = (each: Parameters<typeof secret>[1]): string => secret(project, each);
  const options = { folder: project.folder, value, signal: shell.interrupted };
  const found = await membersOf(target.place, options);
  const named = (problem: Problem): Problem => ({ ...problem, subject: target.name, at: problem.at ?? target.at });
  const members = need(shell, found.ok ? found : failed(...found.problems.map(named)));
  return { aim: configured(project, target, ""), members };
}

export function memberAim(aim: Aim, member: Member): Aim {
  return { ...aim, name: member.name, url: member.kind === "file" ? member.path : member.url };
}

/** A bar while many databases are looked at. */
export function looking(shell: Shell): (done: number, of: number) => void {
  const { width, style } = shell.out.messages;
  return (done, of) => shell.out.status(done < of ? fleetBar(done, of, 0, null, { width, style }) : null);
}

export async function driftFleet(
  shell: Shell,
  project: Project,
  target: Target,
  declared: State,
): Promise<readonly DriftedDatabase[]> {
  const { aim, members } = await fleetOf(shell, project, target);
  const plans: readonly FleetPlan[] = await plansIn(shell, project.plans);
  const explain = async (member: Member): Promise<readonly Explained[]> => {
    return difference(declared.schema, await liveSchema(shell, memberAim(aim, member))).changes;
  };
  const { databases } = await driftOf({
    members,
    target: fingerprint(declared.schema),
    declared: declared.label,
    plans,
    ignore: aim.ignore,
    token: aim.authToken ?? null,
    explain,
    onLook: looking(shell),
  });
  return databases;
}

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
    token: aim.authToken ?? null,
    adminUrl: aim.adminUrl ?? null,
    adminToken: aim.adminToken ?? null,
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
