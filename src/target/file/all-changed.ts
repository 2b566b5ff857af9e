import { destroyedBy } from "../../apply/destroyed.ts";
import type { Schema } from "../../model/schema.ts";
import type { Decision } from "../../plan/plan.ts";
import { atBase } from "../../apply/base.ts";
import { plansOf, renamedSince } from "../../apply/chain.ts";
import type { Applied, StepDone } from "../../apply/events.ts";
import { runItems, takeBaselines } from "../../apply/items.ts";
import { isDamage } from "./look-before.ts";
import { type Renamed, renamedBy } from "../../apply/renamed.ts";
import { pause, type Run } from "../../apply/run.ts";
import { takeStatistics } from "../../apply/statistics.ts";
import { redefines, touchedBy } from "../../apply/touched.ts";
import { type LookBefore, stateBefore, verify } from "../../apply/verify.ts";

export type Changed = Pick<Applied, "steps" | "destroyed" | "plans">;

/** One plan after another, each verified like a single plan before the next begins. */
export async function allChanged(run: Run, live: Schema, look: LookBefore): Promise<Changed> {
  const plans = plansOf(run.request);
  const parts: Changed[] = [];
  const decided: (readonly Decision[])[] = [];
  for (const [index, each] of plans.entries()) {
    const started = performance.now();
    const { planName: name, seal } = each;
    if (plans.length > 1) run.hooks.onEvent({ kind: "plan", name, n: index + 1, of: plans.length });
    const part: Run = { ...run, request: { ...run.request, ...each, following: [] }, checks: [] };
    const now = index === 0 ? live : await atBase(part);
    decided.push(each.plan.decisions);
    // The result of the whole change is measured once, after its last step.
    const last = index === plans.length - 1;
    const view = last ? look : { ...look, anyway: false, meanwhile: () => {} };
    const steps = await changed(part, now, view, renamedSince(decided));
    run.checks.push(...part.checks);
    const { base, target } = each.plan;
    const milliseconds = Math.round(performance.now() - started);
    parts.push({
      steps,
      destroyed: destroyedBy(part.request.plan, part.checks),
      plans: [{ name, seal, base, target, milliseconds }],
    });
  }
  return {
    steps: parts.flatMap(({ steps }) => steps),
    destroyed: parts.flatMap((part) => part.destroyed),
    plans: parts.flatMap((part) => part.plans),
  };
}

/** Runs the steps, and verifies that they did what they should and no more. */
async function changed(
  run: Run,
  live: Schema,
  look: LookBefore,
  message: Renamed["message"],
): Promise<readonly StepDone[]> {
  const { plan } = run.request;
  try {
    await pause(run);
    const renamed = renamedBy(plan.decisions);
    const before = stateBefore(run, live, look);
    const light = look.orphans !== null && touchedBy(plan) !== null && !redefines(plan);
    const baselines = takeBaselines(run, plan, renamed, light);
    const statistics = takeStatistics(run, renamed);
    const steps = await runItems(run, baselines, light, look.answers);
    statistics?.putBack();
    await verify(run, before, look, { ...renamed, message });
    return steps;
  } catch (error) {
    // SQLite ran into damage: the check at the start reports all of it, and that it was there before.
    if (isDamage(error)) {
      run.session.rollback();
      await look.found();
    }
    throw error;
  }
}
