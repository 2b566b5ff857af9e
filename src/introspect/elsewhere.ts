import { openScratch } from "../database/scratch.ts";
import { fold } from "../model/names.ts";
import { lacks } from "../sql/lacks.ts";
import type { OfApplication } from "../sql/stand-ins.ts";
import { type Again, type Probe, probesOf } from "./broken.ts";
import { complaint, needsTheApplication, settableIn } from "./compiles.ts";

/**
 * What a connection refuses for a reason of its own is compiled in another engine. The application registers functions
 * and collations on its connection alone; in the other engine they are known by name. And while foreign keys are on,
 * SQLite compiles what they do to other tables as well; there they are off.
 */
export function elsewhere(known: OfApplication): Again {
  return (schema, probes, verdicts, keysOn) => {
    const isOfConnection = ({ object, sql }: Probe) => {
      const said = verdicts.get(sql);
      if (said === undefined) return false;
      return needsTheApplication(said, known) || (keysOn && object.kind === "trigger" && lacks(said) === null);
    };
    const hidden = new Set(probes.filter(isOfConnection).map(({ object }) => object));
    if (hidden.size === 0) return [probes, verdicts];
    const scratch = openScratch(known);
    try {
      const others = [...schema.opaque, ...schema.ignored].filter(({ type }) => type === "table" || type === "view");
      // One that cannot be opened would be whole there.
      const unopened = new Set(probes.filter(({ sql }) => verdicts.has(sql)).map(({ object }) => object));
      const virtual = schema.virtualTables.filter((table) => !unopened.has(table));
      const tables = [...schema.tables, ...others, ...virtual];
      for (const { text } of [...tables, ...schema.indexes, ...schema.views, ...schema.triggers])
        complaint(() => scratch.exec(text));
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
