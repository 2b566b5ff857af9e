import { isEngineFunction } from "../introspect/engine-functions.ts";
import { compareText, fold } from "../model/names.ts";
import type { Missing } from "../model/reason.ts";
import type { Opaque, Schema } from "../model/schema.ts";
import { nameInConfig } from "../words/name-in-config.ts";
import type { Problem } from "../problem/problem.ts";
import { keywords } from "../sql/keywords.ts";
import { significantIn } from "../sql/tokens.ts";
import { plural } from "../words/numbers.ts";
import { commonTables } from "./write/statement-sources.ts";
import { reasonWords } from "../words/reason.ts";

/** What cannot be declared, one problem for each cause: an extension's triggers can be hundreds. */
export function opaqueProblems(schema: Schema, strict: boolean): Problem[] {
  const objects = schema.opaque;
  const causes = new Map<string, Opaque[]>();
  for (const object of objects) {
    const cause = missing(object)?.what ?? reasonWords(object.why);
    causes.set(cause, [...(causes.get(cause) ?? []), object]);
  }
  return [...causes.values()].map((found) => problem(schema, found, strict));
}

function problem(schema: Schema, objects: readonly Opaque[], strict: boolean): Problem {
  const first = objects[0] as Opaque;
  const more = objects.length - 1;
  return {
    code: "pull-opaque",
    level: strict ? "error" : "warning",
    subject: first.name,
    message: `the ${titleOf(first)}${more === 0 ? "" : ` and ${plural(more, "more object")}`} cannot be declared: ${why(schema, objects)}`,
    evidence: objects.length === 1 ? first.text.split("\n").slice(0, 6) : listed(objects.map(titleOf)),
    help: help(schema, objects),
  };
}

function why(schema: Schema, objects: readonly Opaque[]): string {
  const wanted = missingIn(schema, objects);
  if (wanted === null) return reasonWords((objects[0] as Opaque).why);
  const { what, names } = wanted;
  return names.length === 1
    ? `the ${what} ${names[0]} is not in this engine`
    : `the ${what}s ${names.slice(0, 5).join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""} are not in this engine`;
}

function help(schema: Schema, objects: readonly Opaque[]): string[] {
  const wanted = missingIn(schema, objects);
  const stay =
    objects.length === 1
      ? "it stays in the database as it is, and no plan touches it"
      : "they stay in the database as they are, and no plan touches them";
  if (wanted === null) return [stay];
  return [...nameInConfig(wanted.what, ...wanted.names), `otherwise ${stay}`];
}

function missingIn(schema: Schema, objects: readonly Opaque[]): { what: Missing["what"]; names: string[] } | null {
  const found = objects.flatMap((object) => missing(object) ?? []);
  const what = found[0]?.what;
  if (what === undefined) return null;
  const more = what === "function" ? objects.flatMap(({ text }) => unknownCalls(schema, text)) : [];
  const names = new Map([...found.map(({ name }) => name), ...more].map((name) => [fold(name), name]));
  return { what, names: [...names.values()].sort(compareText) };
}

/** SQLite names the first function that it lacks, and there may be more. */
function unknownCalls({ tables, views, virtualTables, opaque }: Schema, text: string): string[] {
  const objects = new Set([...tables, ...views, ...virtualTables, ...opaque].map(({ name }) => fold(name)));
  const tokens = significantIn(text);
  for (const name of commonTables(tokens)) objects.add(name);
  return tokens.flatMap((token, n) => {
    if (token.kind !== "word" || tokens[n + 1]?.text !== "(" || keywords.has(token.text.toUpperCase())) return [];
    const name = fold(token.text);
    return isEngineFunction(name) || objects.has(name) ? [] : [token.text];
  });
}

/** A function or collation that the configuration can name. */
function missing({ why }: Opaque): (Missing & { what: "function" | "collation" }) | null {
  const found = why.kind === "missing" ? why : why.kind === "broken" ? why.missing : null;
  return found !== null && (found.what === "function" || found.what === "collation")
    ? { what: found.what, name: found.name }
    : null;
}

function titleOf({ type, name }: Opaque): string {
  return `${type.replace("-", " ")} ${name}`;
}

function listed(titles: readonly string[]): string[] {
  return [...titles.slice(0, 10), ...(titles.length > 10 ? [`and ${titles.length - 10} more`] : [])];
}
