import { type CAC, cac } from "cac";
import { nearest } from "../problem/nearest.ts";
import { type Checked, failed, fine, type Problem } from "../problem/problem.ts";
import { commands } from "./spec/commands.ts";
import { globals } from "./spec/shared.ts";
import type { CommandSpec, OptionSpec } from "./spec/spec.ts";
import { shellWord } from "../words/shell.ts";
import { usage } from "./usage.ts";
import { badValue } from "./values.ts";

/** What was typed after the command. Every value is text, exactly as the shell passed it. */
export interface Options {
  flag(name: string): boolean;
  text(name: string): string | undefined;
  list(name: string): readonly string[];
}

export interface Parsed {
  /** Null if no command was named. */
  readonly command: CommandSpec | null;
  readonly args: readonly string[];
  readonly options: Options;
}

/** Marks a value that cac would otherwise turn into a number or a flag. No process argument can contain it. */
const mark = "\u0000";

export function parseArgv(argv: readonly string[]): Checked<Parsed> {
  const parser = cac("trueup");
  for (const option of globals) declare(parser, option);
  // The command is one of the arguments, and the others have hundreds of options.
  for (const spec of commands.filter(({ name }) => argv.includes(name))) {
    const command = parser.command(spec.name, spec.summary);
    for (const option of spec.options) declare(command, option);
  }
  parser.parse(["node", "trueup", ...guarded(argv)], { run: false });
  const command = commands.find((spec) => spec.name === parser.matchedCommandName) ?? null;
  const { "--": rest, ...options } = parser.options;
  const given = parser.args.length;
  const args = [...parser.args, ...(Array.isArray(rest) ? rest : [])].map(plain);
  if (command === null && args[0] !== undefined) return failed(unknownCommand(args[0]));
  const known = [...globals, ...(command?.options ?? [])];
  const problems = [
    ...unknownOptions(argv, known, command),
    ...flagsWithValues(argv, known),
    ...known.flatMap((option) => checkOption(option, options[key(option)])),
    ...(command === null || options.help === true ? [] : checkArgs(command, args, args.length - given)),
  ];
  return problems.length > 0 ? failed(...problems) : fine({ command, args, options: reader(known, options) });
}

function declare(
  to: { option: CAC["option"] } | { option: (raw: string, text: string) => unknown },
  option: OptionSpec,
) {
  const short = option.short === undefined ? "" : `-${option.short}, `;
  to.option(`${short}--${option.name}${valueIn(option)}`, option.text);
}

function valueIn({ value, optional = false }: OptionSpec): string {
  return value === undefined ? "" : optional ? " [value]" : " <value>";
}

