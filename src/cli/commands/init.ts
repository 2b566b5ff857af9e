import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { need } from "../../work/context.ts";
import { init, type Made } from "../../work/init.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import type { Shell } from "../shell.ts";
import { tellWritten } from "./pull.ts";

export async function run(shell: Shell): Promise<Exit> {
  const { cwd, env, options, tell, signal } = shell;
  const from = options.text("from");
  const [config, schema] = [options.text("config"), options.text("schema")];
  const { files, pulled } = need(shell, await init({ cwd, env, config, schema, from, tell, signal }));
  for (const { file, state } of files) shell.out.say(`${mark(shell, state)} ${file}`);
  tellWritten(shell, pulled);
  if (shell.json) shell.out.print(document(shell, exits.done, { files }));
  const fresh = files.some(({ file, state }) => file === "schema/schema.ts" && state === "written");
  next(shell, from, fresh);
  return exits.done;
}

function mark(shell: Shell, state: Made["state"]): string {
  const { style } = shell.out.messages;
  return state === "kept" ? style.dim("kept     ") : style.good(state.padEnd(9));
}

function next(shell: Shell, from: string | undefined, fresh: boolean): void {
  const { style } = shell.out.messages;
  const say = (command: string, purpose: string): void =>
    shell.out.say(`  ${style.command(command.padEnd(32))} ${purpose}`);
  shell.out.say("");
  shell.out.say("Next:");
  if (!existsSync(join(shell.cwd, "node_modules", "trueup"))) {
    say("npm install --save-dev trueup", "for types and completion in your editor");
  }
  const found = from === undefined && fresh ? databases(shell.cwd) : [];
  if (found.length === 1) say(`trueup pull ${found[0]}`, "there is a database here: adopt its schema");
  if (from === undefined && fresh && found.length === 0) say("touch app.db", "an empty file is an empty database");
  say("trueup plan", "what would change");
}

function databases(folder: string): readonly string[] {
  return readdirSync(folder).filter((file) => /\.(db|sqlite3?|db3)$/i.test(file));
}
