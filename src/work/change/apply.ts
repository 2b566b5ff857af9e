import type { ApplyOutcome } from "../../apply/events.ts";
import type { FleetApplied } from "../../fleet/roll-out.ts";
import { stale } from "../../apply/stale.ts";
import { fingerprintLike } from "../../model/fingerprint.ts";
import { leavesNoTrace, type Plan } from "../../plan/plan.ts";
import type { Checked, Problem } from "../../problem/problem.ts";
import { expectNone } from "../../target/change-process.ts";
import { besideWith } from "../../plan/of-application.ts";
import { liveFingerprint, liveSchema } from "../schema/live.ts";
import { hasRowsOf } from "../schema/live-rows.ts";
import type { FleetOptions } from "../fleet/apply-fleet.ts";
import { type CarryOutOptions, carryOut, type PlanToApply } from "./change.ts";
import { confirmed } from "./confirm.ts";
import { type Context, checked, refuse, taking, unlessRefused } from "../context.ts";
import { expectSeals } from "./expect-seals.ts";
import { explainStale } from "./explain-stale.ts";
import { isPlanFolder, isPlanName, type PlanFile, planFile } from "../plans/plan-file.ts";
import type { Comparison } from "../planning/planning.ts";
import type { Project } from "../project.ts";
import type { Agent } from "../surroundings.ts";
import { type Aim, findTarget } from "../targets.ts";
import { sealed } from "../plans/write-plan.ts";

export interface ApplyOptions extends CarryOutOptions, FleetOptions {
  /** The default target if left out. */
  readonly target?: string | undefined;
  /** A plan file, a folder of plans, or the result of `compare`. A file is its own approval. */
  readonly plan: string | Comparison;
  /** Accepts only plans with these seals, as approved elsewhere; a prefix of eight characters is enough. */
  readonly seals?: readonly string[];
  /** Agrees to a comparison whose plan destroys nothing. */
  readonly yes?: boolean;
  /** Asked about any other comparison. */
  readonly agree?: ((comparison: Comparison) => Promise<boolean>) | undefined;
}

export type ApplyResult =
  | { readonly kind: "database"; readonly target: string; readonly outcome: ApplyOutcome }
  /** The database matches the declarations. */
  | { readonly kind: "nothing"; readonly target: string; readonly fingerprint: string }
  /** `agree` said no. */
  | { readonly kind: "declined"; readonly target: string }
  | { readonly kind: "fleet"; readonly run: FleetApplied };

/** Applies a plan: backup, one transaction, checked before the commit. */
export function apply(project: Project, options: ApplyOptions): Promise<Checked<ApplyResult>> {
  return checked("apply", project.cwd, options, async (context): Promise<ApplyResult> => {
    const { plan } = options;
    const named = findTarget(typeof plan === "string" ? taking(context, plan) : context, project, options.target);
    if (named.kind === "fleet") {
      const { applyToFleet } = await import("../fleet/apply-fleet.ts");
      const run = await applyToFleet(context, project, named.target, typeof plan === "string" ? plan : null, options);
      return { kind: "fleet", run };
    }
    const { aim } = named;
    const target = aim.name;
    if (typeof plan !== "string") return applyComparison(context, project, aim, plan, options);
    if (isPlanFolder(context, plan)) {
      const { applyFolder } = await import("../plans/apply-folder.ts");
      return applyFolder(context, project, aim, plan, options);
    }
    if (!isPlanName(plan)) refuse(noPlan(plan));
    const file = await planFile(context, plan);
    expectSeals([file], options.seals ?? []);
    await confirmed(context, aim, options.confirm);
    const settled = await settledBefore(context, aim, file, options);
    const outcome = settled ?? (await carryOut(context, project, aim, [file], options));
    return { kind: "database", target, outcome: await explainStale(context, project, aim, file, outcome) };
  });
}

/**
 * What is checked before any hook runs: a plan that was already applied, or that is for another state, must not stop
 * the application. If replicas are to be waited for, they are asked in either case.
 */
