import type { TableChange } from "../diff/change.ts";
import { diff } from "../diff/diff.ts";
import { libsqlProfile } from "../model/profile.ts";
import type { Schema } from "../model/schema.ts";
import type { Explanation } from "../plan/explanation.ts";
import { noHints } from "../model/hints.ts";
import { explain } from "./explain.ts";
import { pairChange } from "./pair/changes.ts";
import { pairTables } from "./pair/pair-tables.ts";
import type { Schemas } from "./situation.ts";
import { choose } from "./way/choose.ts";

/** How two schemas differ, for information only: no renames, no rows, no decisions. */
export function explainDifference(from: Schema, to: Schema): Explanation {
  const renames = { tables: [], columns: [], unused: [] };
  const schemas: Schemas = { live: from, base: from, broken: new Map(), renamed: from, target: to, renames };
  const pairs = pairTables({ ...schemas, hints: noHints, decisions: [], profile: libsqlProfile });
  const all = diff(from, to);
  const looks = all.filter(
    (change): change is TableChange => change.kind === "change-table" && change.edits.length === 0,
  );
  const changes = all
    .filter((change) => change.kind !== "change-table" || change.edits.length > 0)
    .map((change) =>
      choose(pairChange(change, pairs), { profile: libsqlProfile, columnOrder: false, facts: new Map() }),
    );
  return explain({ ...schemas, facts: new Map() }, changes, looks, []);
}
