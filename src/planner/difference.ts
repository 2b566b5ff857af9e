import type { TableChange } from "../diff/change.ts";
import { diff } from "../diff/diff.ts";
import { libsqlProfile } from "../model/profile.ts";
import type { Schema } from "../model/schema.ts";
import type { Explanation } from "../plan/explanation.ts";
import { noHints } from "../plan/hints.ts";
import { explain } from "./explain.ts";
import { type Method, methodFor } from "./way/in-place.ts";
import type { Situation } from "./situation.ts";

/** How two schemas differ, for those who only want to know: no renames, no rows, no decisions. */
export function difference(from: Schema, to: Schema): Explanation {
  const situation: Situation = {
    live: from,
    renamed: from,
    target: to,
    renames: { tables: [], columns: [], unused: [] },
    hints: noHints,
    decisions: [],
    protect: [],
    columnOrder: false,
    facts: new Map(),
    profile: libsqlProfile,
    lift: () => [],
  };
  const changes = diff(from, to).filter((change) => change.kind !== "change-table" || change.edits.length > 0);
  const tables = changes.filter((change) => change.kind === "change-table");
  const methods = new Map<TableChange, Method>(tables.map((change) => [change, methodFor(situation, change)]));
  return explain(situation, changes, methods, []);
}
