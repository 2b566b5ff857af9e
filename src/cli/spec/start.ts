import { target } from "./shared.ts";
import type { CommandSpec } from "./spec.ts";

export const init: CommandSpec = {
  name: "init",
  summary: "create a configuration and a first schema/",
  args: [],
  options: [
    {
      name: "from",
      instead: true,
      value: "SOURCE",
      text: "start from this database: its declarations become schema/; or from a schema in SQL, Drizzle or Prisma, which stays where it is",
    },
    { name: "new", value: "URL", text: "the database to be created, which a terminal asks for (file:app.db)" },
    {
      name: "agents",
      text: "write what coding agents read, and nothing else: a section of AGENTS.md and a skill; other text stays",
    },
  ],
  examples: [
    ["trueup init", "on a terminal it asks which database; elsewhere it starts empty"],
    ["trueup init --new file:data/app.db", "an empty start with another name"],
    ["trueup init --from app.db", "adopt an existing database"],
    ["trueup init --from db/schema.sql", "keep a schema that is there: SQL, Drizzle, Prisma"],
    ["trueup init --agents", "for coding agents; again after an update of trueup"],
  ],
  notes: [
    "Writes trueup.config.ts, schema/, plans/ and the lines that .gitignore and .gitattributes need: databases and backups do not belong in git. Existing files are left as they are.",
  ],
  exits: [0, 1, 64],
  load: () => import("../commands/init.ts"),
};

export const pull: CommandSpec = {
  name: "pull",
  elsewhere: ["introspect", "import", "inspect", "reflect"],
  summary: "the live database becomes declarations, merged into yours",
  args: [target],
  options: [
    { name: "check", text: "write nothing, show what would change; exit 2 if anything would" },
    {
      name: "as",
      value: "LANGUAGE",
      choices: ["sql", "drizzle"],
      text: "write one schema.sql, or a Drizzle schema with the rest in extra.ts",
    },
    { name: "strict", text: "what cannot be declared is an error, not a warning" },
    {
      name: "rows",
      value: "TABLES",
      text: "declare the rows of these tables too: genre,role (a CSV file from 50 rows)",
    },
  ],
  examples: [
    ["trueup pull prod --rows genre,role", "with the rows that belong to the schema"],
    ["trueup pull", "adopt what was changed in the default target"],
    ["trueup pull file:app.db", "any database"],
    ["trueup pull prod --check", "in CI: do the declarations still match?"],
    ["trueup pull file:app.db --schema app/schema.ts", "into one file"],
    ["trueup pull file:app.db --as sql", "the whole schema as schema.sql"],
    ["trueup pull file:app.db --as drizzle", "as a Drizzle schema: src/db/schema.ts"],
  ],
  notes: [
    "Merges into existing declarations: your order, comments, helpers and formatting stay; only what differs is edited.",
  ],
  exits: [0, 1, 2, 64],
  load: () => import("../commands/pull.ts"),
};

export const rename: CommandSpec = {
  name: "rename",
  summary: "rename a table or column in all of the declarations",
  args: [
    { name: "SUBJECT", required: true, complete: "subject" },
    { name: "NAME", required: true, complete: [] },
  ],
  options: [],
  examples: [
    ["trueup rename tune.title name", "a column: tune.title becomes tune.name"],
    ["trueup rename tune melody", "a table"],
  ],
  notes: ["Leaves the hint `.was(…)`, so that the next plan renames instead of dropping and adding."],
  exits: [0, 1, 64],
  load: () => import("../commands/rename.ts"),
};
