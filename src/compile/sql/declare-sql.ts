import { openScratch } from "../../database/scratch.ts";
import { introspectScratch } from "../../introspect/introspect.ts";
import type { OfApplication } from "../../sql/stand-ins.ts";
import { type Checked, failed, fine, type Problem } from "../../problem/problem.ts";
import { checkForeignKeys } from "../create/foreign-keys.ts";
import { knownIn } from "../create/known.ts";
import { neverManaged } from "../create/never-managed.ts";
import type { Declared } from "../declared.ts";
import { isAPlan } from "./problems.ts";
import { runScripts, type Script } from "./run-scripts.ts";
import { scriptNotes } from "./script-notes.ts";

/** What SQL files declare: the schema that they create in an empty database. */
export function declareSql(scripts: readonly Script[], known: OfApplication): Checked<Declared> {
  const plan = scripts.find(({ text }) => /^--@ plan\b/.test(text));
  if (plan !== undefined) return failed(isAPlan(plan.file));
  const scratch = openScratch(known);
  try {
    const ran = runScripts(scripts, scratch, known);
    if (ran.problems.some((problem) => problem.level === "error")) return failed(...ran.problems);
    const schema = introspectScratch(scratch, { ...known, ignore: [] });
    const said = scriptNotes(ran, schema);
    const warnings = [
      ...ran.problems,
      ...warningsOf(checkForeignKeys(schema, knownIn(scratch), new Set(), () => said.spans)),
      ...neverManaged(ran.created, () => said.spans),
    ];
    const sources = new Map(scripts.map(({ file, text }) => [file, text]));
    return fine({ schema, ...said, silences: [], partial: null, sources }, warnings);
  } finally {
    scratch.close();
  }
}

/**
 * SQLite accepts a foreign key that points at nothing, so SQL declarations may have one; it is reported nevertheless.
 */
export function warningsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => ({ ...problem, level: "warning" as const }));
}
