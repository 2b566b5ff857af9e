import { unwrap } from "../../work/context.ts";
import { printSchema } from "../../work/schema/print.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { printData } from "../write-out.ts";

export async function run(shell: Shell): Promise<Exit> {
  const { args, options, tell, signal } = shell;
  const only = options.list("only").flatMap((each) => each.split(","));
  const printed = unwrap(await printSchema(await projectOf(shell), { state: args[0], only, tell, signal }));
  const { state, text, objects } = printed;
  if (shell.json) shell.out.print(document(shell, exits.done, { state, objects }));
  else printData(shell, text);
  return exits.done;
}
