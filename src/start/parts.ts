import type { Soon } from "./driver.ts";

/**
 * Code that most starts do not need. It is loaded on demand if the caller can wait; a synchronous start includes all of
 * it.
 */
export interface Parts {
  /** Reading, running and verifying. */
  change(): Soon<typeof import("./change.ts")>;
  /** Copies, the messages of a refused start, and what only databases with the user's own objects need. */
  rest(): Soon<Rest>;
}

export type Rest = typeof import("./rest.ts");
