import { unwrap } from "../../work/context.ts";
import { docs } from "../../work/schema/docs.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { writeOut } from "../write-out.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const { args, options, tell, signal } = shell;
  const said = options.text("format") ?? (/\.html$/.test(options.text("out") ?? "") ? "html" : "markdown");
  const format = said === "html" ? "html" : "markdown";
  const title = options.text("title");
  writeOut(shell, unwrap(await docs(project, { what: args[0], format, title, tell, signal })));
  return exits.done;
}
