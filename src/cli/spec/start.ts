import type { CommandSpec } from "./spec.ts";

export const init: CommandSpec = {
  name: "init",
  summary: "make a configuration and a first schema/",
  args: [],
  options: [],
  examples: [["trueup init", "an empty start"]],
  notes: [
    "Writes trueup.config.ts, schema/, plans/ and the lines that .gitignore and .gitattributes need. What is there already stays as it is.",
  ],
  exits: [0, 1, 64],
  load: () => import("../commands/init.ts"),
};
