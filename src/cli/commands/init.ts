import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Exit, exits } from "../exit-codes.ts";
import { configText, projectLines, schemaText } from "../first-files.ts";
import { document } from "../json-out.ts";
import type { Shell } from "../shell.ts";
import { refuse } from "../../work/context.ts";
import { writeFile } from "../write-file.ts";

interface Made {
  readonly file: string;
  readonly state: "written" | "extended" | "kept";
}

export async function run(shell: Shell): Promise<Exit> {
  const from = shell.options.text("from");
  if (!existsSync(shell.cwd)) {
    refuse({
      code: "path-unusable",
      level: "error",
      subject: "--dir",
      message: `there is no folder ${shell.cwd}`,
      help: ["make it first"],
    });
  }
  const pull = from === undefined ? null : await (await import("./pull.ts")).readyPull(shell, from);
  const made: Made[] = [write(shell, "trueup.config.ts", configText(from))];
  if (from === undefined && !existsSync(join(shell.cwd, "schema")))
    made.push(write(shell, "schema/schema.ts", schemaText));
  if (!existsSync(join(shell.cwd, "plans"))) made.push(write(shell, "plans/.gitkeep", ""));
  for (const { file, line, where } of projectLines) {
    if (where === undefined || where.some((each) => existsSync(join(shell.cwd, each))))
      made.push(extend(shell, file, line));
  }
  for (const { file, state } of made) shell.out.say(`${mark(shell, state)} ${file}`);
  pull?.();
  if (shell.json) shell.out.print(document(shell, exits.done, { files: made }));
  next(
    shell,
    from,
    made.some(({ file, state }) => file === "schema/schema.ts" && state === "written"),
  );
  return exits.done;
}

function mark(shell: Shell, state: Made["state"]): string {
  const { style } = shell.out.messages;
  return state === "kept" ? style.dim("kept     ") : style.good(state.padEnd(9));
}

function write(shell: Shell, file: string, text: string): Made {
  const path = join(shell.cwd, file);
  if (existsSync(path)) return { file, state: "kept" };
  writeFile(path, text);
  return { file, state: "written" };
}

function extend(shell: Shell, file: string, line: string): Made {
  const path = join(shell.cwd, file);
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (before.split(/\r?\n/).includes(line)) return { file, state: "kept" };
  const end = before.includes("\r\n") ? "\r\n" : "\n";
  writeFile(path, `${before}${before === "" || before.endsWith("\n") ? "" : end}${line}${end}`);
  return { file, state: before === "" ? "written" : "extended" };
}

function next(shell: Shell, from: string | undefined, fresh: boolean): void {
  const { style } = shell.out.messages;
  const say = (command: string, purpose: string): void =>
    shell.out.say(`  ${style.command(command.padEnd(32))} ${purpose}`);
  shell.out.say("");
  shell.out.say("Next:");
  if (!existsSync(join(shell.cwd, "node_modules", "trueup"))) {
    say("npm install --save-dev trueup", "gives your editor the words of schema/");
  }
  const found = from === undefined && fresh ? databases(shell.cwd) : [];
  if (found.length === 1) say(`trueup pull ${found[0]}`, "there is a database here: take over what it holds");
  if (from === undefined && fresh && found.length === 0) say("touch app.db", "an empty file is an empty database");
  say("trueup plan", "what would change");
}

function databases(folder: string): readonly string[] {
  return readdirSync(folder).filter((file) => /\.(db|sqlite3?|db3)$/i.test(file));
}
