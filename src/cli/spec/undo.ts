import { lockTimeout, target } from "./shared.ts";
import type { CommandSpec } from "./spec.ts";

export const backups: CommandSpec = {
  name: "backups",
  summary: "the backups that were made before changes",
  args: [target],
  options: [],
  examples: [["trueup backups prod", "newest first"]],
  exits: [0, 1, 64],
  load: () => import("../commands/backups.ts"),
};

export const restore: CommandSpec = {
  name: "restore",
  summary: "put a backup back, byte for byte",
  args: [{ name: "BACKUP", complete: "backup" }, target],
  options: [
    { name: "discard-writes", text: "discard what was written since the backup" },
    { name: "yes", text: "do not ask" },
    { name: "confirm", value: "NAME", text: "the target's name, if its configuration requires it" },
    lockTimeout,
  ],
  examples: [
    ["trueup restore", "undo the last change of the default target"],
    ["trueup restore backups/prod/2026-11-20T14-02-11-e285857c.db prod", "a specific one"],
  ],
  notes: ["Checks first that nothing was written since the backup, and keeps a copy of what it replaces."],
  exits: [0, 1, 21, 25, 64, 130],
  load: () => import("../commands/restore.ts"),
};

export const history: CommandSpec = {
  name: "history",
  summary: "what was applied, when and by whom",
  args: [target],
  options: [],
  examples: [["trueup history prod", "newest first"]],
  notes: [
    "A log kept beside the backups. It notes where the schema was changed by something else. Nothing is decided from it.",
  ],
  exits: [0, 1, 64],
  load: () => import("../commands/history.ts"),
};
