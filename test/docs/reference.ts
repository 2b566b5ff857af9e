import { z } from "zod";
import { codeGroups } from "../../src/work/codes.ts";
import { exitTexts } from "../../src/cli/exit-codes.ts";
import { optionName, usageLine } from "../../src/cli/help.ts";
import { shapes } from "../../src/cli/json.ts";
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
    "Colour: `--color`, then `NO_COLOR`, then `FORCE_COLOR`, then `TERM=dumb`, then whether that stream is a terminal. Meaning never rests on it. With `TERM=dumb` no line is drawn twice, for example for a screen reader: a long change says from time to time where it is.",
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

export function jsonPage(): string {
  const sections = Object.entries(shapes).flatMap(([name, shape]) => [
    `## ${name}`,
    ["```ts", sketch(z.toJSONSchema(shape), ""), "```"].join("\n"),
  ]);
  return page([
    "# The shapes of --json",
    'Every command prints one JSON document on stdout under `--json`, and nothing beside it. `apply` and `rehearse` print one object a line while they work; the last has `"type": "result"`. `format` is 1: within a format fields are only added, so ignore those that you do not know.',
    "A command that leaves a question open exits 21 and lists it under `decisions`: each answer has `flags` to be added to the same command.",
    "What follows is made by `npm run golden` from those that the tests hold the output against.",
    ...sections,
  ]);
}

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly unknown[];
  readonly items?: unknown;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly $ref?: string;
}

/** A shape as it is written in TypeScript. */
function sketch(schema: unknown, indent: string): string {
  const each = schema as JsonSchema;
  if (each.$ref !== undefined) return "Change";
  if (each.const !== undefined) return JSON.stringify(each.const);
  if (each.enum !== undefined) return each.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (each.anyOf !== undefined) return each.anyOf.map((one) => sketch(one, indent)).join(" | ");
  if (each.type === "array") return `readonly ${bracketed(sketch(each.items, indent))}[]`;
  if (each.type === "integer") return "number";
  if (each.type !== "object") return [each.type ?? "unknown"].flat().join(" | ");
  const inner = `${indent}  `;
  const fields = Object.entries(each.properties ?? {}).map(([name, value]) => {
    const optional = each.required?.includes(name) === true ? "" : "?";
    return `${inner}${name}${optional}: ${name === "children" ? "readonly Change[]" : sketch(value, inner)};`;
  });
  const more = each.additionalProperties === false ? [] : [`${inner}/* and more */`];
  return ["{", ...fields, ...more, `${indent}}`].join("\n");
}

function bracketed(text: string): string {
  return text.includes(" | ") ? `(${text})` : text;
}

function options(specs: readonly OptionSpec[]): string {
  const rows = specs.map((option) => {
    const many = option.many === true ? " May be repeated." : "";
    return `| \`${optionName(option).trim().replaceAll("|", "\\|")}\` | ${sentence(option.text).replaceAll("|", "\\|")}${many} |`;
  });
  return ["| Option | |", "|---|---|", ...rows].join("\n");
}

/** Indented paragraphs are examples. */
function paragraphs(text: string): string {
  return text
    .split("\n\n")
    .map((part) => (part.startsWith("  ") ? fence(part.replace(/^ {2}/gm, "")) : part.replaceAll("\n", " ")))
    .join("\n\n");
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
