import type { Soon } from "./driver.ts";

/**
 * What most starts do without: loaded where it is needed, by whoever can wait for it. A start without waiting has all of it
 * from the beginning.
 */
export interface Parts {
  /** Reading, running and verifying. */
  change(): Soon<typeof import("./change.ts")>;
  /** Copies, what there is to say where a start is refused, and what only databases with objects of the user need. */
  rest(): Soon<Rest>;
}

export type Rest = typeof import("./rest.ts");
