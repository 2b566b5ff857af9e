import type { Comparison } from "../work/planning/planning.ts";

/** What is told of a comparison. `many`: one of the states of a fleet, where what to do next is said once for all. */
export interface Told extends Omit<Comparison, "live"> {
  readonly many?: true;
}
