import type { Beside } from "../../model/beside.ts";
import type { Snapshot } from "../../database/connection.ts";
import { libsqlProfile } from "../../model/profile.ts";
import type { Schema } from "../../model/schema.ts";
import type { Explanation } from "../../plan/explanation.ts";
import { type Hints, noHints } from "../../model/hints.ts";
import { copySchema } from "../../prove/copy.ts";
import { makePlan } from "../../prove/make-plan.ts";

/** What leads from one schema to another, explained as a plan. There are no rows, so it is planned on an empty copy. */
export async function explainChange(
  from: Schema,
  to: Schema,
  beside: Beside,
  hints: Hints = noHints,
): Promise<Explanation> {
  const { scratch } = copySchema(from);
  const snapshot: Snapshot = {
    read: async (queries) => queries.map(({ sql, args }) => scratch.all(sql, ...(args ?? []))),
  };
  try {
    const options = { decisions: [], protect: [], beside, columnOrder: false, profile: libsqlProfile };
    const planned = await makePlan({ snapshot, live: from, target: to, hints, ...options });
    return planned.explanation;
  } finally {
    scratch.close();
  }
}
