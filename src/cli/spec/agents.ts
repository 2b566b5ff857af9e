import type { CommandSpec } from "./spec.ts";

export const mcp: CommandSpec = {
  name: "mcp",
  summary: "the same for coding agents: a server of the Model Context Protocol on stdin and stdout",
  args: [],
  options: [{ name: "values", text: "values of rows may be shown as evidence; without it only how many there are" }],
  examples: [["trueup mcp", "started by an agent's configuration, in the folder of the project"]],
  notes: [
    "Tools: check, plan, explain, show, drift, diff, rehearse, schema, rename, pull (which only looks) and queries; and, if a target has `dev: true`, apply for such targets only. Paths stay inside the project. Answers that are too long are cut, and say so.",
    "Resources: the words of schema files, and the codes of errors.",
  ],
  exits: [0, 1, 64],
  load: () => import("../commands/mcp.ts"),
};
