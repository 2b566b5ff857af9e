import { isPlanName } from "../../work/plan-file.ts";
import { decisions, deployed, fleet, format, lockTimeout, planFile, queries, target } from "./shared.ts";
import type { CommandSpec } from "./spec.ts";

export const plan: CommandSpec = {
  name: "plan",
  summary: "what it takes to bring the live database to the declarations",
  args: [{ ...target, many: true }],
  options: [
    { name: "out", value: "FILE", text: "write the plan file, to be reviewed and applied; - for stdout" },
    ...decisions,
    queries,
    deployed,
    { name: "to", value: "STATE", text: "another goal: a schema path, a database, git:REV" },
    { name: "check", value: "PLANS", text: "are these plan files still what would be written? Exit 2 if not" },
    { name: "rebase", value: "PLAN", text: "plan again with the decisions of this file, and write it anew" },
    { name: "column-order", text: "put columns in the order of the declarations, though that rebuilds tables" },
    { name: "exit-code", text: "exit 2 where there is something to do" },
    format("human", "markdown", "github", "html", "sarif", "sql"),
  ],
  examples: [
    ["trueup plan", "the default target; print only"],
    ["trueup plan prod --out plans/add-tempo.plan.sql", "write what will run"],
    ["trueup plan app.db", "no configuration: a file, and schema/ beside you"],
    ["trueup plan prod --check plans/*.plan.sql", "in CI: are the committed plans still right?"],
    ["trueup plan --to git:main --out plans/back.plan.sql", "the way back to another revision"],
  ],
  notes: [
    "Where the configuration names `queries`, each of the application's queries is compiled on both ends of the plan: what fails, means something else, scans or returns other columns is told at its line.",
    "The database is only read. Each plan has been run on a copy of the live schema in memory, and led to the declarations, before it is shown or written.",
    "A decision can also stand in the declarations: .was(…) for a rename, .fill(…) for what rows get.",
  ],
  exits: [0, 1, 2, 20, 21, 22, 64],
  load: () => import("../commands/plan.ts"),
};

export const verify: CommandSpec = {
  name: "verify",
  summary: "do plan files do what they say, and lead to the declarations? Offline",
  args: [{ ...planFile, many: true }],
  options: [
    { name: "write", text: "seal a reviewed edit" },
    { name: "because", value: "TEXT", many: true, text: "the reason for the edited steps" },
    { name: "to", value: "STATE", text: "of a plan that was made with --to: where it leads" },
  ],
  examples: [
    ["trueup verify plans/", "each file by itself, and that the plans lead to the declarations"],
    ["trueup verify plans/add-tempo.plan.sql", "replay it on its own base"],
    ['trueup verify plans/add-tempo.plan.sql --write --because "a faster backfill"', "after editing it by hand"],
  ],
  notes: [
    "An older plan is replayed between the schemas that the plans after it lead back to. Of a folder, declarations that are ahead of the plans exit 2.",
  ],
  exits: [0, 1, 2, 20, 22, 64],
  load: () => import("../commands/verify.ts"),
};

export const rehearse: CommandSpec = {
  name: "rehearse",
  summary: "run a plan on a copy of the live database, with its real rows",
  args: [planFile, target],
  options: [],
  examples: [["trueup rehearse plans/add-tempo.plan.sql prod", "how long will it take, and what will the checks say?"]],
  notes: ["The live database is only read. The copy is deleted afterwards."],
  exits: [0, 1, 20, 22, 23, 64],
  load: () => import("../commands/rehearse.ts"),
};

export const apply: CommandSpec = {
  name: "apply",
  summary: "carry out a plan: backup, one transaction, checked before commit",
  args: [{ name: "PLAN", complete: "plan" }, target],
  options: [
    { name: "yes", text: "without a plan file: do not ask; then nothing that destroys passes" },
    ...decisions,
    queries,
    deployed,
    { name: "confirm", value: "NAME", text: "the target's name, where its configuration demands that" },
    { name: "expect-seal", value: "HASH", many: true, text: "only plans that were approved elsewhere, by their seals" },
    {
      name: "backup",
      value: "DIR|none|fork",
      text: "where the copy goes; none has to be said; fork: on the server itself",
    },
    lockTimeout,
    {
      name: "allow-long",
      text: "to a server: send a change though the server may take the lock away before it is done",
    },
    {
      name: "wait-replicas",
      value: "URLS",
      text: "of a server, with commas between: wait until these show the change",
    },
    ...fleet,
  ],
  examples: [
    ["trueup apply plans/add-tempo.plan.sql prod", "the file is the approval: it never asks"],
    ["trueup apply", "while developing: plan, show, ask, apply"],
    ["trueup apply plans/ tenants --canary 1", "many databases, one of them first"],
  ],
  notes: [
    "Ctrl-C rolls back. After it is done the exact command for undoing it is printed.",
    "With decisions and --yes, and no file: the dev loop in a script.",
  ],
  exits: [0, 1, 20, 21, 22, 23, 24, 25, 64, 130],
  load: async (args) => {
    // The process that will carry the plan out gets ready while all else is loaded.
    if (args.some(isPlanName)) (await import("../../target/change-process.ts")).expectApply();
    return import("../commands/apply.ts");
  },
};
