import type { Beside } from "../model/beside.ts";
import type { Renames } from "../diff/renames.ts";
import { EngineError } from "../database/connection.ts";
import { introspectScratch } from "../introspect/introspect.ts";
import { fold } from "../model/names.ts";
import type { Opaque, Schema } from "../model/schema.ts";
import { renameSteps } from "../planner/steps/rename-steps.ts";
import { type Checked, failed, fine } from "../problem/problem.ts";
import { isBroken } from "./claimed.ts";
import { copySchema } from "./copy.ts";
import { stoppedBy } from "./unreadable.ts";

/**
 * The live schema after the renames, as the engine rewrites it. Managed views and triggers are set aside: those that
 * need it are recreated from the declarations. What is ignored stays, so that its names are rewritten. What does not
 * compile is set aside, too, because the engine would stop at it, and is restored unchanged: its names refer to
 * nothing.
 */
export function renamedSchema(live: Schema, renames: Renames, beside: Beside): Checked<Schema> {
  const steps = renameSteps(renames, live);
  if (steps.length === 0) return fine(live);
  // Names are unique, so an object whose name a table takes is dropped before the rename.
  const taken = new Set(renames.tables.map(({ to }) => fold(to)));
  const goes = ({ name }: { readonly name: string }) => taken.has(fold(name));
  const { scratch, halfRead } = copySchema({
    ...live,
    indexes: live.indexes.filter((index) => !goes(index)),
    virtualTables: live.virtualTables.filter((table) => !goes(table)),
    views: [],
    triggers: [],
    opaque: live.opaque.filter((each) => !isBroken(each)),
  });
  try {
    for (const step of steps) scratch.exec(step.sql);
    const after = introspectScratch(scratch, beside);
    return fine({
      ...after,
      indexes: [...after.indexes, ...live.indexes.filter(goes)],
      virtualTables: [...after.virtualTables, ...live.virtualTables.filter(goes)],
      views: live.views,
      triggers: live.triggers,
      requoted: live.requoted,
      triggerOrder: live.triggerOrder,
      opaque: live.opaque.map((each) => renewed(each, after)),
    });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const stopped = stoppedBy(halfRead, error.message);
    if (stopped !== null) return failed(stopped);
    return failed({
      code: "rename-blocked",
      level: "error",
      subject: steps.map((step) => step.subject).join(", "),
      message: "the engine refuses the rename",
      evidence: [error.message],
      help: ["fix or drop what it names, then plan again"],
    });
  } finally {
    scratch.close();
  }
}

function renewed(each: Opaque, after: Schema): Opaque {
  const same = [...after.opaque, ...after.ignored].find(
    (other) => other.type === each.type && fold(other.name) === fold(each.name),
  );
  return same === undefined ? each : { ...each, text: same.text, fires: same.fires };
}