async function settledBefore(
  context: Context,
  aim: Aim,
  { plan }: PlanFile,
  { replicas = [] }: ApplyOptions,
): Promise<ApplyOutcome | null> {
  if (replicas.length > 0) return null;
  const found = await fingerprintOf(context, aim, plan);
  if (found === null) return null;
  if (found === plan.target && !leavesNoTrace(plan) && (await hasRowsOf(context, aim, plan))) {
    expectNone();
    return { kind: "already", target: aim.name, fingerprint: found };
  }
  if (found === plan.base) return null;
  expectNone();
  return { kind: "stale", target: aim.name, problems: [stale(aim.name, plan, found)] };
}

/**
 * The fingerprint of the kind that the plan was made for; null if it cannot be read now, for example because of a lock
 * that the change will wait for.
 */
async function fingerprintOf(context: Context, named: Aim, plan: Plan): Promise<string | null> {
  const { base, target } = plan;
  const aim = { ...named, beside: besideWith(named.beside, [plan]) };
  return unlessRefused(async () => {
    if (base.startsWith("fp1:") && target.startsWith("fp1:")) return liveFingerprint(context, aim);
    const live = await liveSchema(context, aim);
    const reached = fingerprintLike(target, live);
    return reached === target ? reached : fingerprintLike(base, live);
  });
}

function noPlan(plan: string): Problem {
  return {
    code: "path-unusable",
    level: "error",
    subject: plan,
    message: `${plan} is not a plan file or a folder of plans`,
    help: ["trueup plan --out plans/NAME.plan.sql  writes a plan"],
  };
}

/** For a local database: applies what was just planned, without a file. */
async function applyComparison(
  context: Context,
  project: Project,
  aim: Aim,
  comparison: Comparison,
  options: ApplyOptions,
): Promise<ApplyResult> {
  const { planned } = comparison;
  const target = aim.name;
  if (planned.kind === "refused") refuse(...planned.problems);
  if (planned.kind === "nothing") return { kind: "nothing", target, fingerprint: planned.fingerprint };
  const { agent } = project.surroundings;
  if (options.yes === true && agent !== null && aim.approval.kind !== "flags") refuse(notForAgents(aim, agent));
  const asked = planned.explanation.hazards.filter(({ kind }) => !aim.unasked.some((rule) => rule === kind));
  const lost = asked.map((hazard) => hazard.object);
  if (options.yes === true) {
    if (lost.length > 0) refuse(destroys(lost, aim));
  } else {
    if (options.agree === undefined) refuse(unasked(aim, lost));
    if (!(await options.agree(comparison))) return { kind: "declined", target };
  }
  await confirmed(context, aim, options.confirm);
  const { seal } = await sealed(planned.plan);
  const work: PlanToApply = { plan: planned.plan, seal, name: null };
  // The confirmation already said that it would be created.
  const agreed = options.yes !== true && comparison.creates !== null ? { ...options, create: true } : options;
  return { kind: "database", target, outcome: await carryOut(context, project, aim, [work], agreed) };
}

/** `--yes` answers for a plan that destroys nothing. */
function unasked(aim: Aim, lost: readonly string[]): Problem {
  const answers = lost.length === 0 ? [{ means: "apply it", flags: ["--yes"] }] : [];
  const write = "write a plan file, have it reviewed and apply it:  trueup plan --out plans/NAME.plan.sql";
  return {
    code: "no-terminal",
    level: "error",
    subject: aim.name,
    message: "cannot ask for confirmation: there is no terminal",
    help: lost.length === 0 ? ["confirm with  --yes", `or ${write}`] : [write],
    decision: { code: "no-terminal", subject: aim.name, evidence: [], answers },
  };
}

function notForAgents(aim: Aim, { name, variable }: Agent): Problem {
  return {
    code: "yes-of-an-agent",
    level: "error",
    subject: aim.name,
    message: `--yes does not count for ${aim.name} here: ${name} runs this`,
    evidence: [`${variable} is set`],
    help: ["trueup plan --out plans/NAME.plan.sql, then a person reviews the file and applies it"],
  };
}

function destroys(objects: readonly string[], aim: Aim): Problem {
  return {
    code: "destroys-unasked",
    level: "error",
    subject: aim.name,
    message: `--yes does not approve a plan that destroys data: ${objects.join(", ")}`,
    help: ["trueup plan --out plans/NAME.plan.sql --approve … --because …, then apply the file"],
  };
}
