import type { CommandSpec } from "./spec.ts";

export const explain: CommandSpec = {
  name: "explain",
  summary: "the long text of an error or lint code",
  args: [{ name: "CODE", complete: "code" }],
  options: [],
  examples: [
    ["trueup explain drop-table", "what it means, why it matters, what to do"],
    ["trueup explain", "every code"],
  ],
  exits: [0, 64],
  load: () => import("../commands/explain.ts"),
};
