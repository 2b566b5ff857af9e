import { target } from "./shared.ts";
import type { CommandSpec } from "./spec.ts";

export const history: CommandSpec = {
  name: "history",
  summary: "what was applied when, by whom",
  args: [target],
  options: [],
  examples: [["trueup history prod", "newest first"]],
  notes: ["A log beside the backups. Nothing is ever decided from it."],
  exits: [0, 1, 64],
  load: () => import("../commands/history.ts"),
};
