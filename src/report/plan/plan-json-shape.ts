import type { SeenCheck, StepDone } from "../../apply/events.ts";
import type { Cost, Counts, Explained } from "../../plan/explanation.ts";
import type { CheckKind, StepKind } from "../../plan/kinds.ts";
import type { Before, Decision, Expect, Hazard } from "../../plan/plan.ts";

/** What `show --json` reports about a plan; fields are only ever added. */
export interface PlanJson {
  readonly name: string;
  readonly base: string;
  readonly target: string;
  readonly seal: string;
  readonly counts: Counts;
  readonly destroys: readonly Hazard[];
  /** The same. */
  readonly hazards: readonly Hazard[];
  readonly changes: readonly Explained[];
  readonly kept: readonly { readonly name: string; readonly why: string }[];
  readonly cosmetic: readonly string[];
  readonly order: readonly string[];
  readonly cost: Cost | null;
  readonly decisions: readonly Decision[];
  readonly items: readonly (StepJson | CheckJson)[];
  readonly before: readonly Before[];
  readonly rehearsal: {
    readonly target: string;
    readonly milliseconds: number;
    readonly steps: readonly StepDone[];
    readonly checks: readonly SeenCheck[];
  } | null;
}

interface StepJson {
  readonly kind: "step";
  readonly name: StepKind;
  readonly subject: string;
  readonly note: string | null;
  readonly sql: string;
}

interface CheckJson {
  readonly kind: "check";
  readonly name: CheckKind;
  readonly subject: string;
  readonly note: string | null;
  readonly expect: Expect;
  readonly sql: string;
}
