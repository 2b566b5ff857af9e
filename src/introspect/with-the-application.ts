import { openScratch } from "../database/scratch.ts";
import { fold } from "../model/names.ts";
import type { OfApplication } from "../sql/stand-ins.ts";
import { type Again, type Probe, probesOf } from "./broken.ts";
import { complaint, needsTheApplication, settableIn } from "./compiles.ts";

/**
 * Code that an engine does not compile only because the application registers a function or collation on its own
 * connection is compiled in another engine, in which these are known by name.
 */
export function withTheApplication(known: OfApplication): Again {
  return (schema, probes, verdicts) => {
    const hidden = new Set(
      probes.filter(({ sql }) => needsTheApplication(verdicts.get(sql), known)).map(({ object }) => object),
    );
    if (hidden.size === 0) return [probes, verdicts];
    const scratch = openScratch(known);
    try {
      const others = [...schema.opaque, ...schema.ignored].filter(({ type }) => type === "table" || type === "view");
      const all = [...schema.tables, ...others, ...schema.virtualTables, ...schema.views, ...schema.triggers];
      for (const { text } of all) complaint(() => scratch.exec(text));
      const settable = settableIn(schema.tables, (sql) => scratch.all(sql));
      const views = new Set([...hidden].map(({ name }) => fold(name)));
      const concerns = (object: Probe["object"]) =>
        hidden.has(object) || (object.kind === "trigger" && views.has(fold(object.table)));
      const found = new Map(verdicts);
      const again = probesOf(schema, settable).filter(({ object }) => concerns(object));
      for (const { sql } of again) {
        const why = complaint(() => scratch.prepare(sql));
        if (why === null) found.delete(sql);
        else found.set(sql, why);
      }
      return [[...probes.filter(({ object }) => !concerns(object)), ...again], found];
    } finally {
      scratch.close();
    }
  };
}
