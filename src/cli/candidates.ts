import { readdirSync } from "node:fs";
import { join } from "node:path";
import { commands } from "./spec/commands.ts";
import { globals } from "./spec/shared.ts";
import type { ArgumentSpec, CommandSpec, OptionSpec } from "./spec/spec.ts";
import type { Shell } from "./shell.ts";

/** What may stand at the last of these words, as `word<TAB>what it is`. */
export async function candidates(words: readonly string[], shell: Shell): Promise<readonly string[]> {
  const current = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const command = commands.find((each) => each.name === commandWord(before));
  const options = [...(command?.options ?? []), ...globals];
  const open = optionBefore(before.at(-1), options);
  if (open !== undefined)
    return open.choices ?? (open.name === "to" ? [...(await targets(shell)), ":files"] : [":files"]);
  if (current.startsWith("-")) return options.map((option) => `--${option.name}\t${option.text}`);
  if (command === undefined) return commands.map((each) => `${each.name}\t${each.summary}`);
  return argument(command, before, options, shell);
}

function optionBefore(word: string | undefined, options: readonly OptionSpec[]): OptionSpec | undefined {
  return options.find(
    (option) => option.value !== undefined && (word === `--${option.name}` || word === `-${option.short ?? ""}`),
  );
}

/** Words that are no options and no values of options. */
function positionals(words: readonly string[], options: readonly OptionSpec[]): readonly string[] {
  return words.filter((word, index) => {
    return !word.startsWith("-") && optionBefore(words[index - 1], options) === undefined;
  });
}

function commandWord(words: readonly string[]): string | undefined {
  return positionals(words, globals)[0];
}

async function argument(command: CommandSpec, before: readonly string[], options: readonly OptionSpec[], shell: Shell) {
  const given = positionals(before, options).slice(1).length;
  const last = command.args.at(-1);
  const here = command.args[given] ?? (last?.many === true ? last : undefined);
  return here === undefined ? [] : argumentWords(here.complete, shell);
}

async function argumentWords(complete: ArgumentSpec["complete"], shell: Shell): Promise<readonly string[]> {
  switch (complete) {
    case "target":
      return [...(await targets(shell)), ":files"];
    case "plan":
      return [...(await plans(shell)), ":files"];
    case "backup":
    case "file":
      return [":files"];
    case "code": {
      const { codes } = await import("./codes.ts");
      return Object.entries(codes).map(([code, { title }]) => `${code}\t${title}`);
    }
    case "command":
      return commands.map((each) => `${each.name}\t${each.summary}`);
    case "subject":
      return [];
    default:
      return complete;
  }
}

async function targets(shell: Shell): Promise<readonly string[]> {
  const { quietProject } = await import("./project.ts");
  const project = await quietProject(shell);
  return (project?.config?.targets ?? []).map((target) => `${target.name}\ta target`);
}

async function plans(shell: Shell): Promise<readonly string[]> {
  const { quietProject } = await import("./project.ts");
  const folder = (await quietProject(shell))?.plans ?? join(shell.cwd, "plans");
  try {
    const { relative } = await import("node:path");
    return readdirSync(folder)
      .filter((file) => file.endsWith(".plan.sql"))
      .map((file) => `${relative(shell.cwd, join(folder, file))}\ta plan`);
  } catch {
    return [];
  }
}
