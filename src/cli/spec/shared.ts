import type { ArgumentSpec, OptionSpec } from "./spec.ts";

/** Options that several commands share. */

export const target: ArgumentSpec = { name: "target", complete: "target" };
export const planFile: ArgumentSpec = { name: "PLAN", required: true, complete: "plan" };

export const globals: readonly OptionSpec[] = [
  { name: "config", value: "FILE", text: "the configuration, instead of trueup.config.ts here or above" },
  {
    name: "schema",
    value: "PATH",
    many: true,
    text: "the declarations: a file or a folder, instead of the configured ones",
  },
  { name: "dir", short: "C", value: "DIR", text: "run as if started in DIR" },
  { name: "json", text: "one JSON document on stdout (docs/reference/json.md)" },
  { name: "color", value: "WHEN", choices: ["auto", "always", "never"], text: "colour: auto, always or never" },
  { name: "no-input", text: "never ask; an open question is an error that says how to answer it" },
  { name: "quiet", short: "q", text: "print errors only" },
  { name: "verbose", short: "v", text: "print more: timings, files, statements" },
  { name: "help", short: "h", text: "this text" },
  { name: "version", text: "the version" },
];

export const noValues: OptionSpec = {
  name: "no-values",
  text: "show no values of rows as evidence, only how many rows there are and their numbers; the default in CI (CI=true)",
};

export const decisions: readonly OptionSpec[] = [
  {
    name: "rename",
    value: "OLD:NEW",
    many: true,
    text: "it was renamed: old.x:new.x for a column, old:new for a table",
  },
  { name: "fill", value: "T.C=SQL", many: true, text: "what existing rows get in a column" },
  { name: "approve", value: "RULE:OBJECT[:ROWS]", many: true, text: "accept a loss, up to that many rows" },
  {
    name: "because",
    value: "TEXT",
    many: true,
    text: "the reason, for the --approve before it; needed in a plan file",
  },
];

/** The releases that are in use. */
export const bases: readonly OptionSpec[] = [
  { name: "bases", value: "TAGS", many: true, text: "the releases in use: a tag, a pattern ('v*') or NAME=SCHEMA" },
  { name: "oldest", value: "TAG", text: "tags before this one are no longer supported" },
  { name: "release", value: "NAME", text: "this release; later tags are not its bases" },
];

/** What happens to rows on other people's machines. */
export const elsewhere: readonly OptionSpec[] = [
  { name: "refuse", value: "RULE:OBJECT", many: true, text: "if rows break this rule, the release does not start" },
  { name: "repair", value: "RULE:OBJECT=SQL", many: true, text: "if rows break this rule, this repairs them first" },
];

export const queries: OptionSpec = {
  name: "queries",
  value: "FILES",
  many: true,
  text: "the files that hold the application's SQL, instead of the configured ones: 'src/**/*.ts'",
};

export const deployed: OptionSpec = {
  name: "deployed",
  value: "git:REV",
  text: "the code that runs now; the work tree is what comes next",
};

export function format(...choices: readonly string[]): OptionSpec {
  return { name: "format", value: "FORMAT", choices, text: `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}` };
}

export const out: OptionSpec = { name: "out", value: "FILE", text: "write there instead of to stdout" };

export const fleet: readonly OptionSpec[] = [
  { name: "canary", value: "N", kind: "count", text: "for a fleet: N databases first, the rest only if they succeed" },
  { name: "parallel", value: "N", kind: "count", text: "for a fleet: N databases at a time (4)" },
  { name: "max-failures", value: "N", kind: "count", text: "for a fleet: stop after N failures (1)" },
];

export const lockTimeout: OptionSpec = {
  name: "lock-timeout",
  value: "TIME",
  kind: "time",
  text: "how long to wait for the write lock (5s)",
};

const lockBudget: OptionSpec = {
  name: "lock-budget",
  value: "TIME",
  kind: "time",
  text: "how long writers may wait; a change that is estimated to take longer is refused",
};

/** How a change is made: its backup, and how long others may wait for it. */
export const changing: readonly OptionSpec[] = [
  {
    name: "backup",
    value: "DIR|none|changes|fork",
    text: "where the backup goes; none: no backup; changes: only the pages it writes; fork: a copy on the server itself",
  },
  lockTimeout,
  lockBudget,
  {
    name: "allow-long",
    text: "for a server: send the change even if the server may end its lock before it is done",
  },
];
