import { lockTimeout, target } from "./shared.ts";
import type { CommandSpec, OptionSpec } from "./spec.ts";

const confirm: OptionSpec = {
  name: "confirm",
  value: "NAME",
  text: "the target's name, if its configuration requires it",
};

export const dev: CommandSpec = {
  name: "dev",
  summary: "bring the development database to the declarations at each save",
  args: [target],
  options: [
    { name: "create", text: "a database file that does not exist is created; without it, a terminal asks" },
    confirm,
    lockTimeout,
  ],
  examples: [
    ["trueup dev", "the default target, if it is a file here"],
    ["trueup dev scratch", "a target that says dev: true"],
  ],
  notes: [
    "If a save destroys nothing, the change is made at once. If it would, or if a rename is possible, dev asks; without a terminal it says what is open and waits for the next save.",
    "No backup is made for a change that destroys nothing. Ctrl-C ends it.",
  ],
  exits: [0, 1, 64, 130],
  load: () => import("../commands/dev.ts"),
};

export const reset: CommandSpec = {
  name: "reset",
  summary: "empty a disposable database, create it as declared and seed it",
  args: [target],
  options: [confirm, lockTimeout],
  examples: [["trueup reset", "back up, empty, create, seed"]],
  notes: [
    "Only for targets with `disposable: true`. The target's `hooks: { seed }` is run at the end. What was there is kept as a backup, and the command that brings it back is printed.",
    "For any other database: trueup plan --to empty writes a plan that drops everything, object by object.",
  ],
  exits: [0, 1, 21, 23, 25, 64, 130],
  load: () => import("../commands/reset.ts"),
};
