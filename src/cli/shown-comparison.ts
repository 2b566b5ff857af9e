import type { Comparison } from "../work/planning/planning.ts";

/** What is printed about a comparison. `many`: for one state of a fleet; the next step is then printed once for all. */
export interface ShownComparison extends Omit<Comparison, "live"> {
  readonly many?: true;
}
