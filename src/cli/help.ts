import { hang, padEnd } from "../report/width.ts";
import { wrapProse } from "../report/prose.ts";
import { exitTexts } from "./exit-codes.ts";
import type { Look } from "./output.ts";
import { groups } from "./spec/commands.ts";
import { globals } from "./spec/shared.ts";
import type { CommandSpec, OptionSpec } from "./spec/spec.ts";
import { version } from "./version.ts";

/** Help texts: examples first, because that is what people look for. */
export function mainHelp({ style, width }: Look): string {
  const names = groups.flatMap((group) => group.commands.map((command) => command.name));
  const room = Math.max(...names.map((name) => name.length));
  const sections = groups.map((group) => [
    style.bold(group.title),
    ...group.commands.map((command) =>
      hang(`  ${style.command(command.name.padEnd(room))}   `, command.summary, width),
    ),
  ]);
  return [
    ...beginning(style, width),
    ...sections.flatMap((lines) => [...lines, ""]),
    style.bold("Everywhere"),
    ...optionLines(globals, style, width),
    "",
    `trueup ${style.command("COMMAND --help")} shows a command with examples.`,
  ].join("\n");
}

/** For whoever types the name alone: what fits on a screen. */
export function shortHelp({ style, width }: Look): string {
  const room = Math.max(...groups.map(({ title }) => title.length));
  const lines = groups.map(({ title, commands }) => {
    const names = commands.map(({ name }) => name).join(", ");
    return hang(`  ${style.bold(title.padEnd(room))}   `, names, width);
  });
  return [
    ...beginning(style, width),
    ...lines,
    "",
    hang("", `trueup --help says what each command does, and trueup COMMAND --help how.`, width),
  ].join("\n");
}

function beginning(style: Look["style"], width: number): readonly string[] {
  const examples: CommandSpec["examples"] = [
    ["trueup init", "start, with an existing database or a new one"],
    ["trueup plan", "what would change"],
    ["trueup apply", "change it: backed up, verified, undone by one command"],
  ];
  return [
    `${style.bold("trueup")} ${version}: your database, true to its schema`,
    "",
    style.bold("Examples"),
    ...exampleLines(examples, style, width),
    "",
  ];
}

export function commandHelp(command: CommandSpec, { style, width }: Look): string {
  const room = Math.min(width, 100);
  const notes = (command.notes ?? []).flatMap((note) => ["", ...wrapProse(note, room)]);
  const options =
    command.options.length === 0 ? [] : ["", style.bold("Options"), ...optionLines(command.options, style, width)];
  return [
    hang(`${style.bold(`trueup ${command.name}`)}: `, command.summary, width),
    "",
    style.bold("Examples"),
    ...exampleLines(command.examples, style, width),
    "",
    style.bold("Usage"),
    `  ${usageLine(command)}`,
    ...options,
    ...notes,
    "",
    style.bold("Exit codes"),
    ...command.exits.map((exit) => hang(`  ${String(exit).padStart(3)}  `, exitTexts[exit], width)),
    "",
    style.dim("Options that every command has: trueup --help"),
  ].join("\n");
}

export function usageLine(command: CommandSpec): string {
  const args = command.args.map((arg) => {
    const name = arg.many === true ? `${arg.name}…` : arg.name;
    return arg.required === true ? name : `[${name}]`;
  });
  return ["trueup", command.name, ...args, ...(command.options.length > 0 ? ["[options]"] : [])].join(" ");
}

function exampleLines(examples: CommandSpec["examples"], style: Look["style"], width: number): readonly string[] {
  const longest = Math.max(...examples.map(([command]) => command.length));
  const beside = longest + Math.max(...examples.map(([, purpose]) => purpose.length)) + 6 <= width;
  return examples.flatMap(([command, purpose]) => {
    if (beside) return [`  ${style.command(padEnd(command, longest))}    ${style.dim(purpose)}`];
    return [`  ${style.dim(`# ${purpose}`)}`, `  ${style.command(command)}`];
  });
}

export function optionName(option: OptionSpec): string {
  const short = option.short === undefined ? "    " : `-${option.short}, `;
  return `${short}--${option.name}${option.value === undefined ? "" : option.optional ? ` [${option.value}]` : ` ${option.value}`}`;
}

function optionLines(options: readonly OptionSpec[], style: Look["style"], width: number): readonly string[] {
  const room = Math.min(32, Math.max(...options.map((option) => optionName(option).length)));
  return options.flatMap((option) => {
    const name = optionName(option);
    const many = option.many === true ? " (may be repeated)" : "";
    const [first = "", ...rest] = wrapProse(`${option.text}${many}`, Math.max(24, Math.min(width, 110) - room - 6));
    const indent = " ".repeat(room + 6);
    const head =
      name.length > room
        ? [`  ${style.command(name)}`, `${indent}${first}`]
        : [`  ${style.command(padEnd(name, room))}    ${first}`];
    return [...head, ...rest.map((line) => `${indent}${line}`)];
  });
}
