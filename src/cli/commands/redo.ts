import type { Exit } from "../exit-codes.ts";
import { putBack } from "../put-back.ts";
import type { Shell } from "../shell.ts";

/** Reapplies what the last undo reverted. */
export function run(shell: Shell): Promise<Exit> {
  return putBack(shell, { backup: { step: "redo" }, target: shell.args[0] });
}
