import { format, out, planFile } from "./shared.ts";
import type { CommandSpec } from "./spec.ts";

export const show: CommandSpec = {
  name: "show",
  summary: "a plan file, for people: needs no database",
  args: [planFile],
  options: [
    { name: "sql", text: "the statements alone" },
    { name: "markdown", text: "for a pull request" },
    { name: "html", text: "a page of its own" },
    format("human", "sql", "markdown", "html"),
    out,
  ],
  examples: [
    ["trueup show plans/add-tempo.plan.sql", "in the terminal"],
    ["trueup show plans/add-tempo.plan.sql --sql", "for whoever knows SQL best"],
    ["trueup show plans/add-tempo.plan.sql --html --out plan.html", "a page"],
  ],
  exits: [0, 1, 22, 64],
  load: () => import("../commands/show.ts"),
};
