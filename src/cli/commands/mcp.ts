import { type Exit, exits } from "../exit-codes.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";

export async function run(shell: Shell): Promise<Exit> {
  const { serve } = await import("../mcp/server.ts");
  await serve(shell, await projectOf(shell), { values: shell.options.flag("values") });
  return exits.done;
}
