import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { commands } from "./spec/commands.ts";
import { globals } from "./spec/shared.ts";
import type { ArgumentSpec, CommandSpec, OptionSpec } from "./spec/spec.ts";
import type { Shell } from "./shell.ts";

/** The candidates for the last of these words, as `word<TAB>what it is`. */
export async function candidates(typed: readonly string[], shell: Shell): Promise<readonly string[]> {
  const words = parted(typed);
  const current = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const command = commands.find((each) => each.name === commandWord(before));
  const options = [...(command?.options ?? []), ...globals];
  const open = optionBefore(before.at(-1), options);
  if (open !== undefined) return valuesOf(open, shell);
  const [, name, value] = /^(--[^=]+)=([\s\S]*)$/.exec(current) ?? [];
  if (name !== undefined && value !== undefined) {
    const assigned = optionBefore(name, options);
    const known = assigned === undefined ? [] : await valuesOf(assigned, shell);
    return known.filter((each) => each !== files).map((each) => `${name}=${each}`);
  }
  if (current.startsWith("-")) return options.map((option) => `--${option.name}\t${option.text}`);
  if (command === undefined) return commands.map((each) => `${each.name}\t${each.summary}`);
  return argument(command, before, options, shell);
}

/** The shell completes file names itself. */
const files = ":files";

/** bash splits `--format=mark` into three words, and completes only the last one. */
function parted(words: readonly string[]): readonly string[] {
  if (words.at(-1) === "=" && words.at(-2)?.startsWith("--")) return [...words.slice(0, -1), ""];
  if (words.at(-2) === "=" && words.at(-3)?.startsWith("--")) return [...words.slice(0, -2), words.at(-1) ?? ""];
  return words;
}

/** By the name of the value. A value that only a person can know, such as a reason or a number, has no candidates. */
async function valuesOf(option: OptionSpec, shell: Shell): Promise<readonly string[]> {
  if (option.choices !== undefined) return option.choices;
  switch (option.value) {
    case "FILE":
    case "PATH":
    case "DIR":
    case "DIR|none|changes|fork":
      return [files];
    case "PLAN":
    case "PLANS":
      return argumentWords("plan", shell);
    case "STATE":
    case "URL":
      return argumentWords("target", shell);
    case "NAME":
      return targets(shell);
    default:
      return [];
  }
}

function optionBefore(word: string | undefined, options: readonly OptionSpec[]): OptionSpec | undefined {
  return options.find(
    (option) => option.value !== undefined && (word === `--${option.name}` || word === `-${option.short ?? ""}`),
  );
}

/** Words that are neither options nor values of options. */
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
      return [...(await targets(shell)), files];
    case "plan":
      return [...(await plans(shell)), files];
    case "backup":
      return [files];
    case "code": {
      const { codes } = await import("../work/codes.ts");
      return Object.entries(codes).map(([code, { title }]) => `${code}\t${title}`);
    }
    case "command":
      return commands.map((each) => `${each.name}\t${each.summary}`);
    case "subject":
      return subjects(shell);
    default:
      return complete;
  }
}

/** The names that `rename` takes; none if the declarations cannot be read at the moment. */
async function subjects(shell: Shell): Promise<readonly string[]> {
  const { quietProject } = await import("./project.ts");
  const { compile } = await import("../compile/compile.ts");
  const project = await quietProject(shell);
  if (project === null) return [];
  const checked = await compile(project.schemas, { cache: project.cache, beside: project.beside });
  if (!checked.ok) return [];
  const { tables, views, indexes, triggers } = checked.value.schema;
  const columns = tables.flatMap(({ name, columns }) => columns.map((each) => `${name}.${each.name}\ta column`));
  const named = (all: readonly { readonly name: string }[], what: string) => all.map(({ name }) => `${name}\t${what}`);
  return [
    ...named(tables, "a table"),
    ...columns,
    ...named(views, "a view"),
    ...named(indexes, "an index"),
    ...named(triggers, "a trigger"),
  ];
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
    return readdirSync(folder)
      .filter((file) => file.endsWith(".plan.sql"))
      .map((file) => `${relative(shell.cwd, join(folder, file))}\ta plan`);
  } catch {
    return [];
  }
}
