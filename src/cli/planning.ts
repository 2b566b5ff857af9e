import { profileOf } from "../introspect/profile.ts";
import { libsqlProfile } from "../model/profile.ts";
import type { Schema } from "../model/schema.ts";
import type { Decision } from "../plan/plan.ts";
import type { Planned } from "../prove/make-plan.ts";
import { askDecisions } from "./ask-decisions.ts";
import { schemaIn } from "./live.ts";
import { withCost } from "./measure-cost.ts";
import type { Shell } from "./shell.ts";
import type { State } from "./states.ts";
import { type Aim, withDatabase } from "./targets.ts";

/** One comparison of a live database with a goal. */
export interface Comparison {
  readonly aim: Aim;
  readonly goal: State;
  readonly planned: Planned;
  /** Those of the command line, and the answers that were given to questions. */
  readonly decisions: readonly Decision[];
  /** One of the states of a fleet: what to do next is said once for all of them. */
  readonly many?: true;
}

export interface LiveComparison extends Comparison {
  readonly live: Schema;
}

/** Reads the database and plans, in one snapshot. Where a decision is missing and somebody is there, they are asked. */
export async function compare(
  shell: Shell,
  aim: Aim,
  goal: State,
  decisions: readonly Decision[],
  ask: boolean,
): Promise<LiveComparison> {
  const { makePlan } = await import("../prove/make-plan.ts");
  return withDatabase(shell, aim, async (connection) => {
    let all = decisions;
    for (;;) {
      const made = await connection.snapshot(async (snapshot) => {
        const live = await schemaIn(shell, aim, connection, snapshot);
        const made = await makePlan({
          snapshot,
          live,
          target: goal.schema,
          hints: goal.hints,
          decisions: all,
          protect: aim.protect,
          ignore: aim.ignore,
          columnOrder: shell.options.flag("column-order"),
          profile: await profileOf(snapshot, libsqlProfile),
        });
        const planned = await withCost(connection.kind, snapshot, live, made);
        return { aim, goal, live, planned, decisions: all };
      });
      if (made.planned.kind !== "refused" || !ask || !shell.prompt.possible) return made;
      const answers = await askDecisions(shell, made.planned.problems);
      if (answers.length === 0) return made;
      all = [...all, ...answers];
    }
  });
}
