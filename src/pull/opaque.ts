import { compareText } from "../model/names.ts";
import type { Missing } from "../model/reason.ts";
import type { Opaque } from "../model/schema.ts";
import type { Problem } from "../problem/problem.ts";
import { plural } from "../words/numbers.ts";
import { reasonWords } from "../words/reason.ts";

/** What cannot be declared, one problem for each cause: an extension's triggers can be hundreds. */
export function opaqueProblems(objects: readonly Opaque[], strict: boolean): Problem[] {
  const causes = new Map<string, Opaque[]>();
  for (const object of objects) {
    const cause = missing(object)?.what ?? reasonWords(object.why);
    causes.set(cause, [...(causes.get(cause) ?? []), object]);
  }
  return [...causes.values()].map((found) => problem(found, strict));
}

function problem(objects: readonly Opaque[], strict: boolean): Problem {
  const first = objects[0] as Opaque;
  const more = objects.length - 1;
  return {
    code: "pull-opaque",
    level: strict ? "error" : "warning",
    subject: first.name,
    message: `the ${titleOf(first)}${more === 0 ? "" : ` and ${plural(more, "more object")}`} cannot be declared: ${why(objects)}`,
    evidence: objects.length === 1 ? first.text.split("\n").slice(0, 6) : listed(objects.map(titleOf)),
    help: help(objects),
  };
}

function why(objects: readonly Opaque[]): string {
  const wanted = missingIn(objects);
  if (wanted === null) return reasonWords((objects[0] as Opaque).why);
  const { what, names } = wanted;
  return names.length === 1
    ? `the ${what} ${names[0]} is not in this engine`
    : `the ${what}s ${names.slice(0, 5).join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""} are not in this engine`;
}

function help(objects: readonly Opaque[]): string[] {
  const wanted = missingIn(objects);
  const stay =
    objects.length === 1
      ? "it stays in the database as it is, and no plan touches it"
      : "they stay in the database as they are, and no plan touches them";
  if (wanted === null) return [stay];
  const { what, names } = wanted;
  const them = names.length === 1 ? "it" : "them";
  return [
    `if the application registers ${them}, name ${them} in trueup.config.ts: ${what}s: ${JSON.stringify(names)}`,
    `otherwise ${stay}`,
  ];
}

function missingIn(objects: readonly Opaque[]): { what: string; names: string[] } | null {
  const found = objects.map(missing).filter((each) => each !== null);
  const what = found[0]?.what;
  if (what === undefined) return null;
  return { what, names: [...new Set(found.map(({ name }) => name))].sort(compareText) };
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
