import type { Decision, Plan } from "../plan/plan.ts";
import { type Renamed, renamedBy } from "./renamed.ts";

/** One of the plans that a change runs. */
export interface PlanToRun {
  readonly plan: Plan;
  /** `sha256:…` of the plan file. */
  readonly seal: string;
  /** The name of the plan, for the journal; null if it was made and applied without a file. */
  readonly planName: string | null;
}

interface Chain extends PlanToRun {
  /** The following plans, each starting where the one before it ends. */
  readonly following?: readonly PlanToRun[];
}

export function plansOf({ plan, seal, planName, following = [] }: Chain): readonly PlanToRun[] {
  return [{ plan, seal, planName }, ...following];
}

/** From the base of the first plan to the target of the last one: what a backup and a commit are about. */
export function endsOf(chain: Chain): Pick<Plan, "base" | "target"> {
  const plans = plansOf(chain);
  return { base: chain.plan.base, target: plans.at(-1)?.plan.target ?? chain.plan.target };
}

/** Plans that lead back to where they start, such as emptying and recreating a database, are never already done. */
export function isCircle(chain: Chain): boolean {
  const { base, target } = endsOf(chain);
  return base === target && plansOf(chain).some(({ plan }) => plan.target !== base);
}

/** Translates a message about rows from before these plans into the names they have given since. */
export function renamedSince(decisions: readonly (readonly Decision[])[]): Renamed["message"] {
  const steps = decisions.map(renamedBy);
  return (text) => steps.reduce((now, { message }) => message(now), text);
}
