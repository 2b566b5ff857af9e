import { posix } from "node:path";
import { noHints, type Hints } from "../model/hints.ts";
import type { Problem, Span } from "../problem/problem.ts";
import { canon } from "../sql/tokens.ts";
import { subjectNames } from "../words/subject.ts";
import { declared } from "../vocabulary/declaration.ts";
import { drizzleConfigFor } from "./drizzle/config.ts";
import type { DrizzleObjects } from "./drizzle/name-objects.ts";
import type { Partial } from "./declared.ts";
import { languageOf } from "./languages.ts";
import { notesIn } from "./notes.ts";
import type { Files } from "./read/load.ts";
import type { Module } from "./read/module.ts";
import type { Named } from "./read/name-objects.ts";
import type { Script } from "./sql/run-scripts.ts";

/** The scripts among the files of a schema, with their texts. */
export function scriptsAmong(roots: readonly string[], files: Files): readonly Script[] {
  return roots.filter((root) => languageOf(root) === "sql").map((file) => ({ file, text: files.read(file) ?? "" }));
}

/** trueup's objects and Drizzle's, as one schema. */
export function withDrizzle(named: Named, drizzle: DrizzleObjects): Named {
  const objects = [...drizzle.objects, ...named.objects];
  const names = new Map(named.names);
  for (const { value, name } of drizzle.objects) names.set(value, name);
  return { ...named, objects, names, problems: [...drizzle.problems, ...named.problems] };
}

/** What the schema leaves to the database; null if none of it is Drizzle's. */
export function partialOf(
  drizzle: DrizzleObjects,
  roots: readonly string[],
  modules: readonly Module[],
  files: Files,
): Partial | null {
  const own = modules.filter((module) => module.loose && roots.includes(module.file));
  const [first] = own;
  if (first === undefined) return null;
  const config = drizzleConfigFor(posix.dirname(first.file), files);
  return {
    by: "Drizzle",
    tables: drizzle.objects.filter(({ value }) => value[declared].declare === "table").map(({ name }) => name),
    views: drizzle.views.map(({ name }) => name),
    missing: drizzle.views.flatMap(({ name, must }) => (must === null ? [] : [{ view: name, problem: must }])),
    unread: drizzle.unread,
    companion: roots.length > own.length,
    filter: config?.filter ?? [],
  };
}

/** Drizzle allows foreign keys that point at nothing, and so does SQL: only trueup declarations must be complete. */
export function withoutErrors(
  problems: readonly Problem[],
  partial: Partial | null,
  scripts: readonly Script[],
): readonly Problem[] {
  if (partial === null && scripts.length === 0) return problems;
  const theirs = new Set(partial?.tables);
  const files = new Set(scripts.map(({ file }) => file));
  return problems.map((problem): Problem => {
    const isTheirs = theirs.has(subjectNames(problem.subject)[0] ?? "") || files.has(problem.at?.file ?? "");
    return isTheirs ? { ...problem, level: "warning" } : problem;
  });
}

/** `@was` and `@fill` in the comments of a schema language that cannot express them; the comments keep the rest. */
export function hintsInDocs(docs: Map<string, string>, spans: Map<string, Span>, tables: readonly string[]): Hints {
  const renamed: { from: string; to: string }[] = [];
  const columns: { table: string; from: string; to: string }[] = [];
  const fills: { table: string; column: string; sql: { text: string; canon: string } }[] = [];
  const own = new Set(tables);
  for (const [key, doc] of [...docs]) {
    const notes = notesIn(doc);
    if (notes.was.length === 0 && notes.fill === null) continue;
    const [kind, place = ""] = key.split(/:(.*)/s);
    const table = [...own].find((name) => place === name || place.startsWith(`${name}.`));
    if (table === undefined) continue;
    if (notes.doc === null) docs.delete(key);
    else docs.set(key, notes.doc);
    const at = spans.get(key);
    if (at !== undefined && notes.was.length > 0) spans.set(`was:${place}`, at);
    if (at !== undefined && notes.fill !== null) spans.set(`fill:${place}`, at);
    if (kind === "table") renamed.push(...notes.was.map((from) => ({ from, to: table })));
    if (kind !== "column") continue;
    const column = place.slice(table.length + 1);
    columns.push(...notes.was.map((from) => ({ table, from, to: column })));
    if (notes.fill !== null) fills.push({ table, column, sql: { text: notes.fill, canon: canon(notes.fill) } });
  }
  return { tables: renamed, columns, fills };
}

export function allHints(...hints: readonly Hints[]): Hints {
  return hints.reduce(
    (all, each) => ({
      tables: [...all.tables, ...each.tables],
      columns: [...all.columns, ...each.columns],
      fills: [...all.fills, ...each.fills],
    }),
    noHints,
  );
}
