import type { ApplyEvent } from "../../apply/events.ts";
import type { FleetApplied } from "../../fleet/roll-out.ts";
import type { Checked } from "../../problem/problem.ts";
import { type Rehearsal, rehearse as onCopy } from "../../target/rehearse.ts";
import { checked, type Listening, need } from "../context.ts";
import { planFile } from "../plans/plan-file.ts";
import { isPlanFolder, planForBase } from "../plans/plan-folder.ts";
import type { Project } from "../project.ts";
import { rememberRehearsal } from "./rehearsed.ts";
import { findTarget, targetOf } from "../targets.ts";

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
    const inFolder = isPlanFolder(context, plan);
    const file = inFolder ? await planForBase(context, aim, plan) : await planFile(context, plan);
    if (file === null) return { kind: "nothing", target };
    const request = { plan: file.plan, seal: file.seal, ignore: aim.ignore };
    const hooks = {
      onEvent: (event: ApplyEvent) => context.tell({ kind: "apply", event }),
      stop: context.signal,
      now: () => new Date(),
    };
    context.tell({ kind: "begins", target });
    const rehearsal = need(context, await onCopy(await targetOf(context, aim), request, hooks));
    const { outcome, estimates } = rehearsal;
    if (outcome.kind === "applied") rememberRehearsal(project, file.seal, outcome, estimates);
    return { kind: "database", target, rehearsal };
  });
}