/** cac's name for it: `no-input` becomes `input`, `expect-seal` becomes `expectSeal`. */
function key(option: OptionSpec): string {
  return option.name.replace(/^no-/, "").replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function guarded(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf("--");
  return argv.map((arg, index) => {
    if (end >= 0 && index >= end) return arg;
    const isOption = arg.length > 1 && arg.startsWith("-") && !arg.includes(" ", 0);
    const assigned = /^(--?[^=]+=)([\s\S]*)$/.exec(arg);
    if (assigned !== null && !/\s/.test(assigned[1] ?? "")) return `${assigned[1]}${mark}${assigned[2]}`;
    if (isOption) return arg;
    const taken = arg === "" || arg.startsWith("-") || arg === "true" || arg === "false" || Number(arg) * 0 === 0;
    return taken ? mark + arg : arg;
  });
}

function plain(value: unknown): string {
  return String(value).replace(mark, "");
}

function reader(known: readonly OptionSpec[], options: Record<string, unknown>): Options {
  const value = (name: string): unknown => {
    const option = known.find((each) => each.name === name);
    return option === undefined ? undefined : options[key(option)];
  };
  return {
    flag: (name) => (name.startsWith("no-") ? value(name) === false : value(name) === true),
    text: (name) => (value(name) === undefined ? undefined : value(name) === true ? "" : plain(value(name))),
    list: (name) => (value(name) === undefined ? [] : [value(name)].flat().map(plain)),
  };
}

function unknownCommand(name: string): Problem {
  const near = nearest(
    name,
    commands.map((spec) => spec.name),
  );
  const same = commands.find(({ elsewhere = [] }) => elsewhere.includes(name.toLowerCase()));
  return usage("unknown-command", name, `there is no command \`${name}\``, [
    ...(same === undefined ? [] : [`trueup ${same.name}  ${same.summary}`]),
    ...(near === null || near === same?.name ? [] : [`did you mean  trueup ${near} ?`]),
    ...(same === undefined && near === null ? ["trueup --help lists all commands"] : []),
  ]);
}

/** Read from the raw arguments, because cac silently drops some names and splits others. */
function unknownOptions(argv: readonly string[], known: readonly OptionSpec[], command: CommandSpec | null) {
  const end = argv.indexOf("--");
  const typed = argv.slice(0, end < 0 ? undefined : end).filter((arg) => /^-[^\s=]/.test(arg) && !/^--?\s/.test(arg));
  const names = typed.flatMap((arg) => {
    const name = arg.replace(/=[\s\S]*$/, "");
    return name.startsWith("--") ? [name] : [...name.slice(1)].map((letter) => `-${letter}`);
  });
  const all = known.flatMap((option) => [
    `--${option.name}`,
    ...(option.short === undefined ? [] : [`-${option.short}`]),
  ]);
  return [...new Set(names)]
    .filter((name) => !all.includes(name) && !/\s/.test(name))
    .map((name) => {
      const near = name.startsWith("--") ? nearest(name, all) : null;
      const help = command === null ? "trueup --help" : `trueup ${command.name} --help`;
      const hint = near === null ? `${help}  lists the options` : `did you mean  ${near} ?`;
      return usage("unknown-option", name, `there is no option \`${name}\`${command ? ` of ${command.name}` : ""}`, [
        hint,
      ]);
    });
}

/** cac reads the value of `--yes=no` as an argument. */
function flagsWithValues(argv: readonly string[], known: readonly OptionSpec[]): readonly Problem[] {
  return argv.flatMap((arg) => {
    const name = /^--([^=\s]+)=/.exec(arg)?.[1];
    const isFlag = known.some((option) => option.name === name && option.value === undefined);
    return isFlag ? [usage("bad-value", `--${name}`, `--${name} takes no value`, [`--${name}`])] : [];
  });
}

function checkOption(option: OptionSpec, value: unknown): readonly Problem[] {
  const name = `--${option.name}`;
  if (value === undefined) return [];
  if (option.value === undefined) return [];
  const values = [value].flat();
  if (values.some((each) => typeof each === "boolean")) {
    if (option.optional === true && values.length === 1) return [];
    const example = `${name} ${option.value}`;
    return [
      usage("missing-value", name, `${name} needs a value`, [`${example}, or ${name}=… for one that starts with -`]),
    ];
  }
  if (values.length > 1 && option.many !== true) {
    return [usage("bad-value", name, `${name} is given ${values.length} times`, ["give it once"])];
  }
  return values.flatMap((each) => badValue(option, plain(each)) ?? []);
}

/** Arguments after `--` are taken as they are, and not counted. */
function checkArgs(command: CommandSpec, args: readonly string[], meant: number): readonly Problem[] {
  const help = [`trueup ${command.name} --help`];
  const missing = command.args.filter((arg) => arg.required === true).slice(args.length)[0];
  if (missing !== undefined) {
    return [usage("missing-argument", command.name, `${command.name} needs ${missing.name}`, help)];
  }
  const room = command.args.some((arg) => arg.many === true) ? args.length : command.args.length;
  const extra = args.slice(room, args.length - meant).map((arg) => `\`${arg}\``);
  if (extra.length === 0) return [];
  const option = command.options.find(({ instead }) => instead);
  const probably =
    option === undefined ? [] : [`did you mean  trueup ${command.name} --${option.name} ${shellWord(args[0] ?? "")} ?`];
  const message = `${command.name} takes ${room === 0 ? "no" : `at most ${room}`} argument${room === 1 ? "" : "s"}`;
  return [
    usage("extra-argument", command.name, `${message}; there is also ${extra.join(", ")}`, [...probably, ...help]),
  ];
}
