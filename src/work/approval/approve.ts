import { resolve } from "node:path";
import type { Approval } from "../../compile/config/config-type.ts";
import type { Approvals, Approved } from "../../apply/approved.ts";
import type { Schema } from "../../model/schema.ts";
import { sealDigits } from "../../plan/seal.ts";
import { type Problem, unreachable } from "../../problem/problem.ts";
import { plural } from "../../words/numbers.ts";
import type { PlanToApply } from "../change/change.ts";
import { type Context, refuse, unlessRefused } from "../context.ts";
import type { Project } from "../project.ts";
import { liveSchema } from "../schema/live.ts";
import type { Aim } from "../targets.ts";
import { type Loss, lossesOf } from "./losses.ts";
import { approvedBySeal } from "./seals.ts";

/** What a person at a terminal types when asked for the name of what is lost; null if it was cancelled. */
export type Typed = (name: string, what: string, target: string) => Promise<string | null>;

export interface ApprovalOptions {
  /** A person at a terminal, if there is one. */
  readonly typed?: Typed | undefined;
}

/** Something that is about to be done, and what it takes away. */
export interface Deed {
  readonly seal: string;
  /** An older seal for the same, which counts as well. */
  readonly earlier?: string;
  /** The file as the user named it; null if there is none that could be signed. */
  readonly name: string | null;
  readonly losses: readonly Loss[];
  /** Whether a text, as committed, is this file. */
  readonly isThis: (text: string) => boolean;
}

/**
 * Consecutive plans, starting from where a database is: what they destroy was approved as its target requires, or the
 * work ends.
 */
export async function approvePlans(
  context: Context,
  project: Project,
  aim: Aim,
  plans: readonly PlanToApply[],
  options: ApprovalOptions,
): Promise<Approvals> {
  const { sealOfText } = await import("./seal-of-text.ts");
  const ofRows = plans.some(({ plan }) => plan.rows !== undefined);
  const rows = ofRows ? (await declaredIfAny(context, project))?.rows : undefined;
  let schema = await unlessRefused(() => liveSchema(context, aim, { absent: "empty" }));
  const deeds: Deed[] = [];
  for (const { plan, seal, name } of plans) {
    const losses = await lossesOf(plan, { schema, beside: aim.beside, rows });
    deeds.push({ seal, name, losses, isThis: (text) => sealOfText(text) === seal });
    const { targetOf } = await import("../../prove/target-of.ts");
    schema = schema === null ? null : targetOf(plan, schema, aim.beside);
  }
  return approveDeeds(context, project, aim, deeds, options);
}

/** The same for the plans of a fleet, whose databases are in many states: these follow from the declarations. */
export async function approveFleet(
  context: Context,
  project: Project,
  aim: Aim,
  plans: readonly PlanToApply[],
  options: ApprovalOptions,
): Promise<Approvals> {
  const { sealOfText } = await import("./seal-of-text.ts");
  const { schemasOf } = await import("../plans/schemas.ts");
  const goal = await declaredIfAny(context, project);
  const known = schemasOf(
    plans.map(({ plan }) => plan),
    goal === null ? [] : [goal],
    aim.beside,
  );
  const deeds: Deed[] = [];
  for (const { plan, seal, name } of plans) {
    const base = { schema: known.get(plan.base) ?? null, beside: aim.beside, rows: goal?.rows };
    deeds.push({ seal, name, losses: await lossesOf(plan, base), isThis: (text) => sealOfText(text) === seal });
  }
  return approveDeeds(context, project, aim, deeds, options);
}

/** The same for whatever is about to be done. */
export async function approveDeeds(
  context: Context,
  project: Project,
  aim: Aim,
  deeds: readonly Deed[],
  { typed }: ApprovalOptions,
): Promise<Approvals> {
  const found: Record<string, Approved> = {};
  for (const deed of deeds) {
    if (deed.losses.length === 0) continue;
    const tried = await tryAll(context, project, aim, deed, typed);
    if (tried.approved === null) refuse(unapproved(context, aim, deed, tried.why));
    found[deed.seal] = tried.approved;
  }
  return found;
}

async function tryAll(context: Context, project: Project, aim: Aim, deed: Deed, typed: Typed | undefined) {
  const { approval } = aim;
  const seals = [deed.seal, ...(deed.earlier === undefined ? [] : [deed.earlier])];
  switch (approval.kind) {
    case "flags":
      return { approved: null, why: [] };
    case "signed": {
      const { approvedBySignature, approvedByTag } = await import("./signature.ts");
      if (deed.name === null) return approvedByTag(seals, project.folder, approval.by, project.env);
      return approvedBySignature(
        { path: resolve(context.cwd, deed.name), isThis: deed.isThis },
        approval.by,
        project.env,
      );
    }
    case "person": {
      const sealed = approvedBySeal(seals, project.surroundings);
      if (sealed.approved !== null) return { approved: sealed.approved, why: [] };
      if (typed === undefined) return { approved: null, why: [sealed.why, noTerminal(project)] };
      const approved = await ask(aim, deed, typed);
      return { approved, why: ["the names of what is lost were not typed"] };
    }
    default:
      return unreachable(approval);
  }
}

async function ask(aim: Aim, { losses }: Deed, typed: Typed): Promise<Approved | null> {
  const names: string[] = [];
  for (const { name, what } of losses) {
    const wanted = name ?? aim.name;
    if ((await typed(wanted, what, aim.name)) !== wanted) return null;
    names.push(wanted);
  }
  return { by: "terminal", names };
}

function noTerminal({ surroundings: { agent } }: Project): string {
  return agent === null
    ? "there is no terminal to ask at"
    : `nobody is asked while ${agent.variable} is set: ${agent.name} would answer`;
}

/** Null if the declarations cannot be read: a plan can be applied without them. */
async function declaredIfAny(context: Context, project: Project): Promise<Schema | null> {
  const { declared } = await import("../schema/declared.ts");
  return (await unlessRefused(() => declared(context, project)))?.schema ?? null;
}

function unapproved({ command }: Context, aim: Aim, { name, seal, losses }: Deed, why: readonly string[]): Problem {
  const some = losses.slice(0, 8).map(({ what }) => what);
  const more = losses.length - some.length;
  return {
    code: "approval-outside",
    level: "error",
    subject: aim.name,
    message: `${name ?? "this plan"} destroys something, and for ${aim.name} that must be approved outside of this command`,
    evidence: [...some, ...(more > 0 ? [`and ${plural(more, "other")}`] : []), ...why],
    why: "whoever runs this could write flags and plan files, so they do not approve anything here",
    help: ways(aim.approval, command, name, seal),
  };
}

function ways(approval: Approval, command: string, name: string | null, seal: string): readonly string[] {
  if (approval.kind === "signed" && name === null)
    return [
      `the owner of a key in \`signedBy\` signs a tag that says so, for a day:  git tag -s NAME -m "approves ${seal}"`,
    ];
  if (approval.kind === "signed")
    return [
      `the owner of a key in \`signedBy\` reviews the plan and signs the commit that adds it:  git commit -S ${name}`,
      "or signs a tag of a commit that holds it:  git tag -s NAME",
    ];
  return [
    `a person runs the same command at a terminal, and types the names:  trueup ${command} ${name ?? ""}`.trimEnd(),
    `or a CI environment with reviewers sets  TRUEUP_APPROVED_SEALS=${sealDigits(seal)}`,
    "trueup explain approval-outside  says how, and what each way guards against",
  ];
}
