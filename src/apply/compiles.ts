import { EngineError } from "../database/connection.ts";
import type { Engine } from "../database/engine.ts";
import { named } from "../model/names.ts";
import { needs, type Opaque, type Schema } from "../model/schema.ts";
import { quoteName } from "../sql/quote.ts";

/**
 * Views and triggers that SQLite could compile before and cannot now, with what it says. SQLite accepts a DROP COLUMN that a trigger's body
 * still needs, and tells nobody before the trigger fires: https://www.sqlite.org/lang_altertable.html
 */
export function newlyBroken(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  return [...after].filter(([what, why]) => before.get(what) !== why).map(([what, why]) => `${what}: ${why}`);
}

/** By schema: of many databases that share one, the first is asked. */
const asked = new WeakMap<Schema, ReadonlyMap<string, string>>();

/** All views and triggers that cannot be compiled, with what SQLite says. `schema` is the one of `engine`. */
export function broken(engine: Engine, schema: Schema): ReadonlyMap<string, string> {
  const found = asked.get(schema) ?? compileAll(engine, schema);
  asked.set(schema, found);
  return found;
}

function compileAll(engine: Engine, schema: Schema): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const note = (what: string, work: () => void) => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      // A view has INSTEAD OF triggers for some of the three, and takes no others.
      if (error.message.includes("because it is a view")) return;
      found.set(what, error.message);
    }
  };
  // Introspection has set aside what does not compile by itself; the rest shows where it is used.
  const code = schema.opaque.filter(({ type }) => type === "view" || type === "trigger");
  const works = code.filter(worksHere);
  for (const each of code) if (!works.includes(each)) found.set(`${each.type} ${each.name}`, each.why);
  for (const view of [...schema.views, ...works.filter(({ type }) => type === "view")]) {
    note(`view ${view.name}`, () => engine.prepare(`SELECT * FROM ${quoteName(view.name)}`));
  }
  // A trigger is compiled with the statement that fires it. These three fire all that stand on a table.
  const triggers = [...schema.triggers, ...works.filter(({ type }) => type === "trigger")];
  for (const name of new Set(triggers.map((trigger) => trigger.table))) {
    const table = quoteName(name);
    const columns = writable(engine, schema, name);
    const update = columns.map((column) => `${quoteName(column)} = ${quoteName(column)}`).join(", ");
    note(`triggers on ${name} (INSERT)`, () => engine.prepare(`INSERT INTO ${table} DEFAULT VALUES`));
    note(`triggers on ${name} (UPDATE)`, () => engine.prepare(`UPDATE ${table} SET ${update}`));
    note(`triggers on ${name} (DELETE)`, () => engine.prepare(`DELETE FROM ${table}`));
  }
  return found;
}

/** What needs a table that is not managed was set aside for that, and works all the same. */
export function worksHere({ why }: Opaque): boolean {
  return why.startsWith(needs);
}

function writable(engine: Engine, schema: Schema, name: string): readonly string[] {
  const table = named(schema.tables, name);
  if (table) return table.columns.filter((column) => column.generated === null).map((column) => column.name);
  try {
    return engine.columns(`SELECT * FROM ${quoteName(name)}`);
  } catch {
    // The view itself does not compile, which is noted under its own name.
    return ["rowid"];
  }
}
