import { objectKey } from "../model/names.ts";
import { compileSources } from "../compile/compile.ts";
import type { Declared } from "../compile/declared.ts";
import { canonicalText, equal } from "../model/canonical.ts";
import type { Schema, SchemaObject } from "../model/schema.ts";
import { type Checked, failed, fine, type Problem, type Sources } from "../problem/problem.ts";
import type { OfApplication } from "../sql/stand-ins.ts";
import { inNamingOrder } from "./write/export-names.ts";
import { silence } from "./source/silence.ts";

import { statementName } from "./source/statement-name.ts";

export interface ProofRequest {
  readonly live: Schema;
  /** The same if an engine here has read it: what is written word for word as it is there need not be judged again. */
  readonly judged: Schema | null;
  readonly into: Sources;
  readonly path: string;
  /** What \`into\` declares, if already known: then nothing is compiled if nothing is written. */
  readonly declared: Declared | null;
  readonly beside: OfApplication;
  /** Writes the live schema; objects in `whole` are rewritten instead of merged. */
  readonly write: (live: Schema, whole: ReadonlySet<string>) => Map<string, string>;
}

/** Each round fixes one kind of problem, and none comes back. */
const maximumRounds = 12;

/**
 * Writes, compiles and compares, until the declarations are the live schema. A view or trigger that
 * the engine refuses is left out and reported; a foreign key to nowhere, which SQLite allows, gets a comment that it is
 * intended.
 */
export async function prove({
  live,
  judged,
  into,
  path,
  declared,
  beside,
  write,
}: ProofRequest): Promise<Checked<Map<string, string>>> {
  const whole = new Set<string>();
  const leftOut = new Map<string, Problem>();
  const silenced = new Map<string, Problem>();
  const before = judged === null ? null : { schema: judged, alone: false };
  const compile = (files: ReadonlyMap<string, string>) =>
    compileSources(new Map([...into, ...files]), path, beside, before);
  for (let round = 0; round < maximumRounds; round += 1) {
    const wanted = without(live, leftOut);
    let files = write(wanted, whole);
    let compiled = files.size === 0 && declared !== null ? fine(declared) : await compile(files);
    for (let again = 0; !compiled.ok && again < maximumRounds && compiled.problems.some(isDangling); again += 1) {
      const dangling = compiled.problems.filter(isDangling);
      for (const problem of dangling) silenced.set(`${problem.subject} ${problem.message}`, silencedProblem(problem));
      files = silence(files, into, dangling);
      compiled = await compile(files);
    }
    if (!compiled.ok) {
      const refused = refusedObjects(compiled.problems, wanted, new Map([...into, ...files]));
      if (refused.size === 0) return failed(notCompiled(compiled.problems));
      for (const [key, problem] of refused) leftOut.set(key, problem);
      continue;
    }
    const different = differences(wanted, compiled.value.schema);
    if (different.length === 0) return fine(files, [...leftOut.values(), ...silenced.values()]);
    const fresh = different.filter(({ key }) => !whole.has(key));
    if (fresh.length === 0) return failed(...different.map(notLossless));
    for (const { key } of fresh) whole.add(key);
  }
  throw new Error("the proof of a pull did not finish");
}

/** Without its position, which was in a text that the user has not seen. */
function silencedProblem({ code, subject, message }: Problem): Problem {
  return {
    code,
    level: "warning",
    subject,
    message: `${subject}: ${message}`,
    why: "SQLite allows such a foreign key, and then refuses or ignores rows that use it",
    help: ["it is declared as it is, below a comment that silences the check"],
  };
}

function isDangling(problem: Problem): boolean {
  return problem.code === "foreign-key-target" && problem.level === "error" && problem.at !== undefined;
}

function without(live: Schema, leftOut: ReadonlyMap<string, Problem>): Schema {
  if (leftOut.size === 0) return live;
  const stays = (object: SchemaObject) => !leftOut.has(objectKey(object));
  return {
    ...live,
    indexes: live.indexes.filter(stays),
    views: live.views.filter(stays),
    triggers: live.triggers.filter(stays),
  };
}

/** Views, triggers and indexes that the engine does not accept, found by the position of its error. */
function refusedObjects(problems: readonly Problem[], live: Schema, texts: Sources): Map<string, Problem> {
  const refused = new Map<string, Problem>();
  for (const problem of problems.filter((each) => each.level === "error")) {
    if (problem.at === undefined) continue;
    const named = statementName(texts.get(problem.at.file) ?? "", problem.at);
    const object = [...live.views, ...live.triggers, ...live.indexes].find(
      (each) => each.kind === named?.kind && each.name === named.name,
    );
    if (object !== undefined) refused.set(objectKey(object), leftOutProblem(object, problem));
  }
  return refused;
}

function leftOutProblem(object: SchemaObject, cause: Problem): Problem {
  return {
    code: "pull-left-out",
    level: "warning",
    subject: object.name,
    message: `the ${object.kind} ${object.name} does not work in this engine: ${cause.message}`,
    evidence: object.text.split("\n").slice(0, 6),
    why: "a declaration that the engine refuses cannot be checked, so it is not declared",
    help: [`drop it, fix it, or add "${object.name}" to \`ignore\` in trueup.config.ts`],
  };
}

interface Difference {
  readonly key: string;
  readonly live: SchemaObject | null;
  readonly declared: SchemaObject | null;
}

function differences(live: Schema, declared: Schema): Difference[] {
  const found = new Map(inNamingOrder(declared).map((object) => [objectKey(object), object]));
  const result: Difference[] = [];
  for (const object of inNamingOrder(live)) {
    const other = found.get(objectKey(object)) ?? null;
    found.delete(objectKey(object));
    const same = other !== null && equal(object, other) && sameColumns(object, other);
    if (!same) result.push({ key: objectKey(object), live: object, declared: other });
  }
  const kept = new Set([...live.opaque, ...live.ignored].map((object) => object.name));
  for (const [key, object] of found) if (!kept.has(object.name)) result.push({ key, live: null, declared: object });
  return result;
}

function sameColumns(live: SchemaObject, declared: SchemaObject): boolean {
  return live.kind !== "table" || declared.kind !== "table" || live.columns.length === declared.columns.length;
}

function notCompiled(problems: readonly Problem[]): Problem {
  return {
    code: "pull-not-lossless",
    level: "error",
    subject: "pull",
    message: "the declarations that were written do not compile, so nothing was written",
    evidence: problems.slice(0, 10).map((problem) => `${problem.code}: ${problem.message}`),
    why: "every database can be declared; this one showed a gap in trueup",
    help: ["report it with the database's schema: trueup doctor says how"],
  };
}

function notLossless({ live, declared }: Difference): Problem {
  const object = live ?? declared;
  return {
    code: "pull-not-lossless",
    level: "error",
    subject: object?.name ?? "",
    message: `the declaration of ${object?.name} would not be what the database has, so nothing was written`,
    evidence: [
      `live:     ${live === null ? "does not exist" : canonicalText(live)}`,
      `declared: ${declared === null ? "does not exist" : canonicalText(declared)}`,
    ],
    why: "every database can be declared; this one showed a gap in trueup",
    help: ["report it with the database's schema: trueup doctor says how"],
  };
}
