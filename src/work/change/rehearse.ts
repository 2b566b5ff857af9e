import { besideWith } from "../../plan/of-application.ts";
import type { PlanToRun } from "../../apply/chain.ts";
import type { ApplyEvent } from "../../apply/events.ts";
import type { FleetApplied } from "../../fleet/roll-out.ts";
import type { Checked } from "../../problem/problem.ts";
import { type Rehearsal, rehearse as onCopy } from "../../target/rehearse.ts";
import { type Context, checked, type Listening, need } from "../context.ts";
import { isPlanFolder, type PlanFile, planFile } from "../plans/plan-file.ts";
import { groundOf, wayOf } from "../plans/way.ts";
import type { Project } from "../project.ts";
import { rememberRehearsal } from "./rehearsed.ts";
import { type Aim, findTarget, targetOf } from "../targets.ts";

export interface RehearseOptions extends Listening {
  /** A plan file, or a folder of plans. */
  readonly plan: string;
  /** The default target if left out. */
  readonly target?: string | undefined;
}

export type RehearseResult =
  | { readonly kind: "database"; readonly target: string; readonly rehearsal: Rehearsal }
  /** The database is already where the plans of the folder lead. */
  | { readonly kind: "nothing"; readonly target: string }
  | { readonly kind: "fleet"; readonly run: FleetApplied };

/** Runs a plan on a copy of the live database, with its real rows. The database itself is only read. */
export function rehearse(project: Project, options: RehearseOptions): Promise<Checked<RehearseResult>> {
  return checked("rehearse", project.cwd, options, async (context): Promise<RehearseResult> => {
    const { plan } = options;
    const named = findTarget(context, project, options.target);
    if (named.kind === "fleet") {
      const { rehearseFleet } = await import("../fleet/apply-fleet.ts");
      return { kind: "fleet", run: await rehearseFleet(context, project, named.target, plan) };
    }
    const { aim } = named;
    const target = aim.name;
    const chain = await chainOf(context, project, aim, plan);
    if (chain === null) return { kind: "nothing", target };
    const [first, ...following] = chain;
    const beside = besideWith(
      aim.beside,
      chain.map(({ plan }) => plan),
    );
    const request = { ...first, following, beside };
    const hooks = {
      onEvent: (event: ApplyEvent) => context.tell({ kind: "apply", event }),
      stop: context.signal,
      now: () => new Date(),
    };
    context.tell({ kind: "begins", target });
    const rehearsal = need(context, await onCopy(await targetOf(context, aim), request, hooks));
    for (const { seal, outcome, estimates } of rehearsal.tried) rememberRehearsal(project, seal, outcome, estimates);
    return { kind: "database", target, rehearsal };
  });
}

type Chain = readonly [PlanToRun, ...PlanToRun[]];

/**
 * The plan of a file, or those of a folder that lead from the database to the declarations; null if it is already
 * there.
 */
async function chainOf(context: Context, project: Project, aim: Aim, plan: string): Promise<Chain | null> {
  const named = (file: PlanFile): PlanToRun => ({ plan: file.plan, seal: file.seal, planName: file.name });
  if (!isPlanFolder(context, plan)) return [named(await planFile(context, plan))];
  const way = await wayOf(context, project, aim, await groundOf(context, project, plan));
  switch (way.kind) {
    case "there":
      context.tell({ kind: "there-already", target: aim.name });
      return null;
    case "create":
      return [{ plan: way.plan, seal: way.seal, planName: null }];
    case "plans": {
      const [first, ...others] = way.files;
      return [named(first), ...others.map(named)];
    }
  }
}
