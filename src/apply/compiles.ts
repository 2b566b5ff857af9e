import type { Engine } from "../database/engine.ts";
import { codeAmong, codeOf, needsTheApplication, settableIn, whyNotCompiled } from "../introspect/compiles.ts";
import { compiledIn } from "../introspect/seen.ts";
import type { Opaque, Schema } from "../model/schema.ts";
import type { OfApplication } from "../sql/stand-ins.ts";
import { reasonWords } from "../words/reason.ts";

/**
 * Views and triggers that SQLite could compile before and cannot now, with its error. SQLite accepts a DROP COLUMN that
 * a trigger's body still needs, and reports nothing until the trigger fires:
 * https://www.sqlite.org/lang_altertable.html
 */
export function newlyBroken(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  return [...after].filter(([what, why]) => before.get(what) !== why).map(([what, why]) => `${what}: ${why}`);
}

/**
 * Whether what compiles depends on nothing but what it names: while foreign keys are on, SQLite compiles what they do to
 * other tables as well.
 */
export function compilesAlone(engine: Engine): boolean {
  return engine.all("PRAGMA foreign_keys")[0]?.[0] === 0;
}

/** By schema: of many databases with the same schema, only the first is asked. */
const asked = new WeakMap<Schema, ReadonlyMap<string, string>>();

/** All views and triggers that cannot be compiled, with SQLite's error. `schema` is the one of `engine`. */
export function broken(engine: Engine, schema: Schema, known: OfApplication): ReadonlyMap<string, string> {
  const found = asked.get(schema) ?? compileAll(engine, schema, known);
  asked.set(schema, found);
  return found;
}

function compileAll(engine: Engine, schema: Schema, known: OfApplication): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const settable = settableIn(schema.tables, (sql) => engine.all(sql));
  // Introspection has set aside what does not compile by itself; other errors show only where it is used.
  const aside = codeAmong(schema.opaque);
  for (const each of aside) if (!worksHere(each)) found.set(`${each.type} ${each.name}`, reasonWords(each.why));
  // Views and triggers with strings in double quotes work in the application's SQLite.
  const elsewhere = new Set(schema.requoted.map(({ type, name }) => `${type} ${name}`));
  const compiled = compilesAlone(engine) ? compiledIn(schema) : new Set();
  const unknown = [...schema.views, ...schema.triggers].filter((each) => !compiled.has(each));
  for (const code of [...unknown.map(codeOf), ...aside.filter(worksHere)]) {
    if (elsewhere.has(`${code.type} ${code.name}`)) continue;
    const why = whyNotCompiled(engine, code, settable);
    // Objects that need the application were compiled with stand-ins when the schema was read.
    if (why !== null && !needsTheApplication(why, known)) found.set(`${code.type} ${code.name}`, why);
  }
  return found;
}

/** An object that needs an unmanaged table, or names a column that its table lacks, was set aside for that and still works. */
export function worksHere({ why }: Opaque): boolean {
  return why.kind === "needs" || why.kind === "no-column";
}
