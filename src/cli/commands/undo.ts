import type { Exit } from "../exit-codes.ts";
import { putBack } from "../put-back.ts";
import type { Shell } from "../shell.ts";

/** Reverts the last change of a database; repeated, the one before. */
export function run(shell: Shell): Promise<Exit> {
  return putBack(shell, { backup: { step: "undo" }, target: shell.args[0] });
}
