import { codeGroups } from "../../src/cli/codes.ts";
import { exitTexts } from "../../src/cli/exit-codes.ts";
import { optionName, usageLine } from "../../src/cli/help.ts";
import { groups } from "../../src/cli/spec/commands.ts";
import { globals } from "../../src/cli/spec/shared.ts";
import type { OptionSpec } from "../../src/cli/spec/spec.ts";

/** The pages of docs/reference that are made of the program's own tables. */

export function commandsPage(): string {
  const sections = groups.flatMap(({ title, commands }) => [
    `## ${title}`,
    ...commands.flatMap((command) => [
      `### trueup ${command.name}`,
      `${sentence(command.summary)}`,
      fence(usageLine(command)),
      ...(command.options.length > 0 ? [options(command.options)] : []),
      ...(command.notes ?? []),
      `Examples:`,
      fence(
        command.examples
          .map(([typed, purpose]) => `${typed}${" ".repeat(Math.max(2, 58 - typed.length))}# ${purpose}`)
          .join("\n"),
      ),
      `Exit codes: ${command.exits.join(", ")}.`,
    ]),
  ]);
  const exits = Object.entries(exitTexts).map(([code, text]) => `| ${code} | ${text} |`);
  return page([
    "# Commands",
    "Made from the program's own tables by `npm run golden`; `trueup COMMAND --help` says the same.",
    ...sections,
    "## Options of every command",
    options(globals),
    "A target is a name from the configuration, a URL, or the path of a database file. stdout is data, stderr is messages and progress. Questions are asked only where standard input and standard error are terminals, outside CI and without `--no-input`; elsewhere a question is an error that says how to answer it.",
    "Colour: `--color`, then `NO_COLOR`, then `FORCE_COLOR`, then `TERM=dumb`, then whether that stream is a terminal. Meaning never rests on it.",
    "## Exit codes",
    ["| Code | Meaning |", "|---|---|", ...exits].join("\n"),
  ]);
}

export function codesPage(): string {
  const sections = codeGroups
    .filter(({ codes }) => Object.keys(codes).length > 0)
    .flatMap(({ title, codes }) => [
      `## ${title}`,
      ...Object.entries(codes).flatMap(([code, each]) => [
        `### ${code}`,
        `**${sentence(each.title)}**`,
        paragraphs(each.text),
      ]),
    ]);
  return page([
    "# Errors, warnings and lint rules",
    "Every code with its text, as `trueup explain CODE` prints it. Made by `npm run golden`.",
    ...sections,
  ]);
}

function options(specs: readonly OptionSpec[]): string {
  const rows = specs.map((option) => {
    const many = option.many === true ? " May be repeated." : "";
    return `| \`${optionName(option).trim().replaceAll("|", "\\|")}\` | ${sentence(option.text).replaceAll("|", "\\|")}${many} |`;
  });
  return ["| Option | |", "|---|---|", ...rows].join("\n");
}

/** Indented lines are examples. */
function paragraphs(text: string): string {
  const out: string[] = [];
  let fenced = false;
  for (const line of text.split("\n")) {
    const example = line.startsWith("  ");
    if (example !== fenced && line !== "") {
      out.push("```".concat(fenced ? "" : "text"));
      fenced = example;
    }
    out.push(example ? line.slice(2) : line);
  }
  if (fenced) out.push("```");
  return out.join("\n");
}

function fence(text: string): string {
  return ["```text", text, "```"].join("\n");
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? "" : "."}`;
}

function page(blocks: readonly string[]): string {
  return `${blocks.join("\n\n")}\n`;
}
