import { bases, decisions, deployed, elsewhere, out, queries as files, target } from "./shared.ts";
import type { CommandSpec } from "./spec.ts";

export const build: CommandSpec = {
  name: "build",
  summary: "one file that an application imports to bring its own database up to date",
  args: [],
  options: [
    out,
    ...bases,
    {
      name: "engines",
      value: "NAMES",
      text: "plain (any SQLite since 3.37), native (since 3.54), libsql, or several: plain,libsql",
    },
    ...decisions,
    ...elsewhere,
    { name: "check", text: "write nothing; exit 2 if the file is not what would be written" },
  ],
  examples: [
    ["trueup build --out src/schema.bundle.ts --bases 'v*'", "every tag is a base, and the empty database"],
    ["trueup build --check", "in CI: is the committed file what would be written?"],
    ["trueup build --bases v1.0.0=releases/v1.0.0.sql --out dist/schema.json", "a base that no tag has"],
    ["trueup build --approve drop-column:users.nickname:any", "whatever rows hold in it, on every machine"],
    ["trueup build --refuse unique:users.email", "if two users share one, this release does not start"],
  ],
  notes: [
    "From every base and from the empty database there is one plan straight to the declarations, proven here. Tags are read from git; nothing is checked out.",
    "Rows on other machines cannot be asked, so they may contain anything that a base's constraints allow. Decide about that with flags or with `build` in the configuration.",
  ],
  exits: [0, 1, 2, 21, 64],
  load: () => import("../commands/build.ts"),
};

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
