import { renames } from "../../diff/renames.ts";
import type { Beside } from "../../model/beside.ts";
import type { EngineProfile } from "../../model/profile.ts";
import type { Hints } from "../../model/hints.ts";
import type { Schema } from "../../model/schema.ts";
import type { Decision, Item } from "../../plan/plan.ts";
import type { RowsAnswer } from "../../planner/rows/elsewhere.ts";
import { answersIn } from "../../planner/steps/elsewhere.ts";
import type { Problem } from "../../problem/problem.ts";
import { makePlan, type Planned } from "../../prove/make-plan.ts";
import { renamedSchema } from "../../prove/rename.ts";
import { typicalRows } from "../../prove/typical-rows.ts";

/** What is the same for every base. */
export interface Way {
  readonly target: Schema;
  readonly hints: Hints;
  readonly decisions: readonly Decision[];
  readonly answers: readonly RowsAnswer[];
  readonly protect: readonly string[];
  readonly beside: Beside;
}

export type PlannedBase =
  | {
      readonly kind: "plan";
      readonly items: readonly Item[];
      /** What was decided for it, in the declarations as well. */
      readonly decisions: readonly Decision[];
      readonly answers: readonly RowsAnswer[];
    }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] };

/** A proven plan from a base straight to the target, for rows that nobody here can see. */
export async function planBase(base: Schema, way: Way, profile: EngineProfile): Promise<PlannedBase> {
  const { target, hints, decisions, answers, beside } = way;
  const named = renames(base, target, hints, decisions);
  const isRenamed = named.tables.length + named.columns.length > 0;
  // A repair names things as they are after the renames, as a fill does: so the renames are a plan of their own.
  if (!isRenamed || answers.every(({ repair }) => repair === null))
    return planned(await plan(base, target, way, profile), answers);
  const middle = renamedSchema(base, named, beside);
  if (!middle.ok) return { kind: "refused", problems: middle.problems };
  const isRename = ({ kind }: Decision) => kind === "rename-table" || kind === "rename-column";
  const first = await plan(base, middle.value, { ...way, decisions: decisions.filter(isRename), answers: [] }, profile);
  const rest = decisions.filter((decision) => !isRename(decision));
  const hintsLeft = { ...hints, tables: [], columns: [] };
  const second = await plan(middle.value, target, { ...way, hints: hintsLeft, decisions: rest }, profile);
  return joined(planned(first, []), planned(second, answers));
}

function joined(first: PlannedBase, second: PlannedBase): PlannedBase {
  if (first.kind === "refused") return first;
  if (second.kind === "refused") return second;
  const isEnd = (item: Item) => item.kind === "check" && item.check === "foreign-keys";
  return {
    kind: "plan",
    items: [...first.items.filter((item) => !isEnd(item)), ...second.items],
    decisions: [...first.decisions, ...second.decisions],
    answers: second.answers,
  };
}

async function plan(base: Schema, target: Schema, way: Way, profile: EngineProfile): Promise<Planned> {
  const { hints, decisions, answers, protect, beside } = way;
  const rows = typicalRows(base);
  try {
    return await makePlan({
      snapshot: rows.snapshot,
      live: base,
      target,
      hints,
      decisions,
      protect,
      beside,
      columnOrder: false,
      profile,
      elsewhere: answers,
    });
  } finally {
    rows.close();
  }
}

function planned(made: Planned, answers: readonly RowsAnswer[]): PlannedBase {
  switch (made.kind) {
    case "nothing":
      return { kind: "plan", items: [], decisions: [], answers: [] };
    case "plan": {
      const { items, decisions } = made.plan;
      return { kind: "plan", items, decisions, answers: answersIn(items, answers) };
    }
    default:
      return made;
  }
}
