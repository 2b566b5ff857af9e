import { deployed, queries as files, target } from "./shared.ts";
import type { CommandSpec } from "./spec.ts";

export const queries: CommandSpec = {
  name: "queries",
  summary: "the SQL of the application: what was found, and what each query touches",
  args: [],
  options: [
    files,
    {
      name: "by",
      value: "WHAT",
      choices: ["file", "table", "column"],
      text: "sort the list by file, table or column",
    },
    { name: "unread", text: "only those that could not be read, with the reason" },
  ],
  examples: [
    ["trueup queries", "by file, with the tables of each"],
    ["trueup queries --by column", "who names tune.lapses?"],
    ["trueup queries --unread", "what is assembled at run time?"],
  ],
  notes: ["Sources are read, never run. The configuration's `queries` says which files are read; no others are."],
  exits: [0, 1, 64],
  load: () => import("../commands/queries.ts"),
};

export const unused: CommandSpec = {
  name: "unused",
  summary: "tables, columns, indexes and views that no query touches",
  args: [],
  options: [files, deployed],
  examples: [
    ["trueup unused", "what could be dropped?"],
    ["trueup unused --deployed git:origin/main", "of the code that runs now"],
  ],
  notes: [
    "Only queries that can be read are counted. What a builder assembles is seen only if it was recorded; the output lists the files that use one.",
    "Primary keys, foreign keys, unique indexes and indexes of foreign keys are never listed: the engine needs them.",
  ],
  exits: [0, 1, 64],
  load: () => import("../commands/unused.ts"),
};

export const explainQuery: CommandSpec = {
  name: "explain-query",
  summary: "how the engine answers a query: indexes, scans, and what would help",
  args: [{ name: "FILE:LINE", required: true, complete: [] }, target],
  options: [files],
  examples: [
    ["trueup explain-query src/tunes.ts:41", "on the declarations"],
    ["trueup explain-query src/tunes.ts:41 prod", "with the rows and statistics of a database"],
  ],
  exits: [0, 1, 64],
  load: () => import("../commands/explain-query.ts"),
};
