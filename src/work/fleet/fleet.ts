import { schemaFor } from "../schema/goal.ts";
import type { Target } from "../../compile/config/config-type.ts";
import { driftFleet as driftOf } from "../../fleet/drift.ts";
import { type Member, members as membersOf } from "../../fleet/members.ts";
import { fingerprint } from "../../model/fingerprint.ts";
import type { Explained } from "../../plan/explanation.ts";
import { explainDifference } from "../../planner/explain-difference.ts";
import { failed, type Problem } from "../../problem/problem.ts";
import type { DriftedDatabase } from "../../report/drift.ts";
import { type Context, need } from "../context.ts";
import { liveRows } from "../schema/live-rows.ts";
import { liveSchema } from "../schema/live.ts";
import { plansIn } from "../plans/plan-folder.ts";
import type { Project } from "../project.ts";
import type { State } from "../schema/states.ts";
import { settingsOf } from "../settings.ts";
import { type Aim, configured, secret } from "../targets.ts";

/** The databases that a target stands for, and what the configuration says about all of them. */
export interface Fleet {
  readonly aim: Aim;
  readonly members: readonly Member[];
}

export async function fleetOf(context: Context, project: Project, target: Target): Promise<Fleet> {
  const value = (each: Parameters<typeof secret>[1]): string => secret(project, each);
  const options = { folder: project.folder, value, signal: context.signal };
  const found = await membersOf(target.place, options);
  const named = (problem: Problem): Problem => ({ ...problem, subject: target.name, at: problem.at ?? target.at });
  const members = need(context, found.ok ? found : failed(...found.problems.map(named)));
  return { aim: configured(project, target, members[0]?.where.url ?? ""), members };
}

export function memberAim(aim: Aim, member: Member): Aim {
  return { ...aim, name: member.name, url: member.where.url };
}

/** Reports how many databases of a fleet have been inspected. */
export function looking({ tell }: Pick<Context, "tell">): (done: number, of: number) => void {
  return (done, of) => tell({ kind: "looking", done, of });
}

export async function driftFleet(
  context: Context,
  project: Project,
  target: Target,
  declared: State,
  values: boolean,
): Promise<readonly DriftedDatabase[]> {
  const { aim, members } = await fleetOf(context, project, target);
  const plans = await plansIn(context, project.plans);
  const explain = async (member: Member): Promise<readonly Explained[] | null> => {
    const live = await liveSchema(context, memberAim(aim, member));
    const goal = await schemaFor(context, declared, live);
    const rows = await liveRows(context, memberAim(aim, member), declared, values);
    const same = fingerprint(goal) === fingerprint(live);
    if (same && rows?.same !== false) return null;
    return [...(same ? [] : explainDifference(goal, live).changes), ...(rows?.changes ?? [])];
  };
  const { databases } = await driftOf({
    members,
    target: fingerprint(declared.schema),
    declared: declared.label,
    plans,
    beside: aim.beside,
    settings: settingsOf(aim),
    signal: context.signal,
    ...((declared.schema.rows ?? []).length > 0 && { rowsOf: declared.schema }),
    explain,
    onLook: looking(context),
  });
  return databases;
}
