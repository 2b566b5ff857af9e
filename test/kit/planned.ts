import { nothingBeside } from "../../src/model/beside.ts";
import { type EngineProfile, libsqlProfile } from "../../src/model/profile.ts";
import type { Engine } from "../../src/database/engine.ts";
import { noHints } from "../../src/model/hints.ts";
import type { Decision, Plan } from "../../src/plan/plan.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { schemaOf } from "./database.ts";

/** The plan from one schema to another, over the rows of an engine that holds the first. */
export async function planned(
  live: Engine,
  before: string,
  after: string,
  encoding: EngineProfile["encoding"] = "UTF-8",
  decisions: readonly Decision[] = [],
): Promise<Plan> {
  const plan = await makePlan({
    snapshot: { read: async (queries) => queries.map(({ sql }) => live.all(sql, [])) },
    live: schemaOf(before),
    target: schemaOf(after),
    hints: noHints,
    decisions,
    protect: [],
    beside: nothingBeside,
    columnOrder: false,
    profile: { ...libsqlProfile, encoding },
  });
  if (plan.kind !== "plan") throw new Error(JSON.stringify(plan));
  return plan.plan;
}
