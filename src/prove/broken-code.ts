import type { Scratch } from "../database/connection.ts";
import { codeOf, needsTheApplication, settableIn, whyNotCompiled } from "../introspect/compiles.ts";
import type { Beside } from "../model/beside.ts";
import type { Missing } from "../model/reason.ts";
import type { Schema, Trigger, View } from "../model/schema.ts";
import type { Problem } from "../problem/problem.ts";
import { lacks } from "../sql/lacks.ts";
import { nameInConfig } from "../words/name-in-config.ts";
import { unproven } from "./unproven.ts";

/** SQLite keeps a view or trigger that cannot work, and reports the error only when it is used. */
export function brokenCode(scratch: Scratch, target: Schema, beside: Beside, keysOn: boolean): Problem[] {
  const settable = settableIn(target.tables, (sql) => scratch.all(sql));
  return [...target.views, ...target.triggers].flatMap((each) => {
    const trouble = whyNotCompiled(scratch, codeOf(each), settable);
    // Reading the result back compiles the objects that need the application, and those about which foreign keys speak.
    if (trouble === null || needsTheApplication(trouble, beside)) return [];
    const missing = lacks(trouble);
    if (missing === null && keysOn) return [];
    return [
      missing === null
        ? unproven(each.name, `${each.kind} ${each.name} would not compile: ${trouble}`, [])
        : blind(each, missing),
    ];
  });
}

/** Another trigger for the same event may be what needs it. */
function blind({ kind, name }: View | Trigger, missing: Missing): Problem {
  return {
    code: "opaque-in-the-way",
    level: "error",
    subject: name,
    message: `${kind} ${name} cannot be compiled here: the ${missing.what} ${missing.name} is not in this engine`,
    why: "SQLite compiles all triggers for an event at once",
    help: nameInConfig(missing.what, missing.name),
  };
}
