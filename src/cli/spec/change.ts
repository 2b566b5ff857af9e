import { isPlanName } from "../../work/plans/plan-file.ts";
import { decisions, deployed, fleet, format, noValues, planFile, queries, target, changing } from "./shared.ts";
import type { CommandSpec } from "./spec.ts";

export const plan: CommandSpec = {
  name: "plan",
  elsewhere: ["generate", "revision", "makemigrations", "preview"],
  summary: "what it takes to bring the live database to the declarations",
  args: [{ ...target, many: true }],
  options: [
    { name: "out", value: "FILE", text: "write the plan file, to be reviewed and applied; - for stdout" },
    ...decisions,
    noValues,
    queries,
    deployed,
    { name: "to", value: "STATE", text: "another goal: a schema path, a database, git:REV, empty" },
    {
      name: "check",
      value: "PLANS",
      text: "check that these files, or the path through this folder, are still what plan would write; exit 2 if not",
    },
    {
      name: "rebase",
      value: "PLAN",
      optional: true,
      text: "plan again with the decisions of this file, and rewrite it; without a file, with those of the plans that a merge left off the path",
    },
    { name: "column-order", text: "put columns in the order of the declarations, even though that rebuilds tables" },
    {
      name: "portable",
      text: "only plain SQLite statements, without libSQL's ALTER COLUMN: for sqlite3, or any driver",
    },
    { name: "exit-code", text: "exit 2 if there is something to do" },
    format("human", "markdown", "github", "html", "sarif", "sql"),
  ],
  examples: [
    ["trueup plan", "the default target; print only"],
    ["trueup plan prod --out plans/add-tempo.plan.sql", "write what will run"],
    ["trueup plan app.db", "no configuration: a file, and schema/ beside you"],
    ["trueup plan prod --check plans/", "in CI: are the committed plans still right?"],
    ["trueup plan prod --rebase", "after a merge of branches: the plan that is missing"],
    ["trueup plan prod --portable --out plans/tempo.plan.sql", "for a database that sqlite3 will change: show --sql"],
    ["trueup plan --to git:main --out plans/back.plan.sql", "the way back to another revision"],
  ],
  notes: [
    "If the configuration names `queries`, each query of the application is compiled before and after the plan. One that fails, changes its meaning, scans a table or returns other columns is reported with its line.",
    "The database is only read. Before a plan is shown or written, it is run on an in-memory copy of the live schema to prove that it leads to the declarations.",
    "A decision can also be made in the declarations: .was(…) for a rename, .fill(…) for what rows get.",
  ],
  exits: [0, 1, 2, 20, 21, 22, 64],
  load: () => import("../commands/plan.ts"),
};

export const verify: CommandSpec = {
  name: "verify",
  summary: "check offline that plan files do what they say and lead to the declarations",
  args: [{ ...planFile, many: true }],
  options: [
    { name: "write", text: "seal a reviewed edit" },
    { name: "because", value: "TEXT", many: true, text: "the reason for the edited steps" },
    { name: "to", value: "STATE", text: "the goal of a plan that was made with --to" },
  ],
  examples: [
    ["trueup verify plans/", "each file, and that together they lead to the declarations"],
    ["trueup verify plans/add-tempo.plan.sql", "replay it on its own base"],
    ['trueup verify plans/add-tempo.plan.sql --write --because "a faster backfill"', "after editing it by hand"],
  ],
  notes: [
    "An older plan is replayed between the schemas that the plans after it lead back to. For a folder, declarations that are ahead of the plans exit with 2.",
  ],
  exits: [0, 1, 2, 20, 22, 64],
  load: () => import("../commands/verify.ts"),
};

export const rehearse: CommandSpec = {
  name: "rehearse",
  elsewhere: ["test", "dry-run"],
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
  elsewhere: ["migrate", "push", "upgrade", "deploy", "up", "sync"],
  summary: "run a plan: backup, one transaction, checked before commit",
  args: [{ name: "PLAN", complete: "plan" }, target],
  options: [
    { name: "yes", text: "without a plan file: do not ask; a plan that destroys anything is refused" },
    ...decisions,
    noValues,
    queries,
    deployed,
    { name: "create", text: "a database file that does not exist is created; without it, a terminal asks" },
    { name: "confirm", value: "NAME", text: "the target's name, if its configuration requires it" },
    { name: "expect-seal", value: "HASH", many: true, text: "apply only a plan with this seal, as approved elsewhere" },
    ...changing,
    {
      name: "wait-replicas",
      value: "URLS",
      text: "for a server: wait until these replicas show the change, separated by commas",
    },
    ...fleet,
  ],
  examples: [
    ["trueup apply plans/add-tempo.plan.sql prod", "the file is the approval: it never asks"],
    ["trueup apply", "while developing: plan, show, ask, apply"],
    ["trueup apply plans/ tenants --canary 1", "many databases, one of them first"],
  ],
  notes: [
    "Ctrl-C rolls back. Afterwards, it prints the exact command that undoes the change.",
    "Without a plan file, a loss that --approve accepts is still asked about on a terminal. With --yes, renames and fills count and a plan that destroys anything is refused, approved or not: that takes a plan file.",
  ],
  exits: [0, 1, 20, 21, 22, 23, 24, 25, 64, 130],
  load: async (args) => {
    // The process that runs the plan starts while everything else is loading.
    if (args.some(isPlanName)) (await import("../../target/change-process.ts")).expectApply();
    return import("../commands/apply.ts");
  },
};

export const run: CommandSpec = {
  name: "run",
  elsewhere: ["execute", "exec", "seed"],
  summary: "change rows with a file of SQL: backup, one transaction, checked, undone by undo",
  args: [{ name: "FILE", required: true, complete: "plan" }, target],
  options: [
    { name: "rehearse", text: "on a copy; the database is only read" },
    { name: "confirm", value: "NAME", text: "the target's name, if its configuration requires it" },
    ...changing,
  ],
  examples: [
    ["trueup run fixes/prices.sql prod --rehearse", "what would it do?"],
    ["trueup run fixes/prices.sql prod", "do it; trueup undo prod reverts it"],
  ],
  notes: [
    "The file contains INSERT, UPDATE and DELETE. A SELECT below a line `--@ check NAME expect = 0` is a check that runs at that point: expect = N, <= N or empty. If a check fails, everything is rolled back.",
    "Foreign keys may not be worse than before, and the schema may not change. It reports how many rows each table had and has. There is no record that a file ran: running it twice changes the rows twice.",
  ],
  exits: [0, 1, 20, 21, 22, 23, 25, 64, 130],
  load: () => import("../commands/run-file.ts"),
};
