/** What a script can learn from the exit code alone. Node itself uses 1 to 14, hence the gap. */
export const exits = {
  done: 0,
  failed: 1,
  differs: 2,
  stale: 20,
  decision: 21,
  badPlan: 22,
  rolledBack: 23,
  fleet: 24,
  locked: 25,
  usage: 64,
  interrupted: 130,
} as const;
export type Exit = (typeof exits)[keyof typeof exits];

export const exitTexts: Readonly<Record<Exit, string>> = {
  0: "done, nothing to do, or already applied (running it again is safe)",
  1: "failed: declarations, SQL, a file, a server",
  2: "the check you asked for is negative: there are differences",
  20: "stale: the live schema is neither the plan's base nor its target",
  21: "a decision is needed: the error says which flags answer it",
  22: "the plan file cannot be used: edited, not verified, or not a plan",
  23: "a check failed in the transaction; rolled back, nothing is changed",
  24: "part of a fleet failed",
  25: "no lock within --lock-timeout",
  64: "usage: no such command or option",
  130: "interrupted and rolled back",
};
