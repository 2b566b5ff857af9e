import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileSources } from "../../src/compile/compile.ts";
import { type Beside, nothingBeside } from "../../src/model/beside.ts";
import { type Hints, noHints } from "../../src/model/hints.ts";
import type { Decision } from "../../src/plan/plan.ts";
import type { Checked, Sources } from "../../src/problem/problem.ts";
import type { Schema } from "../../src/model/schema.ts";
import { readFlags } from "./answer.ts";
import { schemaWith } from "./database.ts";

/** A folder of `test/scenarios`, read. */
export interface Scenario {
  /** `before.sql` and `rows.sql`, which make the live database. */
  readonly before: string;
  readonly rows: string;
  /** `flags.txt`: the decisions. */
  readonly decisions: readonly Decision[];
  /** `application.json`: functions and collations that the configuration names. */
  readonly beside: Beside;
  /** `after.sql` or `schema.ts`: the goal. */
  readonly goal: Checked<Goal>;
  readonly sources: Sources;
}

export interface Goal {
  readonly schema: Schema;
  readonly hints: Hints;
}

const known = [
  ...["before.sql", "rows.sql", "after.sql", "schema.ts", "flags.txt", "plan.sql", "refused.txt"],
  "application.json",
  // What differs on D1.
  ...["d1.sql", "d1.txt"],
];
/** What `rowsFrom` reads. */
const declaredRows = /^declared\.(?:csv|json)$/;

/** What is wrong with the files of a scenario, and would otherwise be silently ignored. */
export function misshapen(folder: string, options: { readonly golden: boolean }): readonly string[] {
  const files = readdirSync(folder);
  const one = (...names: readonly string[]) => names.filter((name) => files.includes(name)).length === 1;
  const faults = files
    .filter((file) => !known.includes(file) && !declaredRows.test(file))
    .map((file) => `${file} is not a file of a scenario`);
  if (!one("after.sql", "schema.ts")) faults.push("a scenario has either after.sql or schema.ts");
  if (!options.golden && !one("plan.sql", "refused.txt")) faults.push("a scenario has either plan.sql or refused.txt");
  if (!files.includes("before.sql")) faults.push("before.sql is missing");
  else if (!/^-- \S.{20}/.test(readFileSync(join(folder, "before.sql"), "utf8")))
    faults.push("before.sql does not begin with a comment that says what used to happen, or what holds");
  return faults;
}

export async function readScenario(folder: string): Promise<Scenario> {
  const read = (file: string) => (existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : "");
  const declarations = read("schema.ts");
  const beside: Beside = { ...nothingBeside, ...(JSON.parse(read("application.json") || "{}") as Partial<Beside>) };
  const sources = new Map(declarations === "" ? [] : [["schema.ts", declarations]]);
  for (const file of readdirSync(folder)) if (declaredRows.test(file)) sources.set(file, read(file));
  return {
    before: read("before.sql"),
    rows: read("rows.sql"),
    decisions: readFlags(read("flags.txt")),
    beside,
    goal: declarations === "" ? bySql(read("after.sql"), beside) : await compileSources(sources, "schema.ts", beside),
    sources,
  };
}

function bySql(text: string, beside: Beside): Checked<Goal> {
  return { ok: true, value: { schema: schemaWith(beside, text), hints: noHints }, warnings: [] };
}
