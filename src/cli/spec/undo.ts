import { lockTimeout, target } from "./shared.ts";
import type { CommandSpec, OptionSpec } from "./spec.ts";

export const backups: CommandSpec = {
  name: "backups",
  summary: "the backups that were made before changes",
  args: [target],
  options: [],
  examples: [["trueup backups prod", "newest first"]],
  notes: ["For an ssh:// target, also those kept on its machine; trueup restore takes one of them by its name."],
  exits: [0, 1, 64],
  load: () => import("../commands/backups.ts"),
};

const puttingBack: readonly OptionSpec[] = [
  { name: "discard-writes", text: "discard what was written since; it is kept in another backup" },
  { name: "yes", text: "do not ask; needed where there is no terminal" },
  { name: "confirm", value: "NAME", text: "the target's name, if its configuration requires it" },
  lockTimeout,
];

export const undo: CommandSpec = {
  name: "undo",
  elsewhere: ["downgrade", "rollback", "revert", "down"],
  summary: "revert the last change of a database; again, the one before",
  args: [target],
  options: puttingBack,
  examples: [
    ["trueup undo prod", "back to before the last apply"],
    ["trueup undo prod --yes", "in a script"],
  ],
  notes: [
    "Restores the backup from before the change, byte for byte, and keeps what it replaces: trueup redo brings it back. Checks first that nothing was written since.",
  ],
  exits: [0, 1, 21, 25, 64, 130],
  load: () => import("../commands/undo.ts"),
};

export const redo: CommandSpec = {
  name: "redo",
  summary: "do again what the last undo reverted",
  args: [target],
  options: puttingBack,
  examples: [["trueup redo prod", "forward again, to where the undo was"]],
  exits: [0, 1, 21, 25, 64, 130],
  load: () => import("../commands/redo.ts"),
};

export const restore: CommandSpec = {
  name: "restore",
  summary: "restore a specific backup, byte for byte",
  args: [{ name: "BACKUP", required: true, complete: "backup" }, target],
  options: [
    ...puttingBack,
    {
      name: "from",
      value: "NAME",
      text: "the database that the backup was taken from, if that is another one: its name or its location",
    },
  ],
  examples: [["trueup restore backups/prod/2026-11-20T14-02-11-e285857c.db prod", "this one, into prod"]],
  notes: [
    "Checks first that nothing was written since, and keeps what it replaces. A backup is restored to the database that it was taken from; to another one only if --from names the one it comes from.",
  ],
  exits: [0, 1, 21, 25, 64, 130],
  load: () => import("../commands/restore.ts"),
};

export const history: CommandSpec = {
  name: "history",
  elsewhere: ["log"],
  summary: "what was applied, when and by whom",
  args: [target],
  options: [],
  examples: [["trueup history prod", "newest first"]],
  notes: [
    "A log kept beside the backups, or in the folder that `history` in the configuration names. For an ssh:// target it is kept beside the database as well, so it shows what others applied. It notes if something else changed the schema. No decision depends on it.",
  ],
  exits: [0, 1, 64],
  load: () => import("../commands/history.ts"),
};
