import { bases, decisions, elsewhere, format, noValues, out, planFile, queries, target } from "./shared.ts";
import type { CommandSpec } from "./spec.ts";

export const check: CommandSpec = {
  name: "check",
  elsewhere: ["lint", "validate"],
  summary: "are the declarations sound? Needs no database",
  args: [{ ...target, many: true }],
  options: [
    queries,
    {
      name: "fix",
      text: "write the fixes that are certain: a misspelt word, a hint that has no effect, an index for a foreign key",
    },
    {
      name: "baseline",
      text: "write the current warnings to trueup.baseline.json: from then on only new ones count",
    },
    ...bases.map((option) => (option.name === "bases" ? { ...option, optional: true } : option)),
    ...decisions,
    ...elsewhere,
    format("human", "github", "gitlab", "sarif", "markdown"),
  ],
  examples: [
    ["trueup check --bases 'v*'", "does every release in use reach the declarations, whatever its rows hold?"],
    ["trueup check --bases --format markdown", "the releases of the configuration, as a table for a pull request"],
    ["trueup check --baseline", "after adopting a database: its old warnings are known"],
    ["trueup check", "compile, create in an engine, lint"],
    ["trueup check --fix prod", "and remove the hints that prod no longer needs"],
    ["trueup check --queries 'src/**/*.ts'", "and does every query of the application compile?"],
    ["trueup check dev prod", "and which hints (.was, .fill) are no longer needed in these databases?"],
    ["trueup check --format sarif > trueup.sarif", "for code scanning"],
  ],
  notes: [
    "The declarations are read, never run. They are created in an in-memory engine, then linted.",
    "With --bases, a database of each release is created and brought to the declarations, once without rows and then with rows that its constraints allow: NULL, duplicates, references to missing rows, '007' in a column that becomes a number. A missing decision exits with 21.",
  ],
  exits: [0, 1, 21, 64],
  load: () => import("../commands/check.ts"),
};

export const drift: CommandSpec = {
  name: "drift",
  elsewhere: ["status", "current"],
  summary: "does the live database still match the declarations?",
  args: [{ ...target, many: true }],
  options: [
    { name: "no-rows", text: "compare only the schema, not the declared rows" },
    noValues,
    format("human", "html"),
    out,
  ],
  examples: [
    ["trueup drift prod", "exit 2 if it differs"],
    ["trueup drift tenants", "a fleet, grouped by state"],
  ],
  exits: [0, 1, 2, 64],
  load: () => import("../commands/drift.ts"),
};

export const plans: CommandSpec = {
  name: "plans",
  summary: "the folder of plans as a graph, and where a database is in it",
  args: [target],
  options: [
    { name: "plans", value: "DIR", text: "a folder other than the configured one" },
    { name: "prune", text: "delete the plans that do not lead to the declarations, after asking" },
    { name: "yes", text: "with --prune: do not ask" },
    format("human", "markdown"),
  ],
  examples: [
    ["trueup plans", "what the plans do, and whether they lead to the declarations"],
    ["trueup plans prod", "and which of them prod still needs"],
    ["trueup plans prod --format markdown", "for a pull request: the plans that apply will run on prod"],
    ["trueup plans --prune", "tidy up after abandoned branches"],
  ],
  notes: [
    "A plan leads from one schema to another, and the declarations are where a folder of plans should lead. Names and dates say nothing about the order, and no record is kept of what was applied.",
  ],
  exits: [0, 1, 2, 21, 64],
  load: () => import("../commands/plans.ts"),
};

export const diff: CommandSpec = {
  name: "diff",
  summary: "what differs between any two states",
  args: [
    { name: "A", required: true, complete: "target" },
    { name: "B", required: true, complete: "target" },
  ],
  options: [noValues, format("human", "markdown"), { name: "exit-code", text: "exit 2 if they differ" }],
  examples: [
    ["trueup diff git:main schema", "what this branch changes"],
    ["trueup diff prod staging", "two databases"],
    ["trueup diff plans/add-tempo.plan.sql:target schema", "a plan's end and the declarations"],
  ],
  notes: [
    "A state is a schema file or folder, a target or URL, a backup, git:REV (the declarations of a revision), a plan file followed by :base or :target, or `empty`. The output describes the change from A to B, with the rows that are declared on either side.",
  ],
  exits: [0, 1, 2, 64],
  load: () => import("../commands/diff.ts"),
};

export const schema: CommandSpec = {
  name: "schema",
  elsewhere: ["dump", "export"],
  summary: "the declared schema as SQL, or that of a database",
  args: [{ name: "STATE", complete: "target" }],
  options: [
    {
      name: "only",
      value: "NAMES",
      many: true,
      text: "only these tables and views, with their indexes and triggers: user,billing_*",
    },
  ],
  examples: [
    ["trueup schema", "what the declarations mean"],
    ["trueup schema prod --only tune", "a table as prod has it, with its indexes and triggers"],
    ["trueup schema git:main > schema.sql", "the declarations of a revision, as a script"],
  ],
  notes: [
    "STATE is anything that `diff` accepts: a target or URL, a schema path, git:REV, PLAN:base and PLAN:target, empty.",
  ],
  exits: [0, 1, 64],
  load: () => import("../commands/schema.ts"),
};

export const show: CommandSpec = {
  name: "show",
  summary: "a plan file, for people: needs no database",
  args: [planFile],
  options: [
    { name: "sql", text: "only the statements" },
    { name: "markdown", text: "for a pull request" },
    { name: "html", text: "a standalone page" },
    {
      name: "wrangler",
      value: "DIR",
      text: "for a D1 plan: a migration for wrangler, numbered after those in DIR",
    },
    format("human", "sql", "markdown", "html"),
    out,
  ],
  examples: [
    ["trueup show plans/add-tempo.plan.sql", "in the terminal"],
    ["trueup show plans/add-tempo.plan.sql --sql", "only the SQL"],
    ["trueup show plans/add-tempo.plan.sql --html --out plan.html", "a page"],
    ["trueup show plans/add-tempo.plan.sql --wrangler migrations", "for `wrangler d1 migrations apply`"],
  ],
  exits: [0, 1, 22, 64],
  load: () => import("../commands/show.ts"),
};

export const draw: CommandSpec = {
  name: "draw",
  elsewhere: ["erd", "studio"],
  summary: "an entity diagram of the declarations, a database or a plan",
  args: [{ name: "what", complete: "target" }],
  options: [format("mermaid", "svg", "html"), out],
  examples: [
    ["trueup draw", "the declarations, as Mermaid"],
    ["trueup draw prod --format svg --out schema.svg", "a database"],
    ["trueup draw plans/add-tempo.plan.sql --format html --out plan.html", "what a plan changes"],
  ],
  exits: [0, 1, 22, 64],
  load: () => import("../commands/draw.ts"),
};

export const docs: CommandSpec = {
  name: "docs",
  summary: "the schema as pages to read, with your comments",
  args: [{ name: "what", complete: "target" }],
  options: [format("markdown", "html"), out, { name: "title", value: "TEXT", text: "the heading of the page" }],
  examples: [
    ["trueup docs --out SCHEMA.md", "the declarations, as Markdown"],
    ["trueup docs --format html --out schema.html", "one page, with the diagram"],
  ],
  exits: [0, 1, 64],
  load: () => import("../commands/docs.ts"),
};
