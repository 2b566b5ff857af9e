import { runs } from "../database/runs.ts";
import { openScratch } from "../database/scratch.ts";
import { quoteName } from "../sql/quote.ts";
import type { OfApplication } from "../sql/stand-ins.ts";
import { codeOf, settableIn, whyNotCompiled } from "./compiles.ts";
import type { Without } from "./stranded.ts";

/** Checked in a scratch database of the managed objects alone. A name alone proves nothing: it may be a column's. */
export function withoutUnmanaged(known: OfApplication): Without {
  return (schema, suspects) => {
    const scratch = openScratch(known);
    try {
      for (const { text } of [...schema.tables, ...schema.virtualTables, ...schema.views])
        runs(() => scratch.exec(text));
      const settable = settableIn(schema.tables, (sql) => scratch.all(sql));
      return suspects.filter((each) => {
        if (each.kind === "view") return whyNotCompiled(scratch, codeOf(each), settable) !== null;
        // One at a time, so that a trigger is not blamed for another one that it fires.
        if (!runs(() => scratch.exec(each.text))) return true;
        const why = whyNotCompiled(scratch, codeOf(each), settable);
        scratch.exec(`DROP TRIGGER ${quoteName(each.name)}`);
        return why !== null;
      });
    } finally {
      scratch.close();
    }
  };
}
